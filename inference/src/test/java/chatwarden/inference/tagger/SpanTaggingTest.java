package chatwarden.inference.tagger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpanTaggingTest {

  @Test
  void coverageIsTheShareOfCodePointsInSpans() {
    SpanTagging tagging =
        SpanTagging.of(List.of(new TaggedSpan(0, 2, 0.5f), new TaggedSpan(3, 6, 1)), 10);
    assertThat(tagging.coverage()).isEqualTo(0.5f);
  }

  @Test
  void emptyTextHasNoCoverage() {
    assertThat(SpanTagging.of(List.of(), 0)).isEqualTo(SpanTagging.clean());
    assertThat(SpanTagging.clean().coverage()).isZero();
  }

  @Test
  void spanBeyondTheTextIsRefused() {
    assertThatThrownBy(() -> SpanTagging.of(List.of(new TaggedSpan(3, 5, 1)), 4))
        .hasMessage("spans: end 5 (expected: <= codePoints 4)");
  }

  @Test
  void overlappingSpansAreRefused() {
    List<TaggedSpan> spans = List.of(new TaggedSpan(0, 3, 1), new TaggedSpan(2, 4, 1));
    assertThatThrownBy(() -> new SpanTagging(spans, 1)).hasMessageContaining("start 2");
  }

  @Test
  void coverageOutsideOfItsRangeIsRefused() {
    assertThatThrownBy(() -> new SpanTagging(List.of(), 1.5f)).hasMessageContaining("1.5");
    assertThatThrownBy(() -> new SpanTagging(List.of(), Float.NaN)).hasMessageContaining("NaN");
  }

  @Test
  void emptySpanIsRefused() {
    assertThatThrownBy(() -> new TaggedSpan(2, 2, 1)).hasMessageContaining("end: 2");
  }

  @Test
  void spanBeforeTheTextIsRefused() {
    assertThatThrownBy(() -> new TaggedSpan(-1, 2, 1)).hasMessageContaining("start: -1");
  }

  @Test
  void scoreThatIsNoProbabilityIsRefused() {
    assertThatThrownBy(() -> new TaggedSpan(0, 1, 1.01f)).hasMessageContaining("score: 1.01");
    assertThatThrownBy(() -> new TaggedSpan(0, 1, Float.NaN)).hasMessageContaining("score: NaN");
  }

  @Test
  void laterChangesToTheListDoNotShow() {
    List<TaggedSpan> spans = new java.util.ArrayList<>(List.of(new TaggedSpan(0, 1, 1)));
    SpanTagging tagging = SpanTagging.of(spans, 2);
    spans.clear();
    assertThat(tagging.spans()).hasSize(1);
  }
}

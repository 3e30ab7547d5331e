package chatwarden.tagger.server;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.inference.tagger.SpanTagger;
import chatwarden.inference.tagger.SpanTagging;
import chatwarden.inference.tagger.TaggedSpan;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaggerComparisonTest {
  private static final String TEXT = "thằng chó này NGU quá";
  private static final SpanTagging FIRST = SpanTagging.of(List.of(new TaggedSpan(0, 9, 0.9f)), 21);
  private static final SpanTagging SECOND =
      SpanTagging.of(List.of(new TaggedSpan(0, 9, 0.8f), new TaggedSpan(14, 17, 0.6f)), 21);

  private final TaggerComparison comparison = new TaggerComparison();

  @Test
  void otherSpansAreAnotherAnswerAndOtherScoresAreNot() {
    SpanTagging surer = SpanTagging.of(List.of(new TaggedSpan(0, 9, 1)), 21);

    assertThat(comparison.compared(FIRST)).isEqualTo(comparison.compared(surer));
    assertThat(comparison.compared(FIRST)).isNotEqualTo(comparison.compared(SECOND));
  }

  @Test
  void theMarkedPartsAreTheReasons() {
    SpanTagger unused = new NoTagger();

    assertThat(comparison.reasons(unused, TEXT, () -> FIRST)).containsOnlyKeys("thằng chó");
    assertThat(comparison.reasons(unused, TEXT, () -> SECOND)).containsOnlyKeys("thằng chó", "ngu");
  }

  @Test
  void eachQuestionIsTheOthersVariant() {
    assertThat(TaggerQuestion.USUAL.variants())
        .isEqualTo(List.of(TaggerQuestion.OF_OFFENSIVE_TEXTS));
  }

  private static final class NoTagger implements SpanTagger {
    @Override
    public List<SpanTagging> tag(List<String> texts) {
      return List.of();
    }

    @Override
    public void close() {
      // Has nothing.
    }
  }
}

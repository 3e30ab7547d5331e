package chatwarden.domain.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import chatwarden.type.v1.Span;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SpanUnionTest {

  private static final String TEXT = "😀 get free coins, fool";

  @Test
  void aSpanHasThePartOfTheText() {
    Span span = SpanUnion.span(TEXT, 6, 16, 1);

    assertThat(span.getText()).isEqualTo("free coins");
    assertThat(span.getScore()).isEqualTo(1);
  }

  @Test
  void othersThatOverlapAreLeftOut() {
    Span rule = SpanUnion.span(TEXT, 6, 16, 1);
    Span within = SpanUnion.span(TEXT, 11, 16, 0.2f);
    Span around = SpanUnion.span(TEXT, 2, 7, 0.2f);
    Span apart = SpanUnion.span(TEXT, 18, 22, 0.9f);
    Span before = SpanUnion.span(TEXT, 2, 5, 0.4f);

    assertThat(SpanUnion.of(List.of(rule), List.of(around, within, apart)))
        .containsExactly(rule, apart);
    assertThat(SpanUnion.of(List.of(rule), List.of(before, apart)))
        .containsExactly(before, rule, apart);
  }

  @Test
  void coverageCountsCodePoints() {
    assertThat(SpanUnion.coverage(TEXT, List.of(SpanUnion.span(TEXT, 0, 11, 1))))
        .isCloseTo(0.5f, within(1e-6f));
    assertThat(SpanUnion.coverage(TEXT, List.of())).isZero();
  }
}

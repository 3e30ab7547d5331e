package chatwarden.mlops.stagetwo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import chatwarden.mlops.evaluation.Estimate;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SpanF1Test {

  @Test
  void twoEmptyAnswersAgree() {
    assertThat(SpanF1.of(set(), set())).isEqualTo(1);
  }

  @Test
  void anEmptyAnswerNeverFitsAFullOne() {
    assertThat(SpanF1.of(set(), set(1))).isZero();
    assertThat(SpanF1.of(set(1), set())).isZero();
  }

  @Test
  void halfTheCodePointsGiveTwoThirds() {
    assertThat(SpanF1.of(set(1, 2), set(1, 2, 3, 4))).isCloseTo(2.0 / 3, within(1e-12));
    assertThat(SpanF1.of(set(1, 2, 3, 4), set(1, 2))).isCloseTo(2.0 / 3, within(1e-12));
  }

  @Test
  void figuresPartTextsByTheirSpans() {
    List<AnnotatedText> texts =
        List.of(
            new AnnotatedText("clean", set()),
            new AnnotatedText("one span", set(0, 1, 2)),
            new AnnotatedText("two spans", set(0, 1, 4)));
    SpanMetrics figures = SpanMetrics.of(texts, new double[] {1, 0.5, 0.1}, 1);
    assertThat(figures.all().mean()).isCloseTo(1.6 / 3, within(1e-12));
    assertThat(figures.bearing().mean()).isCloseTo(0.3, within(1e-12));
    assertThat(figures.single().mean()).isEqualTo(0.5);
    assertThat(figures.multi().mean()).isEqualTo(0.1);
    assertThat(figures.clean().mean()).isEqualTo(1);
    assertThat(figures.allAt(0.25)).isCloseTo(0.25 * 0.3 + 0.75, within(1e-12));
  }

  @Test
  void intervalHoldsTheMeanAndIsTheSameForTheSameSeed() {
    double[] values = IntStream.range(0, 500).mapToDouble(i -> i % 10 / 10.0).toArray();
    Estimate estimate = Estimate.of(values, 7);
    assertThat(estimate.low()).isBetween(0.40, estimate.mean());
    assertThat(estimate.high()).isBetween(estimate.mean(), 0.50);
    assertThat(Estimate.of(values, 7)).isEqualTo(estimate);
  }

  private static BitSet set(int... positions) {
    BitSet set = new BitSet();
    for (int position : positions) {
      set.set(position);
    }
    return set;
  }
}

package chatwarden.mlops.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PairedTestTest {
  private static final int[] TRUTH = new int[300];
  private static final int[] ONE_IN_TEN_WRONG = new int[300];
  private static final int[] HALF_WRONG = new int[300];

  static {
    for (int i = 0; i < 300; i++) {
      TRUTH[i] = i % 3;
      ONE_IN_TEN_WRONG[i] = i % 10 == 0 ? (i + 1) % 3 : i % 3;
      HALF_WRONG[i] = i % 2 == 0 ? (i + 1) % 3 : i % 3;
    }
  }

  @Test
  void aModelIsNotWorseThanItself() {
    PairedTest test = PairedTest.ofLabels(ONE_IN_TEN_WRONG, ONE_IN_TEN_WRONG, TRUTH, 3, 1);

    assertThat(test.difference()).isZero();
    assertThat(test.interval()).isEqualTo(new Evaluation.Interval(0, 0));
    assertThat(test.worse()).isFalse();
  }

  @Test
  void whatIsWorseBeyondNoiseIsSaidToBe() {
    PairedTest test = PairedTest.ofLabels(HALF_WRONG, ONE_IN_TEN_WRONG, TRUTH, 3, 1);

    assertThat(test.worse()).isTrue();
    assertThat(test.pNotBetter()).isEqualTo(1);
    assertThat(PairedTest.ofLabels(ONE_IN_TEN_WRONG, HALF_WRONG, TRUTH, 3, 1).worse()).isFalse();
  }

  @Test
  void meansAreComparedOnTheSameTexts() {
    double[] better = new double[200];
    double[] other = new double[200];
    for (int i = 0; i < 200; i++) {
      other[i] = i % 2;
      better[i] = other[i] - (i % 4 == 0 ? -0.1 : 0);
    }

    PairedTest test = PairedTest.ofMeans(other, better, 1);

    assertThat(test.difference()).isCloseTo(-0.025, within(1e-9));
    assertThat(test.interval().low()).isLessThan(-0.025);
    assertThat(test.worse()).isTrue();
    assertThat(PairedTest.ofMeans(better, other, 1).worse()).isFalse();
    assertThat(PairedTest.ofMeans(other, other, 1).interval())
        .isEqualTo(new Evaluation.Interval(0, 0));
  }
}

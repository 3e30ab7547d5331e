package chatwarden.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

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
    PairedTest test = PairedTest.of(ONE_IN_TEN_WRONG, ONE_IN_TEN_WRONG, TRUTH, 3, 1);

    assertThat(test.difference()).isZero();
    assertThat(test.interval()).isEqualTo(new Evaluation.Interval(0, 0));
    assertThat(test.worse()).isFalse();
  }

  @Test
  void whatIsWorseBeyondNoiseIsSaidToBe() {
    PairedTest test = PairedTest.of(HALF_WRONG, ONE_IN_TEN_WRONG, TRUTH, 3, 1);

    assertThat(test.worse()).isTrue();
    assertThat(test.pNotBetter()).isEqualTo(1);
    assertThat(PairedTest.of(ONE_IN_TEN_WRONG, HALF_WRONG, TRUTH, 3, 1).worse()).isFalse();
  }
}

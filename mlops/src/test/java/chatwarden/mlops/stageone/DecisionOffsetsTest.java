package chatwarden.mlops.stageone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DecisionOffsetsTest {
  private final int[] truth = new int[900];
  private final double[][] scores = new double[truth.length][];
  private final double[][] louder = new double[truth.length][];

  /** The rarer a class, the lower its scores. */
  DecisionOffsetsTest() {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < truth.length; i++) {
      truth[i] = i % 10 == 0 ? 2 : i % 10 < 4 ? 1 : 0;
      scores[i] = new double[] {0, random.nextGaussian() - 1, random.nextGaussian() - 2};
      scores[i][truth[i]] += 1;
      louder[i] = new double[] {10 * scores[i][0], 10 * scores[i][1], 10 * scores[i][2]};
    }
  }

  @Test
  void offsetsRaiseTheMacroF1() {
    double[] offsets = DecisionOffsets.search(scores, truth, Calibration.NONE);

    assertThat(DecisionOffsets.macroF1(scores, truth, offsets))
        .isGreaterThan(DecisionOffsets.macroF1(scores, truth, new double[3]) + 0.02);
  }

  @Test
  void theScaleOfTheScoresDoesNotMatter() {
    double[] shifts = {0, 0.3, -0.2};
    double[] offsets = DecisionOffsets.search(scores, truth, new Calibration(1, shifts));
    double[] wider = DecisionOffsets.search(louder, truth, new Calibration(0.1, shifts));

    for (int k = 0; k < offsets.length; k++) {
      assertThat(wider[k]).isCloseTo(10 * offsets[k], within(1e-9));
    }
    assertThat(DecisionOffsets.macroF1(louder, truth, wider))
        .isCloseTo(DecisionOffsets.macroF1(scores, truth, offsets), within(1e-9));
  }
}

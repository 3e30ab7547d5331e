package chatwarden.mlops.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SoftmaxRegressionTest {
  private static final int ROWS = 200;
  private static final int COLUMNS = 12;

  @Test
  void theGradientAtTheSolutionVanishes() {
    SparseRows rows = rows();
    double[][] targets = targets(rows);
    double[] rowWeights = new double[ROWS];
    Arrays.setAll(rowWeights, i -> 0.5 + i % 3);
    double penalty = 0.7;

    SoftmaxRegression.Fit fit =
        SoftmaxRegression.fit(rows, targets, rowWeights, penalty, 1e-9, 500);

    double[] gradient = new double[COLUMNS * 3];
    double[] biasGradient = new double[3];
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] = penalty * fit.weights()[i];
    }
    double[][] scores = fit.scores(rows);
    for (int row = 0; row < ROWS; row++) {
      SoftmaxRegression.softmax(scores[row]);
      for (int k = 0; k < 3; k++) {
        double residual = rowWeights[row] * (scores[row][k] - targets[row][k]);
        biasGradient[k] += residual;
        for (int i = rows.starts()[row]; i < rows.starts()[row + 1]; i++) {
          gradient[rows.indices()[i] * 3 + k] += rows.values()[i] * residual;
        }
      }
    }
    assertThat(gradient).usingComparatorWithPrecision(1e-3).containsOnly(0);
    assertThat(biasGradient).usingComparatorWithPrecision(1e-3).containsOnly(0);
  }

  @Test
  void aSecondFitIsTheSameBitForBit() {
    SparseRows rows = rows();
    double[] rowWeights = new double[ROWS];
    Arrays.fill(rowWeights, 1);

    SoftmaxRegression.Fit first =
        SoftmaxRegression.fit(rows, targets(rows), rowWeights, 1, 1e-4, 100);
    SoftmaxRegression.Fit second =
        SoftmaxRegression.fit(rows, targets(rows), rowWeights, 1, 1e-4, 100);

    assertThat(second.weights()).containsExactly(first.weights());
    assertThat(second.biases()).containsExactly(first.biases());
  }

  @Test
  void softmaxOfLargeScoresStaysFinite() {
    double[] scores = {1000, 1001, -1000};

    double normaliser = SoftmaxRegression.softmax(scores);

    assertThat(normaliser).isCloseTo(1001 + Math.log(1 + Math.exp(-1)), within(1e-9));
    assertThat(scores[0] + scores[1] + scores[2]).isCloseTo(1, within(1e-12));
  }

  private static SparseRows rows() {
    SplittableRandom random = new SplittableRandom(3);
    SparseRows.Builder builder = new SparseRows.Builder();
    for (int row = 0; row < ROWS; row++) {
      for (int column = 0; column < COLUMNS; column++) {
        if (random.nextInt(3) == 0) {
          builder.add(column, (float) random.nextDouble(-1, 2));
        }
      }
      builder.endRow();
    }
    return builder.build(COLUMNS);
  }

  private static double[][] targets(SparseRows rows) {
    double[][] targets = new double[ROWS][3];
    for (int row = 0; row < ROWS; row++) {
      int first =
          rows.starts()[row] < rows.starts()[row + 1] ? rows.indices()[rows.starts()[row]] : 0;
      targets[row][first % 3] = 0.9;
      targets[row][(first + 1) % 3] = 0.1;
    }
    return targets;
  }
}

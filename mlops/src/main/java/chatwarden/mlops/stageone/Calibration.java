package chatwarden.mlops.stageone;

import java.util.Arrays;
import smile.math.BFGS;
import smile.math.DifferentiableMultivariateFunction;

/**
 * Fits probabilities to scores of texts that the scoring model did not see: the softmax of {@code
 * temperature · score + shift} with the highest likelihood ("vector scaling" with one scale for all
 * classes; Guo et al., On Calibration of Modern Neural Networks, 2017).
 *
 * @param temperature scales all scores
 * @param shifts added to each class; the first is 0
 */
record Calibration(double temperature, double[] shifts) {
  /** Changes nothing. */
  static final Calibration NONE = new Calibration(1, new double[3]);

  private static final double TOLERANCE = 1e-8;
  private static final int MAX_ITERATIONS = 200;

  static Calibration fit(double[][] scores, int[] truth) {
    int classes = scores[0].length;
    double[] parameters = new double[classes];
    parameters[0] = 1;
    BFGS.minimize(new Likelihood(scores, truth), parameters, TOLERANCE, MAX_ITERATIONS);
    double[] shifts = parameters.clone();
    shifts[0] = 0;
    return new Calibration(parameters[0], shifts);
  }

  /** Returns the scores that the probabilities are the softmax of. */
  double[][] scale(double[][] scores) {
    double[][] scaled = new double[scores.length][];
    for (int i = 0; i < scores.length; i++) {
      scaled[i] = new double[scores[i].length];
      for (int k = 0; k < scaled[i].length; k++) {
        scaled[i][k] = temperature * scores[i][k] + shifts[k];
      }
    }
    return scaled;
  }

  /** Returns the mean log loss of the probabilities that this makes of {@code scores}. */
  double logLoss(double[][] scores, int[] truth) {
    double[] parameters = shifts.clone();
    parameters[0] = temperature;
    return new Likelihood(scores, truth).f(parameters);
  }

  private record Likelihood(double[][] scores, int[] truth)
      implements DifferentiableMultivariateFunction {
    @Override
    public double f(double[] x) {
      return g(x, new double[x.length]);
    }

    @Override
    public double g(double[] x, double[] gradient) {
      Arrays.fill(gradient, 0);
      double loss = 0;
      int classes = x.length;
      double[] p = new double[classes];
      for (int i = 0; i < scores.length; i++) {
        double max = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < classes; k++) {
          p[k] = x[0] * scores[i][k] + (k == 0 ? 0 : x[k]);
          max = Math.max(max, p[k]);
        }
        double own = p[truth[i]];
        double sum = 0;
        for (int k = 0; k < classes; k++) {
          p[k] = Math.exp(p[k] - max);
          sum += p[k];
        }
        loss += max + Math.log(sum) - own;
        for (int k = 0; k < classes; k++) {
          double residual = p[k] / sum - (k == truth[i] ? 1 : 0);
          gradient[0] += residual * scores[i][k];
          gradient[k] += k == 0 ? 0 : residual;
        }
      }
      for (int k = 0; k < classes; k++) {
        gradient[k] /= scores.length;
      }
      return loss / scores.length;
    }
  }
}

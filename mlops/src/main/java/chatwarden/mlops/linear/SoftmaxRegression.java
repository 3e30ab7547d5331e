package chatwarden.mlops.linear;

import java.util.Arrays;
import java.util.stream.IntStream;
import smile.math.BFGS;
import smile.math.DifferentiableMultivariateFunction;

/**
 * Multinomial logistic regression over sparse rows, with soft targets and a weight for every row,
 * fitted by Smile's L-BFGS. Rows are worked on in parallel, in parts that do not depend on the
 * number of processors and are added up in order: the same input gives the same weights, bit for
 * bit.
 */
public final class SoftmaxRegression {
  private static final int PARTS = 2;
  private static final int HISTORY = 6;

  private SoftmaxRegression() {}

  /**
   * A fitted model: the score of class {@code k} is {@code weights[column * classes + k]} summed
   * over a row, plus {@code biases[k]}.
   */
  public record Fit(int classes, double[] weights, double[] biases) {
    /** Returns the scores of every row, row after row. */
    public double[][] scores(SparseRows rows) {
      double[][] scores = new double[rows.rows()][];
      for (int row = 0; row < scores.length; row++) {
        double[] score = biases.clone();
        addScores(rows, row, weights, classes, score);
        scores[row] = score;
      }
      return scores;
    }
  }

  /**
   * Fits.
   *
   * @param rows the features
   * @param targets for every row the probability of every class
   * @param rowWeights how much each row counts
   * @param penalty the weight of half the squared length of the weights; biases go free
   * @param tolerance the relative size of the gradient at which to stop
   * @param maxIterations the most iterations
   */
  public static Fit fit(
      SparseRows rows,
      double[][] targets,
      double[] rowWeights,
      double penalty,
      double tolerance,
      int maxIterations) {
    int classes = targets[0].length;
    double[] parameters = new double[(rows.columns() + 1) * classes];
    Objective objective = new Objective(rows, targets, rowWeights, penalty);
    BFGS.minimize(objective, HISTORY, parameters, tolerance, maxIterations);
    int split = rows.columns() * classes;
    return new Fit(
        classes,
        Arrays.copyOf(parameters, split),
        Arrays.copyOfRange(parameters, split, parameters.length));
  }

  private static void addScores(
      SparseRows rows, int row, double[] weights, int classes, double[] score) {
    for (int i = rows.starts()[row]; i < rows.starts()[row + 1]; i++) {
      int at = rows.indices()[i] * classes;
      float value = rows.values()[i];
      for (int k = 0; k < classes; k++) {
        score[k] += value * weights[at + k];
      }
    }
  }

  /** Turns scores into probabilities, in place, and returns the logarithm of their normaliser. */
  public static double softmax(double[] scores) {
    double max = Double.NEGATIVE_INFINITY;
    for (double score : scores) {
      max = Math.max(max, score);
    }
    double sum = 0;
    for (int k = 0; k < scores.length; k++) {
      scores[k] = Math.exp(scores[k] - max);
      sum += scores[k];
    }
    for (int k = 0; k < scores.length; k++) {
      scores[k] /= sum;
    }
    return max + Math.log(sum);
  }

  private static final class Objective implements DifferentiableMultivariateFunction {
    private final SparseRows rows;
    private final double[][] targets;
    private final double[] rowWeights;
    private final double penalty;
    private final int classes;
    private final double[][] gradients;

    /** Where the objective was evaluated last, and what came out. */
    private final double[] at;

    private final double[] slope;
    private double value;

    Objective(SparseRows rows, double[][] targets, double[] rowWeights, double penalty) {
      this.rows = rows;
      this.targets = targets;
      this.rowWeights = rowWeights;
      this.penalty = penalty;
      classes = targets[0].length;
      int size = (rows.columns() + 1) * classes;
      gradients = new double[PARTS][size];
      slope = new double[size];
      at = new double[size];
      Arrays.fill(at, Double.NaN);
    }

    @Override
    public double f(double[] x) {
      if (!Arrays.equals(x, at)) {
        value = evaluate(x);
        System.arraycopy(x, 0, at, 0, x.length);
      }
      return value;
    }

    /** The line search asks for the value first and then, at the same point, for the gradient. */
    @Override
    public double g(double[] x, double[] gradient) {
      double result = f(x);
      System.arraycopy(slope, 0, gradient, 0, gradient.length);
      return result;
    }

    private double evaluate(double[] x) {
      double[] losses = new double[PARTS];
      IntStream.range(0, PARTS).parallel().forEach(part -> losses[part] = part(x, part));
      double loss = 0;
      for (double partial : losses) {
        loss += partial;
      }
      int split = rows.columns() * classes;
      for (int i = 0; i < x.length; i++) {
        double sum = i < split ? penalty * x[i] : 0;
        loss += i < split ? 0.5 * penalty * x[i] * x[i] : 0;
        for (double[] partial : gradients) {
          sum += partial[i];
        }
        slope[i] = sum;
      }
      return loss;
    }

    private double part(double[] x, int part) {
      double[] gradient = gradients[part];
      Arrays.fill(gradient, 0);
      int split = rows.columns() * classes;
      double loss = 0;
      double[] score = new double[classes];
      int to = (int) ((long) rows.rows() * (part + 1) / PARTS);
      for (int row = (int) ((long) rows.rows() * part / PARTS); row < to; row++) {
        System.arraycopy(x, split, score, 0, classes);
        addScores(rows, row, x, classes, score);
        double rowWeight = rowWeights[row];
        for (int k = 0; k < classes; k++) {
          loss -= rowWeight * targets[row][k] * score[k];
        }
        loss += rowWeight * softmax(score);
        for (int k = 0; k < classes; k++) {
          score[k] = rowWeight * (score[k] - targets[row][k]);
          gradient[split + k] += score[k];
        }
        addGradient(row, score, gradient);
      }
      return loss;
    }

    private void addGradient(int row, double[] residual, double[] gradient) {
      for (int i = rows.starts()[row]; i < rows.starts()[row + 1]; i++) {
        int at = rows.indices()[i] * classes;
        float value = rows.values()[i];
        for (int k = 0; k < classes; k++) {
          gradient[at + k] += value * residual[k];
        }
      }
    }
  }
}

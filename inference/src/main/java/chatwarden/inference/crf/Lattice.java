package chatwarden.inference.crf;

import java.util.Arrays;

/**
 * Forward–backward over the labels outside, begin and inside (BIO) of one text.
 *
 * <p>The score of a label path is the sum of its tokens' scores and of its steps; {@code outside}
 * scores 0 at every token, and {@code inside} may only follow {@code begin} or {@code inside}. The
 * passes run on scaled probabilities, as in Rabiner, "A tutorial on hidden Markov models" (1989).
 * One thread at a time; grows with the longest text it has seen, and is quicker where the steps are
 * those of the run before.
 */
public final class Lattice {

  /** The exponentials of {@link #knownSteps}. */
  private final double[] step = {1, 1, 0, 1, 1, 1, 1, 1, 1};

  private double[] forward = new double[0];
  private double[] emission = new double[0];
  private double[] begin = new double[0];
  private double[] inside = new double[0];
  private double[] top = new double[0];
  private double[] scale = new double[0];
  private final double[] knownSteps = new double[9];
  private final double[] stepMass = new double[9];
  private double outside;
  private int count;

  /** Labels in the order of every array here. */
  public static final int OUTSIDE = 0;

  /** The first token of a span. */
  public static final int BEGIN = 1;

  /** A further token of a span. */
  public static final int INSIDE = 2;

  /**
   * Runs both passes.
   *
   * @param beginScores for each token the score of {@code begin}
   * @param insideScores for each token the score of {@code inside}
   * @param steps nine scores, that of going from label a to label b at {@code 3 * a + b}; the text
   *     begins as if after {@code outside}; the step from outside to inside is not read
   */
  public void run(int count, double[] beginScores, double[] insideScores, double[] steps) {
    this.count = count;
    reserve(count);
    exponentiate(steps);
    Arrays.fill(stepMass, 0);
    outside = 1;
    double f0 = 1;
    double f1 = 0;
    double f2 = 0;
    for (int t = 0; t < count; t++) {
      double most = Math.max(0, Math.max(beginScores[t], insideScores[t]));
      double e0 = exp(-most);
      double e1 = exp(beginScores[t] - most);
      double e2 = exp(insideScores[t] - most);
      double g0 = e0 * (f0 * step[0] + f1 * step[3] + f2 * step[6]);
      double g1 = e1 * (f0 * step[1] + f1 * step[4] + f2 * step[7]);
      double g2 = e2 * (f1 * step[5] + f2 * step[8]);
      double factor = 1 / (g0 + g1 + g2);
      f0 = g0 * factor;
      f1 = g1 * factor;
      f2 = g2 * factor;
      top[t] = most;
      scale[t] = factor;
      int at = 3 * t;
      forward[at] = f0;
      forward[at + 1] = f1;
      forward[at + 2] = f2;
      emission[at] = e0 * factor;
      emission[at + 1] = e1 * factor;
      emission[at + 2] = e2 * factor;
      outside *= step[0] * emission[at];
    }
    backward();
  }

  private void exponentiate(double[] steps) {
    if (!Arrays.equals(steps, knownSteps)) {
      System.arraycopy(steps, 0, knownSteps, 0, 9);
      for (int i = 0; i < 9; i++) {
        step[i] = Math.exp(steps[i]);
      }
      step[3 * OUTSIDE + INSIDE] = 0;
    }
  }

  /** One of three scores is the top, and most tops are that of outside: 0. */
  private static double exp(double score) {
    return score == 0 ? 1 : Math.exp(score);
  }

  private void backward() {
    double b0 = 1;
    double b1 = 1;
    double b2 = 1;
    for (int t = count - 1; t >= 0; t--) {
      int at = 3 * t;
      begin[t] = forward[at + 1] * b1;
      inside[t] = forward[at + 2] * b2;
      double m0 = emission[at] * b0;
      double m1 = emission[at + 1] * b1;
      double m2 = emission[at + 2] * b2;
      double p0 = t == 0 ? 1 : forward[at - 3];
      double p1 = t == 0 ? 0 : forward[at - 2];
      double p2 = t == 0 ? 0 : forward[at - 1];
      stepMass[0] += p0 * step[0] * m0;
      stepMass[1] += p0 * step[1] * m1;
      stepMass[3] += p1 * step[3] * m0;
      stepMass[4] += p1 * step[4] * m1;
      stepMass[5] += p1 * step[5] * m2;
      stepMass[6] += p2 * step[6] * m0;
      stepMass[7] += p2 * step[7] * m1;
      stepMass[8] += p2 * step[8] * m2;
      b0 = step[0] * m0 + step[1] * m1;
      b1 = step[3] * m0 + step[4] * m1 + step[5] * m2;
      b2 = step[6] * m0 + step[7] * m1 + step[8] * m2;
    }
  }

  private void reserve(int tokens) {
    if (begin.length < tokens) {
      int size = Math.max(64, tokens + tokens / 2);
      top = new double[size];
      scale = new double[size];
      forward = new double[3 * size];
      emission = new double[3 * size];
      begin = new double[size];
      inside = new double[size];
    }
  }

  /** The number of tokens of the last run. */
  public int count() {
    return count;
  }

  /** The probability that a span begins at {@code token}. */
  public double begin(int token) {
    return begin[token];
  }

  /** The probability that {@code token} continues a span. */
  public double inside(int token) {
    return inside[token];
  }

  /** The logarithm of the sum over all label paths. */
  public double logPartition() {
    double sum = 0;
    for (int t = 0; t < count; t++) {
      sum += top[t] - Math.log(scale[t]);
    }
    return sum;
  }

  /** How often the step {@code 3 * from + to} is expected on a path. */
  public double stepMass(int step) {
    return stepMass[step];
  }

  /** The probability that no token is in a span. */
  public double clean() {
    return outside;
  }
}

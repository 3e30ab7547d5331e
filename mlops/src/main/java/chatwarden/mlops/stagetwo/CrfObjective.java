package chatwarden.mlops.stagetwo;

import chatwarden.inference.crf.CrfFeatures;
import chatwarden.inference.crf.Lattice;
import java.util.Arrays;
import java.util.List;

/**
 * The negative log-likelihood of the labels plus half of {@code l2} times the squared weights
 * (Lafferty, McCallum and Pereira, "Conditional random fields", 2001).
 *
 * <p>The objective is a mean over texts, so a text counts as the square root of its number of
 * tokens, not as that number: the likelihood of a text of n tokens is taken 1/sqrt(n) times, all
 * scaled so that a token counts 1 on average.
 *
 * <p>The point holds, for feature f, the weight of begin at 2f and of inside at 2f + 1, and after
 * them the nine steps of {@link Lattice}.
 */
final class CrfObjective implements Lbfgs.Objective {

  /** That of a label at a token, of the order of those seen in training. */
  private static final double TYPICAL_VARIANCE = 0.05;

  private final int featureCount;
  private final double l2;
  private final int[][] ids;
  private final int[][] offsets;
  private final byte[][] labels;
  private final double[] importance;
  private final Lattice lattice = new Lattice();
  private final double[] steps = new double[9];
  private double[] begin = new double[0];
  private double[] inside = new double[0];

  CrfObjective(List<SpanLabelledText> texts, FeatureIndex index, double l2) {
    this.featureCount = index.size();
    this.l2 = l2;
    this.ids = new int[texts.size()][];
    this.offsets = new int[texts.size()][];
    this.labels = new byte[texts.size()][];
    int[] buffer = new int[0];
    for (int i = 0; i < ids.length; i++) {
      CrfFeatures features = texts.get(i).features();
      int n = features.count();
      buffer = new int[features.offset(n)];
      offsets[i] = new int[n + 1];
      int size = 0;
      for (int t = 0; t < n; t++) {
        for (int k = features.offset(t); k < features.offset(t + 1); k++) {
          int id = index.get(features.hash(k));
          if (id >= 0) {
            buffer[size++] = 2 * id;
          }
        }
        offsets[i][t + 1] = size;
      }
      ids[i] = Arrays.copyOf(buffer, size);
      labels[i] = texts.get(i).labels();
    }
    this.importance = importance(labels);
  }

  private static double[] importance(byte[][] labels) {
    double[] importance = new double[labels.length];
    double weighted = 0;
    long tokens = 0;
    for (int i = 0; i < labels.length; i++) {
      int n = labels[i].length;
      importance[i] = 1 / Math.sqrt(Math.max(1, n));
      weighted += importance[i] * n;
      tokens += n;
    }
    for (int i = 0; i < labels.length; i++) {
      importance[i] *= tokens / Math.max(weighted, 1);
    }
    return importance;
  }

  /** The number of variables. */
  int dimension() {
    return 2 * featureCount + 9;
  }

  /** How much the value bends along each variable, roughly: by how often its feature occurs. */
  double[] bend() {
    double[] bend = new double[dimension()];
    Arrays.fill(bend, l2);
    for (int[] text : ids) {
      for (int id : text) {
        bend[id] += TYPICAL_VARIANCE;
        bend[id + 1] += TYPICAL_VARIANCE;
      }
    }
    for (int s = 2 * featureCount; s < bend.length; s++) {
      bend[s] += TYPICAL_VARIANCE * labels.length;
    }
    return bend;
  }

  @Override
  public double evaluate(double[] point, double[] gradient) {
    double value = 0;
    for (int i = 0; i < point.length; i++) {
      gradient[i] = l2 * point[i];
      value += point[i] * point[i];
    }
    value *= l2 / 2;
    System.arraycopy(point, 2 * featureCount, steps, 0, 9);
    for (int i = 0; i < ids.length; i++) {
      value += text(i, point, gradient);
    }
    return value;
  }

  private double text(int text, double[] point, double[] gradient) {
    double weight = importance[text];
    int[] id = ids[text];
    int[] offset = offsets[text];
    byte[] label = labels[text];
    int n = label.length;
    if (begin.length < n) {
      begin = new double[n + 64];
      inside = new double[n + 64];
    }
    for (int t = 0; t < n; t++) {
      double b = 0;
      double s = 0;
      for (int k = offset[t]; k < offset[t + 1]; k++) {
        b += point[id[k]];
        s += point[id[k] + 1];
      }
      begin[t] = b;
      inside[t] = s;
    }
    lattice.run(n, begin, inside, steps);
    double score = 0;
    int from = Lattice.OUTSIDE;
    int base = 2 * featureCount;
    for (int t = 0; t < n; t++) {
      int to = label[t];
      score += to == Lattice.BEGIN ? begin[t] : to == Lattice.INSIDE ? inside[t] : 0;
      score += steps[3 * from + to];
      gradient[base + 3 * from + to] -= weight;
      double b = weight * (lattice.begin(t) - (to == Lattice.BEGIN ? 1 : 0));
      double s = weight * (lattice.inside(t) - (to == Lattice.INSIDE ? 1 : 0));
      for (int k = offset[t]; k < offset[t + 1]; k++) {
        gradient[id[k]] += b;
        gradient[id[k] + 1] += s;
      }
      from = to;
    }
    for (int s = 0; s < 9; s++) {
      gradient[base + s] += weight * lattice.stepMass(s);
    }
    return weight * (lattice.logPartition() - score);
  }
}

package chatwarden.mlops.subword;

import chatwarden.inference.classifier.DecisionRule;
import chatwarden.inference.linear.FeatureHashes;
import chatwarden.inference.linear.FeatureView;
import chatwarden.inference.subword.SubwordScorer;
import chatwarden.inference.subword.SubwordWeights;
import chatwarden.mlops.linear.SoftmaxRegression;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Fits embeddings and the logistic regression over their average at once, by stochastic gradient
 * descent with steps by AdaGrad for every bucket (Joulin et al., 2017; Duchi et al., 2011). Runs on
 * one thread, so that the same texts and seed give the same numbers, bit for bit.
 */
public final class EmbeddingFit {
  private static final float SMOOTH = 1e-6f;

  private final SubwordSettings settings;
  private final int mask;
  private final int classes;
  private final float[] embeddings;
  private final float[] embeddingSquares;
  private final float[] output;
  private final float[] outputSquares;
  private final double[] biases;
  private final float[] average;
  private final float[] pull;
  private final SplittableRandom random;

  private EmbeddingFit(SubwordSettings settings, int classes, long seed) {
    this.settings = settings;
    this.classes = classes;
    mask = settings.buckets() - 1;
    random = new SplittableRandom(seed);
    embeddings = new float[settings.buckets() * settings.dimensions()];
    embeddingSquares = new float[settings.buckets()];
    output = new float[classes * settings.dimensions()];
    outputSquares = new float[classes];
    biases = new double[classes];
    average = new float[settings.dimensions()];
    pull = new float[settings.dimensions()];
    for (int i = 0; i < embeddings.length; i++) {
      embeddings[i] = (float) ((random.nextDouble() - 0.5) / settings.dimensions());
    }
    for (int i = 0; i < output.length; i++) {
      output[i] = (float) (random.nextDouble() - 0.5);
    }
  }

  /** A fit that has not begun; good for one. */
  public static EmbeddingFit of(SubwordSettings settings, int classes, long seed) {
    return new EmbeddingFit(settings, classes, seed);
  }

  /**
   * Fits.
   *
   * @param features of every row
   * @param truth the class of every row
   * @param rowWeights how much each row counts
   * @param rule goes into the model as it is
   */
  public SubwordWeights fit(
      List<FeatureHashes> features, int[] truth, double[] rowWeights, DecisionRule rule) {
    List<Integer> order =
        IntStream.range(0, truth.length).boxed().collect(Collectors.toCollection(ArrayList::new));
    for (int epoch = 0; epoch < settings.epochs(); epoch++) {
      Collections.shuffle(order, random);
      float rate = settings.rate() * (1 - (float) epoch / settings.epochs());
      for (int row : order) {
        step(features.get(row), truth[row], rate * (float) rowWeights[row]);
      }
    }
    return SubwordWeights.of(settings.dimensions(), embeddings, output, biases, rule);
  }

  private void step(FeatureHashes text, int truth, float rate) {
    average(text);
    double[] residual = residual(truth);
    Arrays.fill(pull, 0);
    for (int k = 0; k < classes; k++) {
      float error = (float) residual[k];
      outputSquares[k] += error * error;
      float own = rate * error / (float) Math.sqrt(outputSquares[k] + SMOOTH);
      for (int d = 0; d < average.length; d++) {
        int at = k * average.length + d;
        pull[d] += error * output[at];
        output[at] -= own * average[d];
      }
      biases[k] -= own;
    }
    move(text, rate);
  }

  private void average(FeatureHashes text) {
    Arrays.fill(average, 0);
    for (FeatureView view : SubwordScorer.views()) {
      float share = share(text, view);
      for (int i = 0; i < text.size(view); i++) {
        int at = SubwordScorer.bucket(text.hash(view, i), mask) * average.length;
        for (int d = 0; d < average.length; d++) {
          average[d] += share * embeddings[at + d];
        }
      }
    }
  }

  private double[] residual(int truth) {
    double[] scores = biases.clone();
    for (int k = 0; k < classes; k++) {
      for (int d = 0; d < average.length; d++) {
        scores[k] += output[k * average.length + d] * average[d];
      }
    }
    SoftmaxRegression.softmax(scores);
    scores[truth] -= 1;
    return scores;
  }

  /** Moves the embeddings of the text's features against the gradient. */
  private void move(FeatureHashes text, float rate) {
    float length = 0;
    for (float p : pull) {
      length += p * p;
    }
    length /= pull.length;
    for (FeatureView view : SubwordScorer.views()) {
      float share = share(text, view);
      for (int i = 0; i < text.size(view); i++) {
        int bucket = SubwordScorer.bucket(text.hash(view, i), mask);
        embeddingSquares[bucket] += share * share * length;
        float own = rate * share / (float) Math.sqrt(embeddingSquares[bucket] + SMOOTH);
        float kept = 1 - rate * settings.decay();
        int at = bucket * average.length;
        for (int d = 0; d < average.length; d++) {
          embeddings[at + d] = embeddings[at + d] * kept - own * pull[d];
        }
      }
    }
  }

  private static float share(FeatureHashes text, FeatureView view) {
    return 1f / (Math.max(1, text.size(view)) * SubwordScorer.views().size());
  }
}

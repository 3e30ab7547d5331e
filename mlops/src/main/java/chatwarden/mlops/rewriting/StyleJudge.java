package chatwarden.mlops.rewriting;

import chatwarden.inference.linear.FeatureHasher;
import chatwarden.inference.linear.FeatureHashes;
import chatwarden.inference.linear.FeatureView;
import chatwarden.inference.linear.WordScores;
import chatwarden.mlops.linear.SoftmaxRegression;
import chatwarden.mlops.linear.Vocabulary;
import chatwarden.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Says whether texts are offensive: logistic regression over TF-IDF of runs of words and of
 * characters, fitted on texts of the train splits alone. It is of another family than the encoder
 * that rewriters rank with.
 */
final class StyleJudge {
  private static final int[] LEAST_TEXTS = leastTexts();
  private static final float[] VIEW_WEIGHTS = viewWeights();
  private static final double PENALTY = 0.25;
  private static final double TOLERANCE = 1e-5;
  private static final int ITERATIONS = 100;

  private final Vocabulary vocabulary;
  private final SoftmaxRegression.Fit fit;

  private StyleJudge(Vocabulary vocabulary, SoftmaxRegression.Fit fit) {
    this.vocabulary = vocabulary;
    this.fit = fit;
  }

  private static int[] leastTexts() {
    int[] least = new int[FeatureView.values().length];
    Arrays.fill(least, 3);
    return least;
  }

  private static float[] viewWeights() {
    float[] weights = new float[FeatureView.values().length];
    Arrays.fill(weights, 1);
    return weights;
  }

  /** A text for fitting. */
  record Example(String text, boolean offensive) {}

  /** Fits a judge; both classes count alike. */
  static StyleJudge fit(List<Example> examples) {
    List<FeatureHashes> features = features(examples.stream().map(Example::text).toList());
    Vocabulary vocabulary = Vocabulary.gather(features, LEAST_TEXTS);
    double offensive = examples.stream().filter(Example::offensive).count();
    double clean = examples.size() - offensive;
    double[][] targets = new double[examples.size()][];
    double[] weights = new double[examples.size()];
    for (int i = 0; i < weights.length; i++) {
      boolean is = examples.get(i).offensive();
      targets[i] = is ? new double[] {0, 1} : new double[] {1, 0};
      weights[i] = examples.size() / (2 * (is ? offensive : clean));
    }
    return new StyleJudge(
        vocabulary,
        SoftmaxRegression.fit(
            vocabulary.vectorize(features, VIEW_WEIGHTS),
            targets,
            weights,
            PENALTY,
            TOLERANCE,
            ITERATIONS));
  }

  /** Returns whether each text is clean: less probably offensive than not. */
  boolean[] clean(List<String> texts) {
    double[][] scores = fit.scores(vocabulary.vectorize(features(texts), VIEW_WEIGHTS));
    boolean[] clean = new boolean[scores.length];
    for (int i = 0; i < clean.length; i++) {
      clean[i] = scores[i][0] > scores[i][1];
    }
    return clean;
  }

  private static List<FeatureHashes> features(List<String> texts) {
    FeatureHasher hasher = new FeatureHasher(WordScores.NONE);
    FeatureHashes hashes = new FeatureHashes();
    List<FeatureHashes> features = new ArrayList<>(texts.size());
    for (String text : texts) {
      hasher.hash(Normalizer.standard().normalize(text).text(), hashes);
      features.add(hashes.compact());
    }
    return features;
  }
}

package chatwarden.mlops.stageone;

import chatwarden.inference.linear.FeatureHasher;
import chatwarden.inference.linear.FeatureHashes;
import chatwarden.inference.linear.WordScores;
import chatwarden.mlops.linear.SoftmaxRegression;
import chatwarden.mlops.linear.SparseRows;
import chatwarden.mlops.linear.Vocabulary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * How likely a word is to be marked as offensive, from the word and its characters: logistic
 * regression over the features of the word alone. So a rare spelling is known by those it is like.
 */
final class WordMarks {
  private static final float[] VIEW_WEIGHTS = {0.6f, 2, 0.8f, 2, 0};
  private static final int[] MIN_WORDS = {1, 2, 1, 2, Integer.MAX_VALUE};
  private static final double PENALTY = 2;
  private static final double TOLERANCE = 1e-3;
  private static final int MAX_ITERATIONS = 40;

  /** As fine as {@link chatwarden.inference.linear.Lexicon} keeps scores. */
  private static final int STEPS = 255;

  private WordMarks() {}

  /** How often a word occurs, and how often it is marked. */
  record Marks(int marked, int total) {
    static final Marks NONE = new Marks(0, 0);

    Marks plus(Marks other) {
      return new Marks(marked + other.marked, total + other.total);
    }

    Marks minus(Marks other) {
      return new Marks(marked - other.marked, total - other.total);
    }
  }

  /**
   * Returns the probability of each word of {@code asked}, by {@link FeatureHasher#word}.
   *
   * @param seen words that occur in texts in which offensive words are marked
   */
  static Map<Long, Float> fit(SortedMap<String, Marks> seen, SortedSet<String> asked) {
    if (seen.isEmpty()) {
      return Map.of();
    }
    List<FeatureHashes> features = features(seen.keySet());
    Vocabulary vocabulary = Vocabulary.gather(features, MIN_WORDS);
    double[][] targets = new double[seen.size()][];
    double[] weights = new double[seen.size()];
    int row = 0;
    for (Marks marks : seen.values()) {
      double share = (double) marks.marked() / marks.total();
      targets[row] = new double[] {1 - share, share};
      weights[row++] = marks.total();
    }
    SoftmaxRegression.Fit fit =
        SoftmaxRegression.fit(
            vocabulary.vectorize(features, VIEW_WEIGHTS),
            targets,
            weights,
            PENALTY,
            TOLERANCE,
            MAX_ITERATIONS);
    return probabilities(fit, vocabulary.vectorize(features(asked), VIEW_WEIGHTS), asked);
  }

  private static Map<Long, Float> probabilities(
      SoftmaxRegression.Fit fit, SparseRows rows, SortedSet<String> asked) {
    double[][] scores = fit.scores(rows);
    Map<Long, Float> probabilities = new HashMap<>();
    int row = 0;
    for (String word : asked) {
      double[] score = scores[row++];
      SoftmaxRegression.softmax(score);
      probabilities.put(FeatureHasher.word(word), Math.round(score[1] * STEPS) / (float) STEPS);
    }
    return probabilities;
  }

  private static List<FeatureHashes> features(Iterable<String> words) {
    FeatureHasher hasher = new FeatureHasher(WordScores.NONE);
    FeatureHashes features = new FeatureHashes();
    List<FeatureHashes> all = new ArrayList<>();
    for (String word : words) {
      hasher.hash(word, features);
      all.add(features.compact());
    }
    return all;
  }
}

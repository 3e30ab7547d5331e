package chatwarden.mlops.stageone;

import static java.util.Objects.requireNonNull;

import chatwarden.inference.linear.FeatureView;
import chatwarden.mlops.data.DataSet;
import chatwarden.mlops.patterns.PatternSettings;
import chatwarden.mlops.search.SearchSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a training run can be told.
 *
 * @param penalty the weight of the squared length of the weights, positive
 * @param minDocuments in how many texts a feature must stand, for each view
 * @param viewWeights how loud each view speaks
 * @param copyWeight how much an obfuscated copy of every text counts beside the text; 0 for none
 * @param cleanSentenceWeight how much a sentence without a mark, of the marked texts, counts beside
 *     a labelled text; 0 for none
 * @param markedSentenceWeight the same of one with a mark
 * @param patterns how patterns of words are learned
 * @param folds how many parts cross-fitting uses, at least 2
 * @param tolerance the relative gradient at which fitting stops
 * @param maxIterations the most iterations of a fit
 * @param seed where all randomness starts
 */
public record StageOneSettings(
    double penalty,
    List<Integer> minDocuments,
    List<Float> viewWeights,
    double copyWeight,
    double cleanSentenceWeight,
    double markedSentenceWeight,
    PatternSettings patterns,
    int folds,
    double tolerance,
    int maxIterations,
    long seed) {
  /** The seed of the shipped models. */
  public static final long SEED = 20260101;

  private static final String PENALTY = "linear.penalty";
  private static final String WORDS = "views.words.weight";
  private static final String CHARACTERS = "views.characters.weight";
  private static final String LEXICON = "views.lexicon.weight";
  private static final String COPIES = "copies.weight";

  public StageOneSettings {
    minDocuments = List.copyOf(minDocuments);
    viewWeights = List.copyOf(viewWeights);
    if (!(penalty > 0)) {
      throw new IllegalArgumentException("penalty: " + penalty + " (expected: > 0)");
    }
    if (!(copyWeight >= 0)) {
      throw new IllegalArgumentException("copyWeight: " + copyWeight + " (expected: >= 0)");
    }
    if (!(cleanSentenceWeight >= 0 && markedSentenceWeight >= 0)) {
      throw new IllegalArgumentException(
          "sentence weights: "
              + cleanSentenceWeight
              + ", "
              + markedSentenceWeight
              + " (expected: >= 0)");
    }
    requireNonNull(patterns, "patterns");
    if (folds < 2) {
      throw new IllegalArgumentException("folds: " + folds + " (expected: >= 2)");
    }
    if (viewWeights.size() != FeatureView.values().length) {
      throw new IllegalArgumentException("viewWeights: " + viewWeights + " (expected: one a view)");
    }
  }

  /** Returns the settings that a data set's models are trained with. */
  public static StageOneSettings standard(DataSet set) {
    return standard(
        set.setting("copies"),
        set.setting("clean-sentences"),
        set.setting("marked-sentences"),
        PatternSettings.standard(
            (int) set.setting("pattern-networks"),
            (float) set.setting("pattern-spelling"),
            set.setting("pattern-weight")));
  }

  private static StageOneSettings standard(
      double copies, double clean, double marked, PatternSettings patterns) {
    return new StageOneSettings(
        1.0,
        List.of(2, 3, 2, 3, 3),
        List.of(1f, 1f, 1f, 1f, 0.3f),
        copies,
        clean,
        marked,
        patterns,
        4,
        1e-3,
        80,
        SEED);
  }

  /** Returns these settings with another seed. */
  public StageOneSettings withSeed(long other) {
    return new StageOneSettings(
        penalty,
        minDocuments,
        viewWeights,
        copyWeight,
        cleanSentenceWeight,
        markedSentenceWeight,
        patterns,
        folds,
        tolerance,
        maxIterations,
        other);
  }

  /** Whether sentences of marked texts are trained on. */
  boolean weighsSentences() {
    return cleanSentenceWeight > 0 || markedSentenceWeight > 0;
  }

  /** What a search may vary, around the standard settings. */
  static SearchSpace searchSpace() {
    return new SearchSpace(
        List.of(
            new SearchSpace.LogRange(PENALTY, 0.4, 3),
            new SearchSpace.LogRange(WORDS, 0.7, 1.6),
            new SearchSpace.LogRange(CHARACTERS, 0.5, 1.4),
            new SearchSpace.LogRange(LEXICON, 0.1, 0.5),
            new SearchSpace.Choice(COPIES, List.of(0.0, 0.1, 0.3))));
  }

  /** Returns what a search varies, as it is in these settings. */
  SortedMap<String, Double> parameters() {
    SortedMap<String, Double> parameters = new TreeMap<>();
    parameters.put(PENALTY, penalty);
    parameters.put(WORDS, rounded(viewWeights.get(FeatureView.WORDS.ordinal())));
    parameters.put(CHARACTERS, rounded(viewWeights.get(FeatureView.CHARACTERS.ordinal())));
    parameters.put(LEXICON, rounded(viewWeights.get(FeatureView.LEXICON.ordinal())));
    parameters.put(COPIES, copyWeight);
    return parameters;
  }

  /** Returns these settings with what a search chose. */
  StageOneSettings with(SortedMap<String, Double> parameters) {
    List<Float> weights = new ArrayList<>(viewWeights);
    weights.set(FeatureView.WORDS.ordinal(), value(parameters, WORDS).floatValue());
    weights.set(FeatureView.PLAIN_WORDS.ordinal(), value(parameters, WORDS).floatValue());
    weights.set(FeatureView.CHARACTERS.ordinal(), value(parameters, CHARACTERS).floatValue());
    weights.set(FeatureView.PLAIN_CHARACTERS.ordinal(), value(parameters, CHARACTERS).floatValue());
    weights.set(FeatureView.LEXICON.ordinal(), value(parameters, LEXICON).floatValue());
    return new StageOneSettings(
        value(parameters, PENALTY),
        minDocuments,
        weights,
        value(parameters, COPIES),
        cleanSentenceWeight,
        markedSentenceWeight,
        patterns,
        folds,
        tolerance,
        maxIterations,
        seed);
  }

  private static Double value(SortedMap<String, Double> parameters, String name) {
    Double value = parameters.get(name);
    if (value == null) {
      throw new IllegalArgumentException("parameters: without " + name + " (expected: all)");
    }
    return value;
  }

  /** Returns the shortest decimal that gives this float. */
  private static double rounded(float value) {
    return Double.parseDouble(Float.toString(value));
  }
}

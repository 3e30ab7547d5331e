package chatwarden.inference.linear;

import java.util.OptionalDouble;

/** Scores texts with {@link LinearWeights}. Not safe for threads; cheap to make. */
public final class LinearScorer implements AdditiveScorer {
  private static final int LEXICON = FeatureView.LEXICON.ordinal();
  private static final int CHARACTERS = FeatureView.CHARACTERS.ordinal();

  private final FeatureTable table;
  private final float[] viewWeights;
  private final double[] biases;
  private final double[] steps;
  private final FeatureHasher hasher;
  private final PatternScorer patterns;
  private final FeatureHashes features = new FeatureHashes();
  private long[] homes = {};

  /** Of the text scored last, the n-grams of characters, and how many of them the table has. */
  private int ngrams;

  private int knownNgrams;

  /** A scorer that uses {@code weights} for as long as their memory is open. */
  public LinearScorer(LinearWeights weights) {
    table = weights.table();
    hasher = new FeatureHasher(weights.lexicon());
    patterns = new PatternScorer(weights.patterns());
    viewWeights = new float[FeatureView.COUNT];
    for (int view = 0; view < viewWeights.length; view++) {
      viewWeights[view] = weights.viewWeights().get(view);
    }
    biases = weights.biases().stream().mapToDouble(Double::doubleValue).toArray();
    steps = new double[] {table.weightStep(0), table.weightStep(1)};
  }

  /** Returns the score of every class for a normalised text. */
  public double[] score(String normalized) {
    hasher.hash(normalized, features);
    return score(features);
  }

  @Override
  public double[] score(FeatureHashes features) {
    double[] scores = biases.clone();
    for (int view = 0; view < FeatureView.COUNT; view++) {
      addView(features, view, scores);
    }
    patterns.addTo(scores, features.words());
    return scores;
  }

  /**
   * Returns the share of the different character n-grams of the text scored last that the model
   * does not know, in [0, 1]; empty where the text has none.
   */
  OptionalDouble unknownNgrams() {
    return ngrams == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of((double) (ngrams - knownNgrams) / ngrams);
  }

  @Override
  public double bias(int k) {
    return biases[k];
  }

  @Override
  public double[] effects(FeatureHashes features, FeatureView view, int k) {
    double[] effects = new double[features.size(view)];
    double squares = 0;
    for (int i = 0; i < effects.length; i++) {
      long slot = table.find(features.hash(view, i));
      double value = (double) features.frequency(view, i) * FeatureTable.frequency(slot);
      squares += value * value;
      effects[i] = features.frequency(view, i) * weight(slot, k);
    }
    if (squares > 0) {
      double length = view.scaled() ? table.frequencyStep() * Math.sqrt(squares) : 1;
      double scale = viewWeights[view.ordinal()] / length;
      for (int i = 0; i < effects.length; i++) {
        effects[i] *= scale;
      }
    }
    if (view == FeatureView.WORDS) {
      addPatterns(features, k, effects);
    }
    return effects;
  }

  /** What the patterns add goes to the words that match them. */
  private void addPatterns(FeatureHashes features, int k, double[] effects) {
    double[] ofWords = patterns.effects(features.words(), k);
    for (int word = 0; word < ofWords.length; word++) {
      effects[features.index(FeatureView.WORDS, features.words().key(word, 0))] += ofWords[word];
    }
  }

  private double weight(long slot, int k) {
    return switch (k) {
      case 1 -> steps[0] * FeatureTable.second(slot);
      case 2 -> steps[1] * FeatureTable.third(slot);
      default -> 0; // The first class, which the others are measured against.
    };
  }

  private void addView(FeatureHashes features, int view, double[] scores) {
    long[] hashes = features.hashes(view);
    int size = features.size(view);
    long[] homes = homes(hashes, size);
    double squares = 0;
    double second = 0;
    double third = 0;
    int known = 0;
    for (int i = 0; i < size; i++) {
      long slot = table.find(hashes[i], homes[i]);
      if (slot != 0) {
        known++;
        double occurrences = features.frequency(view, i);
        double value = occurrences * FeatureTable.frequency(slot);
        squares += value * value;
        second += occurrences * FeatureTable.second(slot);
        third += occurrences * FeatureTable.third(slot);
      }
    }
    if (view == CHARACTERS) {
      ngrams = size;
      knownNgrams = known;
    }
    if (squares > 0) {
      double length = view == LEXICON ? 1 : table.frequencyStep() * Math.sqrt(squares);
      double scale = viewWeights[view] / length;
      scores[1] += scale * steps[0] * second;
      scores[2] += scale * steps[1] * third;
    }
  }

  /**
   * Returns the slots that the first {@code size} hashes lead to, all read before any is looked at.
   */
  private long[] homes(long[] hashes, int size) {
    if (homes.length < size) {
      homes = new long[hashes.length];
    }
    for (int i = 0; i < size; i++) {
      homes[i] = table.home(hashes[i]);
    }
    return homes;
  }
}

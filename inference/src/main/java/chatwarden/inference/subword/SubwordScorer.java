package chatwarden.inference.subword;

import chatwarden.inference.linear.AdditiveScorer;
import chatwarden.inference.linear.FeatureHasher;
import chatwarden.inference.linear.FeatureHashes;
import chatwarden.inference.linear.FeatureView;
import chatwarden.inference.linear.WordScores;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;

/** Scores texts with {@link SubwordWeights}. Not safe for threads; cheap to make. */
public final class SubwordScorer implements AdditiveScorer {
  private static final List<FeatureView> VIEWS =
      Arrays.stream(FeatureView.values()).filter(FeatureView::scaled).toList();

  private final SubwordWeights weights;
  private final int mask;
  private final FeatureHasher hasher = new FeatureHasher(WordScores.NONE);
  private final FeatureHashes features = new FeatureHashes();
  private final float[] average;

  /** A scorer that uses {@code weights} for as long as their memory is open. */
  public SubwordScorer(SubwordWeights weights) {
    this.weights = weights;
    mask = weights.mask();
    average = new float[weights.dimensions()];
  }

  /** Returns the views whose features are averaged. */
  public static List<FeatureView> views() {
    return VIEWS;
  }

  /** Returns the bucket of a feature among {@code mask + 1}. */
  public static int bucket(long hash, int mask) {
    return (int) hash & mask;
  }

  /** Returns the score of every class for a normalised text. */
  public double[] score(String normalized) {
    hasher.hash(normalized, features);
    return score(features);
  }

  @Override
  public double[] score(FeatureHashes text) {
    Arrays.fill(average, 0);
    for (FeatureView view : VIEWS) {
      addView(text, view);
    }
    int dimensions = weights.dimensions();
    double[] scores = weights.biases().clone();
    float[] output = weights.output();
    for (int k = 0; k < scores.length; k++) {
      double score = 0;
      for (int d = 0; d < dimensions; d++) {
        score += (double) output[k * dimensions + d] * average[d];
      }
      scores[k] += score * weights.step();
    }
    return scores;
  }

  @Override
  public double bias(int k) {
    return weights.biases()[k];
  }

  @Override
  public double[] effects(FeatureHashes features, FeatureView view, int k) {
    double[] effects = new double[VIEWS.contains(view) ? features.size(view) : 0];
    int dimensions = weights.dimensions();
    float[] output = weights.output();
    for (int i = 0; i < effects.length; i++) {
      long at = (long) bucket(features.hash(view, i), mask) * dimensions;
      for (int d = 0; d < dimensions; d++) {
        effects[i] +=
            (double) output[k * dimensions + d]
                * weights.embeddings().getAtIndex(SubwordWeights.NUMBER, at + d);
      }
      effects[i] *= share(effects.length) * (double) weights.step();
    }
    return effects;
  }

  /** How much each of a view's {@code size} features counts in the average of all. */
  private static float share(int size) {
    return 1f / (Math.max(1, size) * VIEWS.size());
  }

  private void addView(FeatureHashes text, FeatureView view) {
    int size = text.size(view);
    int dimensions = weights.dimensions();
    MemorySegment embeddings = weights.embeddings();
    float share = share(size);
    for (int i = 0; i < size; i++) {
      long at = (long) bucket(text.hash(view, i), mask) * dimensions;
      for (int d = 0; d < dimensions; d++) {
        average[d] += share * embeddings.getAtIndex(SubwordWeights.NUMBER, at + d);
      }
    }
  }
}

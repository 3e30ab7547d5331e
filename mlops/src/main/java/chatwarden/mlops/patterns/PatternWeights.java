package chatwarden.mlops.patterns;

import chatwarden.inference.linear.Patterns;
import java.util.BitSet;
import java.util.SplittableRandom;

/** The weights of a {@link PatternNetwork}, drawn at random first, with the optimiser of each. */
final class PatternWeights {

  /** One embedding after the other. */
  final float[] embeddings;

  /** What each place of each pattern looks for: {@code [slot][dimension]}. */
  final float[] filters;

  /** The same, {@code [dimension][slot]}, for matching all at once. */
  final float[] transposed;

  /** One of each pattern. */
  final float[] biases;

  /** Of each class, one of each pattern. */
  final float[] output;

  /** One of each class. */
  final float[] outputBiases;

  final Adam ofFilters;
  final Adam ofBiases;
  final Adam ofOutput;
  final Adam ofOutputBiases;
  private final Adam ofEmbeddings;
  private final BitSet touched = new BitSet();
  private final int dimensions;
  private final int slots;

  PatternWeights(PatternSettings settings, int vectors, int classes, SplittableRandom random) {
    dimensions = settings.dimensions();
    slots = Patterns.slots(settings.count());
    int patterns = settings.count() * Patterns.LENGTHS;
    embeddings = normal(vectors * dimensions, 0.1, random);
    filters = normal(slots * dimensions, 0.5 / Math.sqrt(dimensions), random);
    transposed = new float[filters.length];
    biases = new float[patterns];
    output = normal(classes * patterns, 0.05, random);
    outputBiases = new float[classes];
    ofEmbeddings = new Adam(embeddings);
    ofFilters = new Adam(filters);
    ofBiases = new Adam(biases);
    ofOutput = new Adam(output);
    ofOutputBiases = new Adam(outputBiases);
    transpose();
  }

  private static float[] normal(int size, double deviation, SplittableRandom random) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) (random.nextGaussian() * deviation);
    }
    return values;
  }

  /** Returns the gradient of all embeddings, for adding to that of one, which the step changes. */
  float[] gradientOfEmbedding(int number) {
    touched.set(number);
    return ofEmbeddings.gradient();
  }

  /** Takes the step of a batch. */
  void step(float rate) {
    for (int own = touched.nextSetBit(0); own >= 0; own = touched.nextSetBit(own + 1)) {
      ofEmbeddings.step(own * dimensions, (own + 1) * dimensions, rate);
    }
    touched.clear();
    ofFilters.step(rate);
    ofBiases.step(rate);
    ofOutput.step(rate);
    ofOutputBiases.step(rate);
    transpose();
  }

  private void transpose() {
    for (int slot = 0; slot < slots; slot++) {
      for (int d = 0; d < dimensions; d++) {
        transposed[d * slots + slot] = filters[slot * dimensions + d];
      }
    }
  }
}

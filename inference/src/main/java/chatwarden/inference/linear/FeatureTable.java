package chatwarden.inference.linear;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * A hash table from features to their numbers, one 64-bit slot a feature, so that a lookup touches
 * one cache line. Open addressing with linear probing; the place comes from the low bits of the
 * feature's hash.
 *
 * <p>A slot holds, from the highest bits down, 16 bits each: the upper 16 bits of the hash, to tell
 * features apart; the inverse document frequency, unsigned and never 0 in a used slot; the products
 * of that frequency and the weights of the second and of the third class, signed. Weights are
 * relative to the first class. A feature that is not in the table passes for one that is in about
 * one of 65,536 lookups.
 *
 * <p>Immutable; safe for any thread while its memory is open.
 */
public final class FeatureTable {
  /** How many classes the layout has room for; the first is implied. */
  static final int CLASSES = 3;

  static final ValueLayout.OfLong SLOT =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private static final int CHECK_SHIFT = 48;
  private static final int MAX_FREQUENCY = 0xFFFF;

  private final MemorySegment slots;
  private final int mask;
  private final float frequencyStep;
  private final float[] weightSteps;

  /**
   * A table over slots that are filled already.
   *
   * @param slots a power of two of slots, at least one of them empty
   * @param frequencyStep the value of one unit of a stored inverse document frequency
   * @param weightSteps the value of one unit of a stored product, for the second and third class
   */
  FeatureTable(MemorySegment slots, float frequencyStep, float[] weightSteps) {
    long capacity = slots.byteSize() / Long.BYTES;
    if (capacity < 2 || Long.bitCount(capacity) != 1 || capacity > 1 << 28) {
      throw new IllegalArgumentException(
          "capacity: " + capacity + " (expected: a power of two, 2 to 2^28)");
    }
    if (weightSteps.length != CLASSES - 1) {
      throw new IllegalArgumentException(
          "weightSteps: " + weightSteps.length + " (expected: " + (CLASSES - 1) + ")");
    }
    this.slots = slots;
    this.mask = (int) capacity - 1;
    this.frequencyStep = frequencyStep;
    this.weightSteps = weightSteps.clone();
  }

  /**
   * Builds a table in the heap.
   *
   * @param hashes the features, each once
   * @param inverseFrequencies the inverse document frequency of each, positive
   * @param weights the weights of all classes for each feature, {@code weights[i * 3 + k]}
   */
  public static FeatureTable build(long[] hashes, float[] inverseFrequencies, double[] weights) {
    int capacity = Integer.highestOneBit(Math.max(4, hashes.length + hashes.length / 2)) * 2;
    float maxFrequency = Float.MIN_NORMAL;
    float[] maxWeights = {Float.MIN_NORMAL, Float.MIN_NORMAL};
    for (int i = 0; i < hashes.length; i++) {
      maxFrequency = Math.max(maxFrequency, inverseFrequencies[i]);
      for (int k = 1; k < CLASSES; k++) {
        float product = Math.abs(product(inverseFrequencies, weights, i, k));
        maxWeights[k - 1] = Math.max(maxWeights[k - 1], product);
      }
    }
    float frequencyStep = maxFrequency / MAX_FREQUENCY;
    float[] steps = {maxWeights[0] / Short.MAX_VALUE, maxWeights[1] / Short.MAX_VALUE};
    MemorySegment slots = MemorySegment.ofArray(new byte[capacity * Long.BYTES]);
    FeatureTable table = new FeatureTable(slots, frequencyStep, steps);
    for (int i = 0; i < hashes.length; i++) {
      long frequency = Math.max(1, Math.round(inverseFrequencies[i] / frequencyStep));
      long second = Math.round(product(inverseFrequencies, weights, i, 1) / steps[0]) & 0xFFFFL;
      long third = Math.round(product(inverseFrequencies, weights, i, 2) / steps[1]) & 0xFFFFL;
      table.put(hashes[i], frequency << 32 | second << 16 | third);
    }
    return table;
  }

  private static float product(float[] frequencies, double[] weights, int i, int k) {
    return (float) (frequencies[i] * (weights[i * CLASSES + k] - weights[i * CLASSES]));
  }

  /**
   * The numbers of a feature.
   *
   * @param inverseFrequency its inverse document frequency, positive; 1 where its view has none
   * @param second its weight for the second class, relative to the first
   * @param third its weight for the third class, relative to the first
   */
  public record Feature(float inverseFrequency, float second, float third) {}

  /** Returns the numbers of the feature with this hash; empty when it is unknown. */
  public Optional<Feature> feature(long hash) {
    long slot = find(hash);
    if (slot == 0) {
      return Optional.empty();
    }
    float inverseFrequency = frequencyStep * frequency(slot);
    return Optional.of(
        new Feature(
            inverseFrequency,
            weightSteps[0] * second(slot) / inverseFrequency,
            weightSteps[1] * third(slot) / inverseFrequency));
  }

  /** Keeps the first of two features that the table cannot tell apart. */
  private void put(long hash, long value) {
    long check = hash >>> CHECK_SHIFT;
    int slot = (int) hash & mask;
    for (long used = slot(slot); used != 0; used = slot(slot)) {
      if (used >>> CHECK_SHIFT == check) {
        return;
      }
      slot = (slot + 1) & mask;
    }
    slots.setAtIndex(SLOT, slot, check << CHECK_SHIFT | value);
  }

  /** Returns the slot of a feature, or 0 if it is not known. */
  long find(long hash) {
    return find(hash, home(hash));
  }

  /**
   * Returns the content of the place that a feature's hash names: its slot, that of another, or 0.
   * Read for many features before {@link #find(long, long)} is asked about the first, they come
   * from memory side by side, as nothing is decided in between.
   */
  long home(long hash) {
    return slot((int) hash & mask);
  }

  /** As {@link #find(long)}, with what {@link #home} gave. */
  long find(long hash, long home) {
    long check = hash >>> CHECK_SHIFT;
    int slot = (int) hash & mask;
    for (long used = home; used != 0; used = slot(slot)) {
      if (used >>> CHECK_SHIFT == check) {
        return used;
      }
      slot = (slot + 1) & mask;
    }
    return 0;
  }

  static int frequency(long slot) {
    return (int) (slot >>> 32) & MAX_FREQUENCY;
  }

  static int second(long slot) {
    return (short) (slot >>> 16);
  }

  static int third(long slot) {
    return (short) slot;
  }

  MemorySegment slots() {
    return slots;
  }

  float frequencyStep() {
    return frequencyStep;
  }

  /** Returns the step of the second class (0) or of the third (1). */
  float weightStep(int index) {
    return weightSteps[index];
  }

  private long slot(int index) {
    return slots.getAtIndex(SLOT, index);
  }
}

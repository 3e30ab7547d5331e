package chatwarden.inference.crf;

import chatwarden.inference.weights.Tensor;
import chatwarden.inference.weights.TensorType;
import chatwarden.inference.weights.WeightFile;
import chatwarden.inference.weights.Weights;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * The weights of a CRF: two of every feature, for begin and for inside, against outside at 0.
 *
 * <p>They are kept in a hash table with open addressing and linear probing, one 64-bit slot each:
 * the upper half of the feature's hash (1 if that is 0), then the two weights as 16-bit numbers in
 * units of {@code scale}. An empty slot is 0; a feature's search begins at the lower half of its
 * hash, modulo the number of slots, which is a power of two and at least a quarter of them is
 * empty.
 *
 * <p>The tensors of their {@link WeightFile}: {@code features}, U64 [n], the slots; {@code scale},
 * F64 [1]; {@code steps}, F64 [9], those of {@link Lattice}; {@code clean_odds}, F64 [1], of {@link
 * SpanDecoder}. Immutable; safe for use by many threads at once.
 */
public final class CrfWeights {

  private static final String FORMAT = "chatwarden-crf";
  private static final int STEPS = 9;
  private static final int MIN_BITS = 4;
  private static final int MAX_BITS = 26;
  private static final ValueLayout.OfLong SLOT =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final MemorySegment slots;
  private final int mask;

  /**
   * A bit for each value of some bits of a hash that a feature here has, eight for every slot: most
   * features of a text are unknown, and most of those are told by this, without a search.
   */
  private final long[] known;

  private final double scale;
  private final double[] steps;
  private final double cleanOdds;

  private CrfWeights(MemorySegment slots, double scale, double[] steps, double cleanOdds) {
    long count = slots.byteSize() / Long.BYTES;
    if (Long.bitCount(count) != 1 || count < 1 << MIN_BITS || count > 1 << MAX_BITS) {
      throw new IllegalArgumentException(
          "features: %d slots (expected: a power of two, 2^%d to 2^%d)"
              .formatted(count, MIN_BITS, MAX_BITS));
    }
    this.slots = slots;
    this.mask = (int) count - 1;
    this.known = known(slots, (int) count);
    this.scale = scale;
    this.steps = steps;
    this.cleanOdds = cleanOdds;
  }

  /**
   * Rounds weights to the form in which they are kept. Features that round to nothing are left out.
   *
   * @param features the hash of every feature, no two the same
   * @param weights for feature f its weight of begin at 2f, of inside at 2f + 1, then nine steps
   * @param cleanOdds what {@link SpanDecoder} multiplies the odds of a clean text by
   */
  public static CrfWeights of(long[] features, double[] weights, double cleanOdds) {
    if (weights.length != 2 * features.length + STEPS) {
      throw new IllegalArgumentException(
          "weights: " + weights.length + " (expected: " + (2 * features.length + STEPS) + ")");
    }
    double top = 1e-9;
    for (int i = 0; i < 2 * features.length; i++) {
      top = Math.max(top, Math.abs(weights[i]));
    }
    double scale = top / Short.MAX_VALUE;
    int used = 0;
    for (int f = 0; f < features.length; f++) {
      used += entry(features[f], weights, f, scale) == 0 ? 0 : 1;
    }
    int bits = MIN_BITS;
    while (0.75 * (1L << bits) < used) {
      bits++;
    }
    MemorySegment slots = MemorySegment.ofArray(new byte[Long.BYTES << bits]);
    for (int f = 0; f < features.length; f++) {
      long entry = entry(features[f], weights, f, scale);
      if (entry != 0) {
        slots.setAtIndex(SLOT, slot(slots, (1 << bits) - 1, features[f]), entry);
      }
    }
    double[] steps = new double[STEPS];
    System.arraycopy(weights, 2 * features.length, steps, 0, STEPS);
    return new CrfWeights(slots, scale, steps, cleanOdds);
  }

  /** The same weights with other odds, see {@link SpanDecoder}. */
  public CrfWeights withCleanOdds(double odds) {
    return new CrfWeights(slots, scale, steps, odds);
  }

  private static long[] known(MemorySegment slots, int count) {
    long[] known = new long[count / 8];
    for (int i = 0; i < count; i++) {
      long slot = slots.getAtIndex(SLOT, i);
      if (slot != 0) {
        int fingerprint = (int) (slot >>> 32);
        known[word(fingerprint, known.length)] |= 1L << fingerprint;
      }
    }
    return known;
  }

  /** Which word of {@link #known} has the bit of {@code fingerprint}. */
  private static int word(int fingerprint, int words) {
    return fingerprint >>> 6 & words - 1;
  }

  private static long entry(long feature, double[] weights, int f, double scale) {
    long begin = Math.round(weights[2 * f] / scale);
    long inside = Math.round(weights[2 * f + 1] / scale);
    if (begin == 0 && inside == 0) {
      return 0;
    }
    return (long) fingerprint(feature) << 32 | (begin & 0xFFFF) << 16 | inside & 0xFFFF;
  }

  private static int fingerprint(long feature) {
    int upper = (int) (feature >>> 32);
    return upper == 0 ? 1 : upper;
  }

  /** Returns the slot that has a feature, or the empty one that it would take. */
  private static int slot(MemorySegment slots, int mask, long feature) {
    int fingerprint = fingerprint(feature);
    int slot = (int) feature & mask;
    long entry = slots.getAtIndex(SLOT, slot);
    while (entry != 0 && (int) (entry >>> 32) != fingerprint) {
      slot = (slot + 1) & mask;
      entry = slots.getAtIndex(SLOT, slot);
    }
    return slot;
  }

  /**
   * Reads the file {@code path}; its slots stay mapped while these weights are in use.
   *
   * @throws IOException if it cannot be read, is not such a file, or is damaged
   */
  public static CrfWeights read(Path path) throws IOException {
    return WeightFile.open(path, Arena.ofAuto(), FORMAT, CrfWeights::parse);
  }

  private static CrfWeights parse(Weights weights) {
    return new CrfWeights(
        weights.vector("features", TensorType.U64),
        weights.doubles("scale", 1)[0],
        weights.doubles("steps", STEPS),
        weights.doubles("clean_odds", 1)[0]);
  }

  /** Writes the file {@code path}: the same weights give the same bytes. */
  public void write(Path path) throws IOException {
    WeightFile.write(
        path,
        Weights.of(FORMAT)
            .with("features", Tensor.of(TensorType.U64, slots))
            .with("scale", Tensor.of(scale))
            .with("steps", Tensor.of(steps))
            .with("clean_odds", Tensor.of(cleanOdds))
            .build());
  }

  /**
   * The weights of {@code feature} in units of {@link #scale}: that of begin in bits 16 to 31, that
   * of inside in bits 0 to 15; both 0 for an unknown feature.
   */
  int get(long feature) {
    int fingerprint = fingerprint(feature);
    if ((known[word(fingerprint, known.length)] >>> fingerprint & 1) == 0) {
      return 0;
    }
    return (int) slots.getAtIndex(SLOT, slot(slots, mask, feature));
  }

  /**
   * The weights of {@code feature} in units of {@link #scale}, in a form that can be added up: of a
   * sum of such, {@link #begin} and {@link #inside} give the sums of either.
   */
  long sum(long feature) {
    int weight = get(feature);
    return ((long) (weight >> 16) << 32) + (short) weight;
  }

  static int begin(long sum) {
    return (int) (sum - inside(sum) >> 32);
  }

  static int inside(long sum) {
    return (int) sum;
  }

  double scale() {
    return scale;
  }

  /** The nine steps of {@link Lattice}, not to be changed. */
  double[] steps() {
    return steps;
  }

  double cleanOdds() {
    return cleanOdds;
  }
}

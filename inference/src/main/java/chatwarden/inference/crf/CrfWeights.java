package chatwarden.inference.crf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * The weights of a CRF: two of every feature, for begin and for inside, against outside at 0.
 *
 * <p>They stand in a hash table with open addressing and linear probing, one long a slot: the upper
 * half of the feature's hash (1 if that is 0), then the two weights as 16-bit numbers in units of
 * {@code scale}. An empty slot is 0; a feature's search begins at the lower half of its hash,
 * modulo the number of slots, which is a power of two and at least a quarter of them is empty.
 *
 * <p>The file is little-endian: the eight letters {@code CWCRF001}, the format version 1 as an int,
 * the base-two logarithm of the number of slots as an int, {@code scale} as a double, the nine
 * steps of {@link Lattice} and {@code cleanOdds} of {@link SpanDecoder} as doubles, the slots, and
 * the CRC-32C of all before it as a long. Immutable.
 */
public final class CrfWeights {

  private static final long MAGIC = 0x3130304652435743L;
  private static final int VERSION = 1;
  private static final int HEADER = 8 + 4 + 4 + 8 + 9 * 8 + 8;
  private static final int MIN_BITS = 4;
  private static final int MAX_BITS = 26;

  private final long[] slots;

  /**
   * A bit for each value of some bits of a hash that a feature here has, eight for every slot: most
   * features of a text are unknown, and most of those are told by this, without a search.
   */
  private final long[] known;

  private final double scale;
  private final double[] steps;
  private final double cleanOdds;

  private CrfWeights(long[] slots, double scale, double[] steps, double cleanOdds) {
    this.slots = slots;
    this.known = known(slots);
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
    if (weights.length != 2 * features.length + 9) {
      throw new IllegalArgumentException(
          "weights: " + weights.length + " (expected: " + (2 * features.length + 9) + ")");
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
    long[] slots = new long[1 << bits];
    for (int f = 0; f < features.length; f++) {
      long entry = entry(features[f], weights, f, scale);
      if (entry != 0) {
        slots[slot(slots, features[f])] = entry;
      }
    }
    double[] steps = new double[9];
    System.arraycopy(weights, 2 * features.length, steps, 0, 9);
    return new CrfWeights(slots, scale, steps, cleanOdds);
  }

  /** The same weights with other odds, see {@link SpanDecoder}. */
  public CrfWeights withCleanOdds(double odds) {
    return new CrfWeights(slots, scale, steps, odds);
  }

  private static long[] known(long[] slots) {
    long[] known = new long[slots.length / 8];
    for (long slot : slots) {
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

  private static int slot(long[] slots, long feature) {
    int mask = slots.length - 1;
    int fingerprint = fingerprint(feature);
    int slot = (int) feature & mask;
    while (slots[slot] != 0 && (int) (slots[slot] >>> 32) != fingerprint) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  /**
   * Reads the file {@code path}.
   *
   * @throws IOException if it cannot be read, is not such a file, or is damaged
   */
  public static CrfWeights read(Path path) throws IOException {
    ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
    if (file.limit() < HEADER + 8 || file.getLong() != MAGIC) {
      throw new IOException(path + ": no weights of a CRF");
    }
    int version = file.getInt();
    if (version != VERSION) {
      throw new IOException(path + ": format version " + version + " (expected: " + VERSION + ")");
    }
    int bits = file.getInt();
    if (bits < MIN_BITS
        || bits > MAX_BITS
        || file.limit() != HEADER + 8 * (1L << bits) + 8
        || file.getLong(file.limit() - 8) != checksum(file)) {
      throw new IOException(path + ": damaged (length or checksum does not fit)");
    }
    double scale = file.getDouble();
    double[] steps = new double[9];
    for (int i = 0; i < 9; i++) {
      steps[i] = file.getDouble();
    }
    double cleanOdds = file.getDouble();
    long[] slots = new long[1 << bits];
    file.asLongBuffer().get(slots);
    return new CrfWeights(slots, scale, steps, cleanOdds);
  }

  /** Writes the file {@code path}: the same weights give the same bytes. */
  public void write(Path path) throws IOException {
    ByteBuffer file =
        ByteBuffer.allocate(HEADER + 8 * slots.length + 8).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(MAGIC).putInt(VERSION).putInt(Integer.numberOfTrailingZeros(slots.length));
    file.putDouble(scale);
    for (double step : steps) {
      file.putDouble(step);
    }
    file.putDouble(cleanOdds);
    LongBuffer table = file.asLongBuffer();
    table.put(slots);
    file.putLong(file.limit() - 8, checksum(file));
    Files.write(path, file.array());
  }

  private static long checksum(ByteBuffer file) {
    CRC32C checksum = new CRC32C();
    checksum.update(file.array(), 0, file.limit() - 8);
    return checksum.getValue();
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
    return (int) slots[slot(slots, feature)];
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

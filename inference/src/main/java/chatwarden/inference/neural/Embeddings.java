package chatwarden.inference.neural;

import chatwarden.inference.crf.TokenIds;
import chatwarden.inference.weights.Tensor;
import chatwarden.inference.weights.TensorType;
import chatwarden.inference.weights.WeightFile;
import chatwarden.inference.weights.Weights;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;

/**
 * The table of embeddings of networks: for each number of {@link TokenIds} a row, which holds for
 * one network after the other {@link #width} whole numbers. The networks know the value of one of
 * their units.
 *
 * <p>The {@link WeightFile} has one tensor: {@code embeddings}, I8 [rows, members, width].
 * Immutable; the table stays mapped while it is in use.
 */
public final class Embeddings {

  private static final String FORMAT = "chatwarden-embeddings";
  private static final String TABLE = "embeddings";

  /** The largest number of members and the largest width, more than any model has. */
  private static final int MOST = 1 << 12;

  private final MemorySegment table;
  private final int members;
  private final int width;

  private Embeddings(MemorySegment table, int members, int width) {
    this.table = table;
    this.members = members;
    this.width = width;
  }

  /**
   * Reads the file {@code path}.
   *
   * @throws IOException if it cannot be read, is not such a file, or is damaged
   */
  public static Embeddings read(Path path) throws IOException {
    return WeightFile.open(path, Arena.ofAuto(), FORMAT, Embeddings::parse);
  }

  private static Embeddings parse(Weights weights) {
    List<Long> shape = weights.shape(TABLE, 3);
    requireSize("rows", shape.get(0), TokenIds.ROWS, TokenIds.ROWS);
    requireSize("members", shape.get(1), 1, MOST);
    requireSize("width", shape.get(2), 1, MOST);
    Tensor table = weights.table(TABLE, TensorType.I8, shape.get(1), shape.get(2));
    return new Embeddings(table.data(), shape.get(1).intValue(), shape.get(2).intValue());
  }

  private static void requireSize(String name, long size, int least, int most) {
    if (size < least || size > most) {
      throw new IllegalArgumentException(
          "%s: %d (expected: %s)"
              .formatted(name, size, least == most ? least : least + " to " + most));
    }
  }

  /** Returns how many networks have embeddings here. */
  public int members() {
    return members;
  }

  /** Returns how many numbers an embedding has for each network. */
  public int width() {
    return width;
  }

  /** Returns how many numbers a row has: those of all networks, one network after the other. */
  int size() {
    return members * width;
  }

  /** Returns the number at {@code place} of {@code row}; both begin at 0. */
  public byte get(int row, int place) {
    return table.get(ValueLayout.JAVA_BYTE, (long) row * size() + place);
  }

  /** Adds {@code row} to {@code sum}, whose floats hold whole numbers. */
  void add(int row, float[] sum) {
    long from = (long) row * sum.length;
    for (int i = 0; i < sum.length; i++) {
      sum[i] += table.get(ValueLayout.JAVA_BYTE, from + i);
    }
  }
}

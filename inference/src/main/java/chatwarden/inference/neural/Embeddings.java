package chatwarden.inference.neural;

import chatwarden.inference.crf.TokenIds;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;

/**
 * The table of embeddings of networks: for each number of {@link TokenIds} a row, which holds for
 * one network after the other {@link #width} whole numbers. The value of one of them, the networks
 * know.
 *
 * <p>The file is little-endian: the eight letters {@code CWEMB001}, the format version 1, the
 * number of rows, {@code members} and {@code width} as ints, the rows as bytes, and the CRC-32 of
 * all before it as a long. Immutable.
 */
public final class Embeddings {

  private static final long MAGIC = 0x313030424D455743L;
  private static final int VERSION = 1;
  private static final int HEADER = 8 + 4 * 4;
  private static final int CHECKSUM = 8;

  /** Of members and of width: what an array can hold of them, and more than any model has. */
  private static final int MOST = 1 << 12;

  private final byte[] file;
  private final int members;
  private final int width;

  private Embeddings(byte[] file, int members, int width) {
    this.file = file;
    this.members = members;
    this.width = width;
  }

  /**
   * Reads the file {@code path}.
   *
   * @throws IOException if it cannot be read, is not such a file, or is damaged
   */
  public static Embeddings read(Path path) throws IOException {
    byte[] bytes = Files.readAllBytes(path);
    ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.length < HEADER + CHECKSUM || file.getLong() != MAGIC) {
      throw new IOException(path + ": no embeddings");
    }
    int version = file.getInt();
    if (version != VERSION) {
      throw new IOException(path + ": format version " + version + " (expected: " + VERSION + ")");
    }
    int rows = file.getInt();
    int members = file.getInt();
    int width = file.getInt();
    if (rows != TokenIds.ROWS) {
      throw new IOException(path + ": " + rows + " rows (expected: " + TokenIds.ROWS + ")");
    }
    requireSize(path, "members", members);
    requireSize(path, "width", width);
    long length = HEADER + (long) rows * members * width + CHECKSUM;
    if (bytes.length != length) {
      throw new IOException(path + ": " + bytes.length + " bytes (expected: " + length + ")");
    }
    CRC32 checksum = new CRC32();
    checksum.update(bytes, 0, bytes.length - CHECKSUM);
    if (checksum.getValue() != file.getLong(bytes.length - CHECKSUM)) {
      throw new IOException(path + ": damaged (checksum does not fit)");
    }
    return new Embeddings(bytes, members, width);
  }

  private static void requireSize(Path path, String name, int size) throws IOException {
    if (size < 1 || size > MOST) {
      throw new IOException(path + ": " + name + ": " + size + " (expected: 1 to " + MOST + ")");
    }
  }

  /** For how many networks there are embeddings. */
  public int members() {
    return members;
  }

  /** How many numbers an embedding has for each network. */
  public int width() {
    return width;
  }

  /** How many numbers a row has: those of all networks, one network after the other. */
  int size() {
    return members * width;
  }

  /** The number at {@code place} of {@code row}; both begin at 0. */
  public byte get(int row, int place) {
    return file[HEADER + row * size() + place];
  }

  /** Adds {@code row} to {@code sum}, whose floats hold whole numbers. */
  void add(int row, float[] sum) {
    int from = HEADER + row * sum.length;
    for (int i = 0; i < sum.length; i++) {
      sum[i] += file[from + i];
    }
  }
}

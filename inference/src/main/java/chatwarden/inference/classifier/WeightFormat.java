package chatwarden.inference.classifier;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * What the weight files of all classifiers have in common. Everything is little-endian:
 *
 * <pre>
 * offset  size  content
 *      0     8  the kind of file, ASCII characters
 *      8     4  format version
 *     12     4  CRC-32C of everything after this field
 *     16        a header of the kind, at most 64 KiB
 *               zeros up to the next multiple of 64
 *               tables of the kind
 * </pre>
 *
 * <p>The tables are mapped, not read: opening costs one pass for the checksum, and processes share
 * the pages. Instances are immutable.
 */
public final class WeightFormat {
  private static final int CHECKED_FROM = 16;
  private static final int ALIGNMENT = 64;
  private static final int MAX_HEADER = 1 << 16;

  private final byte[] kind;
  private final int oldest;
  private final int version;

  /**
   * A format.
   *
   * @param kind eight ASCII characters
   * @throws IllegalArgumentException if {@code kind} has another length
   */
  public WeightFormat(String kind, int version) {
    this(kind, version, version);
  }

  /**
   * A format of which older versions can be read too.
   *
   * @param kind eight ASCII characters
   * @param oldest the oldest version that {@link #open} takes
   * @param version the version that is written
   * @throws IllegalArgumentException if {@code kind} has another length
   */
  public WeightFormat(String kind, int oldest, int version) {
    this.oldest = oldest;
    this.kind = kind.getBytes(StandardCharsets.US_ASCII);
    this.version = version;
    if (this.kind.length != Long.BYTES) {
      throw new IllegalArgumentException("kind: " + kind + " (expected: 8 ASCII characters)");
    }
  }

  /** An empty header, to be filled from its position and given to {@link #write}. */
  public ByteBuffer newHeader() {
    return ByteBuffer.allocate(MAX_HEADER)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(kind)
        .putInt(version)
        .putInt(0);
  }

  /** Writes a file, replacing any file there. The same content gives the same bytes. */
  public void write(Path path, ByteBuffer header, List<MemorySegment> tables) throws IOException {
    List<ByteBuffer> parts = new ArrayList<>();
    parts.add(header.limit(aligned(header.position())).position(0));
    tables.forEach(table -> parts.add(table.asByteBuffer()));
    CRC32C checksum = new CRC32C();
    checksum.update(header.duplicate().position(CHECKED_FROM));
    parts.stream().skip(1).forEach(table -> checksum.update(table.duplicate()));
    header.putInt(CHECKED_FROM - Integer.BYTES, (int) checksum.getValue());
    try (FileChannel channel =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      for (ByteBuffer part : parts) {
        while (part.hasRemaining()) {
          channel.write(part);
        }
      }
    }
  }

  /**
   * Opens a file, mapped for as long as {@code arena} lives.
   *
   * @throws IOException if the file cannot be read, is of another kind or format version, or is
   *     damaged; the message says which
   */
  public <W> W open(Path path, Arena arena, Parser<W> parser) throws IOException {
    if (Files.size(path) < CHECKED_FROM) {
      throw new IOException(path + ": too short for a weight file");
    }
    MemorySegment file;
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      file = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
    }
    ByteBuffer bytes = file.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    int found = check(path, bytes);
    try {
      return parser.parse(new WeightReader(file, bytes, found));
    } catch (RuntimeException e) {
      throw new IOException(path + ": not a valid weight file: " + e.getMessage(), e);
    }
  }

  /** Returns the version of the file. */
  private int check(Path path, ByteBuffer bytes) throws IOException {
    byte[] found = new byte[kind.length];
    bytes.get(found);
    if (!Arrays.equals(found, kind)) {
      throw new IOException(path + ": not a weight file");
    }
    int foundVersion = bytes.getInt();
    if (foundVersion < oldest || foundVersion > version) {
      throw new IOException(
          path + ": format version " + foundVersion + " (expected: " + version + ")");
    }
    int expected = bytes.getInt();
    CRC32C checksum = new CRC32C();
    checksum.update(bytes.duplicate());
    if ((int) checksum.getValue() != expected) {
      throw new IOException(path + ": damaged, its checksum does not fit");
    }
    return foundVersion;
  }

  /** Appends labels, each as its length in bytes (4) and its UTF-8. */
  public static void putLabels(ByteBuffer header, List<String> labels) {
    for (String label : labels) {
      byte[] bytes = label.getBytes(StandardCharsets.UTF_8);
      header.putInt(bytes.length).put(bytes);
    }
  }

  static int aligned(int position) {
    return (position + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  /** Makes weights of what a file holds. */
  @FunctionalInterface
  public interface Parser<W> {
    W parse(WeightReader reader);
  }
}

package chatwarden.inference.weights;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.zip.CRC32;

/**
 * The file of a model's weights, in the layout of safetensors (its specification is that of the
 * Hugging Face library of this name, whose readers open these files): the length of the header in
 * eight bytes, little-endian; the header, JSON with the type, shape and place of each tensor,
 * filled up with spaces; the tensors, one after the other.
 *
 * <p>The header's {@code __metadata__} has the {@code format} of the weights, the {@code labels} of
 * the model separated by commas where it has any, and {@code crc32}: the CRC-32 of the whole file,
 * in which its own eight hexadecimal digits count as zeros. The tensors begin at a multiple of 64.
 *
 * <p>A file is mapped, not read: opening costs one pass for the checksum, and processes share its
 * pages. Files of earlier releases, see {@link LegacyFile}, open too.
 */
public final class WeightFile {
  private static final String SUFFIX = ".safetensors";

  private static final int ALIGNMENT = 64;
  private static final long MAX_HEADER = 1 << 20;
  private static final ValueLayout.OfLong LENGTH =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private WeightFile() {}

  /** Returns the names that a weight file may have: that of today, that of earlier releases. */
  public static List<String> names(String name) {
    return List.of(name + SUFFIX, name + LegacyFile.SUFFIX);
  }

  /** Returns the file in a folder that has one of the {@link #names}, or would have the first. */
  public static Path in(Path folder, String name) {
    return names(name).stream()
        .map(folder::resolve)
        .filter(Files::exists)
        .findFirst()
        .orElse(folder.resolve(name + SUFFIX));
  }

  /** Returns whether a file is one that an earlier release wrote. */
  public static boolean isOfAnEarlierRelease(Path file) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      return LegacyFile.is(mapped(file, arena));
    }
  }

  /** Writes a file, replacing any file there. The same weights give the same bytes. */
  public static void write(Path path, Weights weights) throws IOException {
    List<ByteBuffer> parts = new ArrayList<>();
    parts.add(header(weights, WeightHeader.NO_CHECKSUM));
    WeightHeader.inOrder(weights)
        .values()
        .forEach(tensor -> parts.add(tensor.data().asByteBuffer()));
    CRC32 checksum = new CRC32();
    parts.forEach(part -> checksum.update(part.duplicate()));
    parts.set(0, header(weights, digits(checksum)));
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

  private static ByteBuffer header(Weights weights, String checksum) {
    byte[] json = WeightHeader.of(weights, checksum).getBytes(StandardCharsets.UTF_8);
    int end = (Long.BYTES + json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    ByteBuffer header = ByteBuffer.allocate(end).order(ByteOrder.LITTLE_ENDIAN);
    header.putLong(end - Long.BYTES).put(json);
    while (header.hasRemaining()) {
      header.put((byte) ' ');
    }
    return header.flip();
  }

  private static String digits(CRC32 checksum) {
    return "%08x".formatted(checksum.getValue());
  }

  /**
   * Opens a file, its tensors mapped for as long as {@code arena} lives.
   *
   * @param format the format that the file must have
   * @param parser makes the model's weights of the tensors; its {@link RuntimeException}s become
   *     faults of the file
   * @throws IOException if the file cannot be read, has another format, or is damaged; the message
   *     says which
   */
  public static <W> W open(Path path, Arena arena, String format, Function<Weights, W> parser)
      throws IOException {
    Weights weights = read(path, arena);
    if (!weights.format().equals(format)) {
      throw new IOException(
          "%s: weights of format %s (expected: %s)".formatted(path, weights.format(), format));
    }
    try {
      return parser.apply(weights);
    } catch (RuntimeException e) {
      throw new IOException(path + ": not a valid weight file: " + e.getMessage(), e);
    }
  }

  /** Reads a file of any format, its tensors mapped for as long as {@code arena} lives. */
  public static Weights read(Path path, Arena arena) throws IOException {
    MemorySegment file = mapped(path, arena);
    if (LegacyFile.is(file)) {
      return LegacyFile.read(path, file);
    }
    long length = file.byteSize() < Long.BYTES ? -1 : file.get(LENGTH, 0);
    if (length < 2 || length > Math.min(MAX_HEADER, file.byteSize() - Long.BYTES)) {
      throw new IOException(path + ": not a weight file, or cut off");
    }
    MemorySegment json = file.asSlice(Long.BYTES, length);
    String header = StandardCharsets.UTF_8.decode(json.asByteBuffer()).toString();
    MemorySegment data = file.asSlice(Long.BYTES + length);
    requireWhole(path, file, header, data);
    try {
      return WeightHeader.parse(header, data);
    } catch (IllegalArgumentException e) {
      throw new IOException(path + ": not a valid weight file: " + e.getMessage(), e);
    }
  }

  private static MemorySegment mapped(Path path, Arena arena) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
    }
  }

  private static void requireWhole(Path path, MemorySegment file, String header, MemorySegment data)
      throws IOException {
    String expected = WeightHeader.checksum(header);
    if (expected.isEmpty()) {
      throw new IOException(path + ": not a weight file (expected: crc32 in its metadata)");
    }
    CRC32 checksum = new CRC32();
    checksum.update(file.asSlice(0, Long.BYTES).asByteBuffer());
    checksum.update(WeightHeader.unchecked(header).getBytes(StandardCharsets.UTF_8));
    checksum.update(data.asByteBuffer());
    if (!digits(checksum).equals(expected)) {
      throw new IOException(path + ": damaged, its checksum does not fit");
    }
  }
}

package chatwarden.inference.weights;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;

/**
 * The four kinds of weight files that were written before {@link WeightFile}, read as the tensors
 * of today. Each begins with eight letters: {@code CWLINEAR}, {@code CWSUBWRD}, {@code CWCRF001},
 * {@code CWEMB001}.
 */
final class LegacyFile {
  /** The end of a file's name. */
  static final String SUFFIX = ".bin";

  private static final Map<String, Function<LegacyReader, Weights>> KINDS =
      Map.of(
          "CWLINEAR", LegacyFormats::linear,
          "CWSUBWRD", LegacyFormats::subword,
          "CWCRF001", LegacyFormats::crf,
          "CWEMB001", LegacyFormats::embeddings);

  private LegacyFile() {}

  /** Returns whether a file is of one of these kinds. */
  static boolean is(MemorySegment file) {
    return KINDS.containsKey(kind(file));
  }

  private static String kind(MemorySegment file) {
    return file.byteSize() < Long.BYTES
        ? ""
        : StandardCharsets.ISO_8859_1.decode(file.asSlice(0, Long.BYTES).asByteBuffer()).toString();
  }

  /**
   * Reads a file, whose tensors are parts of {@code file}.
   *
   * @throws IOException if it is damaged, or of a format version that no release wrote
   */
  static Weights read(Path path, MemorySegment file) throws IOException {
    Function<LegacyReader, Weights> format = requireNonNull(KINDS.get(kind(file)), "kind");
    try {
      return format.apply(new LegacyReader(file));
    } catch (RuntimeException e) {
      throw new IOException(path + ": damaged: " + e.getMessage(), e);
    }
  }
}

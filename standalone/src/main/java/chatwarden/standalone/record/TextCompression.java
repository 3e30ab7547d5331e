package chatwarden.standalone.record;

import java.nio.file.Path;

/** The compression of a file of text, by its name. */
final class TextCompression {
  private static final String GZIP = ".gz";

  private TextCompression() {}

  static boolean isGzip(Path file) {
    return file.toString().endsWith(GZIP);
  }
}

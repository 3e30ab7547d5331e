package chatwarden.standalone.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The identity of an input file, by which a change is noticed.
 *
 * @param bytes its size
 * @param modified the time of its last change, in milliseconds since 1970
 */
record SourceIdentity(long bytes, long modified) {

  static SourceIdentity of(Path file) throws IOException {
    return new SourceIdentity(Files.size(file), Files.getLastModifiedTime(file).toMillis());
  }
}

package chatwarden.standalone.batch;

import chatwarden.runtime.error.InvalidInputException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * The files of a run: its output, and beside it until it is complete, the part that is written
 * ({@code .partial}), the row groups of a Parquet file ({@code .groups}), and the state ({@code
 * .progress}).
 */
final class BatchFiles {
  private final Path output;
  private final Path partial;
  private final Path groups;
  private final Path progress;

  BatchFiles(Path output) {
    this.output = output;
    this.partial = beside(output, ".partial");
    this.groups = beside(output, ".groups");
    this.progress = beside(output, ".progress");
  }

  private static Path beside(Path output, String ending) {
    return output.resolveSibling(output.getFileName() + ending);
  }

  Path groups() {
    return groups;
  }

  Path progress() {
    return progress;
  }

  /** Returns whether the output has its name, and nothing is left of a run. */
  boolean isOutputThere() {
    return Files.exists(output) && !Files.exists(partial);
  }

  /**
   * Opens the part that is written, cut to a length, for this process alone. Closing it lets others
   * open it.
   *
   * @throws InvalidInputException if another run writes it, or it is shorter
   */
  FileChannel open(long length) throws IOException {
    FileChannel file =
        FileChannel.open(
            partial, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      if (isLocked(file)) {
        throw InvalidInputException.of("--output", "another run writes " + output);
      }
      if (file.size() < length) {
        throw InvalidInputException.of(
            "--output",
            "%s has %,d bytes (expected: %,d); begin anew with --restart"
                .formatted(partial, file.size(), length));
      }
      file.truncate(length).position(length);
      return file;
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static boolean isLocked(FileChannel file) throws IOException {
    try {
      return file.tryLock() == null;
    } catch (OverlappingFileLockException e) {
      return true;
    }
  }

  /** Gives the output its name, and forgets the state. */
  void complete() throws IOException {
    if (Files.exists(partial)) {
      Files.move(
          partial, output, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
    Files.deleteIfExists(groups);
    Files.deleteIfExists(progress);
  }

  /** Forgets a run that was begun. */
  void forget() throws IOException {
    Files.deleteIfExists(progress);
    Files.deleteIfExists(groups);
    Files.deleteIfExists(partial);
  }
}

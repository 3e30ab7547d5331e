package chatwarden.serving.rollout;

import chatwarden.rollout.v1.SyncRolloutsRequest;
import chatwarden.runtime.error.FaultWords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last known state of the rollouts, in a file of the server's own, so that a server that starts
 * while no bridge is there answers with the versions that it answered with. A file that cannot be
 * read or written is logged. Safe for use by many threads.
 */
final class RolloutFile {

  private static final Logger log = LoggerFactory.getLogger(RolloutFile.class);

  private final Path file;
  private SyncRolloutsRequest written = SyncRolloutsRequest.getDefaultInstance();

  RolloutFile(Path file) {
    this.file = file;
  }

  synchronized SyncRolloutsRequest read() {
    try {
      written = SyncRolloutsRequest.parseFrom(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      log.debug("No rollouts in={}", file);
    } catch (IOException e) {
      log.warn("Failed to read rollouts from={} problem={}", file, FaultWords.of(e));
    }
    return written;
  }

  /** Writes {@code latest} unless it is there already: the whole file at once, or nothing. */
  synchronized void write(SyncRolloutsRequest latest) {
    if (latest.equals(written)) {
      return;
    }
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.write(fresh, latest.toByteArray());
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      written = latest;
    } catch (IOException e) {
      log.warn("Failed to keep rollouts in={} problem={}", file, FaultWords.of(e));
    }
  }
}

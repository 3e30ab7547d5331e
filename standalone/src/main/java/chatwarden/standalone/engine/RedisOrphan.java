package chatwarden.standalone.engine;

import chatwarden.runtime.error.FaultCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Redis that outlived the process which started it, and still has the data. It is known by its
 * process id together with the time when that process began, so that a process which merely has the
 * same id is left alone.
 */
final class RedisOrphan {

  /** The file of a folder that remembers it. */
  static final String FILE = "process";

  private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(2);
  private static final long ORDERLY_SECONDS = 10;
  private static final Logger log = LoggerFactory.getLogger(RedisOrphan.class);

  private RedisOrphan() {}

  /** Remembers the process that has the data of the folder. */
  static void remember(EngineFolder folder, ProcessHandle process) throws IOException {
    Instant began = process.info().startInstant().orElse(Instant.EPOCH);
    folder.write(FILE, process.pid() + " " + began.toEpochMilli() + "\n");
  }

  /** Nothing has the data any more. */
  static void forget(EngineFolder folder) throws IOException {
    Files.deleteIfExists(folder.file(FILE));
  }

  /** Shuts the one of the folder down, if there is one, and waits until it is gone. */
  static void endIfAny(EngineFolder folder) throws IOException, InterruptedException {
    Optional<ProcessHandle> orphan = find(folder.file(FILE));
    if (orphan.isPresent()) {
      log.info("Ending the Redis that a killed process left running pid={}", orphan.get().pid());
      end(orphan.get());
    }
    forget(folder);
  }

  /** The process that {@code file} remembers, if it lives. */
  static Optional<ProcessHandle> find(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    String[] words = Files.readString(file).strip().split(" ");
    if (words.length != 2) {
      return Optional.empty();
    }
    try {
      Instant began = Instant.ofEpochMilli(Long.parseLong(words[1]));
      return ProcessHandle.of(Long.parseLong(words[0]))
          .filter(ProcessHandle::isAlive)
          .filter(process -> isSame(process, began));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static boolean isSame(ProcessHandle process, Instant began) {
    return process
        .info()
        .startInstant()
        .map(start -> Duration.between(start, began).abs().compareTo(CLOCK_TOLERANCE) <= 0)
        .orElse(false);
  }

  /** Asks it to end, which makes it write everything down; kills it when it does not listen. */
  static void end(ProcessHandle process) throws InterruptedException {
    process.destroy();
    if (!isGone(process)) {
      process.destroyForcibly();
      if (!isGone(process)) {
        throw FaultCode.FAILED_PRECONDITION.exception(
            "REDIS_WILL_NOT_END", "the Redis with process id " + process.pid() + " does not end");
      }
    }
  }

  private static boolean isGone(ProcessHandle process) throws InterruptedException {
    try {
      process.onExit().get(ORDERLY_SECONDS, TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException | CompletionException e) {
      throw new IllegalStateException("waiting for a process failed", e);
    }
  }
}

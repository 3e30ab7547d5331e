package chatwarden.worker.step;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A command in a process group of its own, under a guard in Bash. The guard kills the group when
 * this process goes away, in whatever way, and when it does not extend the deadline in time.
 */
final class StepProcess {

  private static final String GUARD = guard();
  private static final Duration KILL_LIMIT = Duration.ofSeconds(10);

  private final Process process;
  private final OutputStream deadlines;
  private final StepLog log = new StepLog();
  private final Thread reader;

  private StepProcess(Process process) {
    this.process = process;
    this.deadlines = process.getOutputStream();
    this.reader = Thread.ofPlatform().daemon().name("step-log").start(this::readLog);
  }

  /**
   * Starts a command.
   *
   * @param folder where it works
   * @param variables added to its environment
   * @param deadline when it is killed unless that is extended
   */
  static StepProcess start(
      List<String> command, Path folder, Map<String, String> variables, Instant deadline)
      throws IOException {
    List<String> words =
        new ArrayList<>(
            List.of("bash", "-c", GUARD, "step", Long.toString(deadline.getEpochSecond())));
    words.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(words).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().putAll(variables);
    return new StepProcess(builder.start());
  }

  /** Reads what the command writes; a pipe that breaks ends the log. */
  private void readLog() {
    try (InputStream in = process.getInputStream()) {
      log.readAll(in);
    } catch (IOException e) {
      byte[] words = "(the output could not be read to its end)\n".getBytes(StandardCharsets.UTF_8);
      log.append(words, words.length);
    }
  }

  StepLog log() {
    return log;
  }

  /** Waits for its end; false when it has not ended by then. */
  boolean awaitEnd(Duration limit) throws InterruptedException {
    return process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Returns the exit status of the command, which has ended, once its output is read. */
  int status() throws InterruptedException {
    // A process that left the group may keep the pipe open.
    reader.join(KILL_LIMIT);
    return process.exitValue();
  }

  /** Lets it run until a later deadline; one that has ended does not mind. */
  void extend(Instant deadline) {
    try {
      deadlines.write((deadline.getEpochSecond() + "\n").getBytes(StandardCharsets.UTF_8));
      deadlines.flush();
    } catch (IOException e) {
      // The guard has ended with its command, which the next look shows.
      return;
    }
  }

  /** Kills its whole group and waits until it is gone. */
  void kill() throws InterruptedException {
    endDeadlines();
    if (!awaitEnd(KILL_LIMIT)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    reader.join(KILL_LIMIT);
  }

  private void endDeadlines() {
    try {
      deadlines.close();
    } catch (IOException e) {
      // A guard that has ended reads no more.
      return;
    }
  }

  private static String guard() {
    try (InputStream in = StepProcess.class.getResourceAsStream("guard.sh")) {
      if (in == null) {
        throw new IllegalStateException("guard.sh is missing from the jar (a bug)");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

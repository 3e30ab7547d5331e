package chatwarden.testing.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A POSIX signal that Java cannot send. */
enum ProcessSignal {
  STOP,
  CONT,
  QUIT;

  void send(long pid) {
    try {
      int status = new ProcessBuilder("kill", "-" + name(), String.valueOf(pid)).start().waitFor();
      if (status != 0) {
        throw new IllegalStateException("kill -" + name() + " answered " + status);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while sending a signal", e);
    }
  }

  /**
   * Returns whether every thread of a process is stopped, which is later than the signal is sent;
   * always true where the system does not state it, as Linux does.
   */
  static boolean isStopped(long pid) {
    Path threads = Path.of("/proc", String.valueOf(pid), "task");
    if (!Files.isDirectory(threads)) {
      return true;
    }
    try (Stream<Path> each = Files.list(threads)) {
      for (Path thread : each.toList()) {
        if (!Files.readString(thread.resolve("status")).contains("\nState:\tT")) {
          return false;
        }
      }
      return true;
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

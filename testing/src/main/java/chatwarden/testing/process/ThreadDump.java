package chatwarden.testing.process;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** The threads of a JVM that does not do as expected, for the message of the test. */
final class ThreadDump {

  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final String FIRST_LINE = "Full thread dump";
  private static final String LAST_LINE = "JNI global refs";

  private ThreadDump() {}

  /**
   * Has a JVM print its threads.
   *
   * @param output the lines of its standard output so far
   * @return the dump, as far as it came in time; empty where the process is stopped
   */
  static String of(long pid, Supplier<List<String>> output) {
    if (ProcessSignal.isStopped(pid)) {
      return "";
    }
    int before = output.get().size();
    ProcessSignal.QUIT.send(pid);
    try {
      Awaitility.await()
          .atMost(LIMIT)
          .until(() -> output.get().stream().skip(before).anyMatch(ThreadDump::isLast));
    } catch (ConditionTimeoutException e) {
      // As far as it came.
    }
    return String.join(
        "\n",
        output.get().stream()
            .skip(before)
            .dropWhile(line -> !line.startsWith(FIRST_LINE))
            .takeWhile(line -> !isLast(line))
            .toList());
  }

  private static boolean isLast(String line) {
    return line.startsWith(LAST_LINE);
  }
}

package chatwarden.testing.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class JavaProcessTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  @Test
  void printsReadsAndEndsWithItsStatus() throws IOException {
    try (JavaProcess process = JavaProcess.ofMain(Echo.class.getName()).arguments("7").start()) {
      assertThat(process.awaitLine(Pattern.compile("read.*"), LIMIT)).isEqualTo("ready 7");
      process.standardInput().write("xin chào\n".getBytes(StandardCharsets.UTF_8));
      process.standardInput().close();
      assertThat(process.awaitExit(LIMIT)).isEqualTo(7);
      assertThat(process.standardOutput()).containsExactly("ready 7", "xin chào");
    }
  }

  @Test
  void waitingForALineOfADeadProcessFailsWithWhatItPrinted() {
    try (JavaProcess process = JavaProcess.ofMain(Echo.class.getName()).arguments("7").start()) {
      process.awaitLine(Pattern.compile("ready"), LIMIT);
      process.kill9();
      assertThat(process.isAlive()).isFalse();
      assertThatThrownBy(() -> process.awaitLine(Pattern.compile("never"), LIMIT))
          .hasMessageContaining("ready 7");
    }
  }

  @Test
  void suspendedProcessPrintsNothingUntilItIsResumed() throws IOException {
    try (JavaProcess process = JavaProcess.ofMain(Echo.class.getName()).arguments("0").start()) {
      process.awaitLine(Pattern.compile("ready"), LIMIT);
      process.suspend();
      process.standardInput().write("xin chào\n".getBytes(StandardCharsets.UTF_8));
      process.standardInput().close();
      assertThatThrownBy(() -> process.awaitLine(Pattern.compile("xin"), Duration.ofSeconds(1)))
          .hasMessageContaining("no /xin/");
      process.resume();
      assertThat(process.awaitExit(LIMIT)).isZero();
      assertThat(process.standardOutput()).contains("xin chào");
    }
  }

  @Test
  void aProcessThatIsLateShowsItsThreads() {
    try (JavaProcess process = JavaProcess.ofMain(Echo.class.getName()).arguments("0").start()) {
      process.awaitLine(Pattern.compile("ready"), LIMIT);
      assertThatThrownBy(() -> process.awaitLine(Pattern.compile("xin"), Duration.ofMillis(100)))
          .hasMessageContaining("no /xin/")
          .hasMessageContaining("Full thread dump")
          .hasMessageContaining("at " + Echo.class.getName());
    }
  }

  @Test
  void whatItStartedEndsWithIt() {
    ProcessHandle child;
    try (JavaProcess process = JavaProcess.ofMain(Starter.class.getName()).start()) {
      String line = process.awaitLine(Pattern.compile("started .*"), LIMIT);
      child = ProcessHandle.of(Long.parseLong(line.substring("started ".length()))).orElseThrow();
      assertThat(child.isAlive()).isTrue();
    }
    assertThat(child.isAlive()).isFalse();
  }

  /** Starts another process, prints its number and waits for it. */
  static final class Starter {

    public static void main(String[] arguments) throws IOException, InterruptedException {
      Process child = new ProcessBuilder("sleep", "600").start();
      System.out.println("started " + child.pid());
      child.waitFor();
    }
  }

  /** Prints that it is ready and its input, then exits with its argument. */
  static final class Echo {

    public static void main(String[] arguments) throws IOException {
      System.out.println("ready " + arguments[0]);
      System.in.transferTo(System.out);
      System.out.flush();
      System.exit(Integer.parseInt(arguments[0]));
    }
  }
}

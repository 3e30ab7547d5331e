package chatwarden.mlops.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chatwarden.runtime.error.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Scripts run by the Python of the path. */
class PythonStepTest {
  private static final String PYTHON = "python3";

  @TempDir private Path folder;
  private final List<String> progress = new ArrayList<>();

  @Test
  void linesOfTheScriptAreItsProgress() throws IOException {
    PythonStep step = script("import sys\nfor word in sys.argv[1:]:\n    print(word)\n");

    step.run(List.of("một", "hai"), progress::add);

    assertThat(progress).containsExactly("một", "hai");
  }

  @Test
  void scriptThatFailsIsNamedWithItsLastLines() throws IOException {
    PythonStep step = script("print('epoch=1')\nraise SystemExit('no space left')\n");

    assertThatThrownBy(() -> step.run(List.of(), progress::add))
        .hasMessageContaining("step.py ended with status 1: epoch=1 / no space left");
    assertThat(progress).startsWith("epoch=1");
  }

  @Test
  void missingInterpreterOrScriptIsNamedWithTheRemedy() throws IOException {
    Path script = Files.writeString(folder.resolve("step.py"), "");

    assertThatThrownBy(() -> new PythonStep("no-such-python", script).run(List.of(), progress::add))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("--python: cannot run no-such-python")
        .hasMessageContaining("requirements.txt");
    assertThatThrownBy(
            () -> new PythonStep(PYTHON, folder.resolve("none.py")).run(List.of(), progress::add))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("none.py");
  }

  @Test
  @Timeout(30)
  void scriptEndsWithTheRunThatStartedIt() throws IOException {
    PythonStep step =
        script(
            """
            import os, time
            print(os.getpid())
            while True:
                time.sleep(0.05)
                print('.')
            """);

    assertThatThrownBy(
            () ->
                step.run(
                    List.of(),
                    line -> {
                      progress.add(line);
                      if (line.equals(".")) {
                        throw new IllegalStateException("stopped");
                      }
                    }))
        .hasMessage("stopped");
    ProcessHandle.of(Long.parseLong(progress.getFirst()))
        .ifPresent(process -> assertThat(process.onExit()).succeedsWithin(Duration.ofSeconds(20)));
  }

  private PythonStep script(String content) throws IOException {
    assumeTrue(present(), "skipped: no python3 on the path");
    return new PythonStep(PYTHON, Files.writeString(folder.resolve("step.py"), content));
  }

  private static boolean present() {
    try {
      return new ProcessBuilder(PYTHON, "--version").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}

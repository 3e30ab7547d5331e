package chatwarden.mlops.run;

import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.InvalidInputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A step of a run that a Python script does, in a process of its own.
 *
 * @param python the interpreter, with the packages that the script needs
 * @param script the script
 */
public record PythonStep(String python, Path script) {

  /** Only the end of a script's complaint is of use in a message. */
  private static final int LAST_LINES = 3;

  /**
   * Runs the script to its end. A thread that is interrupted ends the script too.
   *
   * @param arguments of the script
   * @param progress takes each line that the script prints
   * @throws InvalidInputException if the interpreter or the script is missing
   * @throws ChatwardenException if the script fails; the message has its last lines
   */
  public void run(List<String> arguments, Consumer<String> progress) throws IOException {
    if (!Files.isReadable(script)) {
      throw InvalidInputException.of(
          "models/training", "cannot read " + script + " (expected: the checkout as the folder)");
    }
    List<String> command = new ArrayList<>(List.of(python, "-u", script.toString()));
    command.addAll(arguments);
    Process process = started(command);
    List<String> last = new ArrayList<>();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        progress.accept(line);
        last.add(line);
        if (last.size() > LAST_LINES) {
          last.removeFirst();
        }
      }
      int status = process.waitFor();
      if (status != 0) {
        throw failed(status, last);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(script.getFileName() + ": interrupted", e);
    } finally {
      process.destroy();
    }
  }

  private Process started(List<String> command) {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw InvalidInputException.of(
          "--python",
          "cannot run %s (expected: a Python 3.11 with the packages of %s)"
              .formatted(python, script.resolveSibling("requirements.txt")));
    }
  }

  private ChatwardenException failed(int status, List<String> last) {
    return FaultCode.FAILED_PRECONDITION.exception(
        "PYTHON_STEP_FAILED",
        "%s ended with status %d: %s"
            .formatted(script.getFileName(), status, String.join(" / ", last)));
  }
}

package chatwarden.it.door;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.testing.process.Executables;
import chatwarden.testing.project.ProjectRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * The clients in {@code it/clients}, run by Node; without Node or its registry they are skipped.
 */
final class NodeClients {
  private static final Path FOLDER = ProjectRoot.find().resolve("it/clients");
  private static final long INSTALL_SECONDS = 180;
  private static final long RUN_SECONDS = 60;

  private NodeClients() {}

  /** Installs the packages where that has not been done for this lock file. */
  static void install() throws IOException, InterruptedException {
    Executables.require("node");
    String npm = Executables.require("npm").toString();
    Path mark = FOLDER.resolve("node_modules/.installed");
    byte[] lock = Files.readAllBytes(FOLDER.resolve("package-lock.json"));
    if (Files.exists(mark) && Arrays.equals(Files.readAllBytes(mark), lock)) {
      return;
    }
    Output installed = run(INSTALL_SECONDS, npm, "ci", "--ignore-scripts", "--loglevel=error");
    Assumptions.assumeTrue(
        installed.status() == 0, () -> "npm cannot install the clients: " + installed.text());
    Files.write(mark, lock);
  }

  /** What a process printed and how it ended. */
  record Output(int status, String text) {}

  /** Runs a script and returns its output; fails where the script does. */
  static String run(String script, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("node", script));
    command.addAll(List.of(arguments));
    Output output = run(RUN_SECONDS, command.toArray(String[]::new));
    assertThat(output.status()).as(script + ": " + output.text()).isZero();
    return output.text();
  }

  private static Output run(long seconds, String... command)
      throws IOException, InterruptedException {
    Path file = Files.createTempFile("node", ".out");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(FOLDER.toFile())
              .redirectErrorStream(true)
              .redirectOutput(file.toFile())
              .start();
      if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return new Output(-1, "still running after " + seconds + " s");
      }
      return new Output(process.exitValue(), Files.readString(file, StandardCharsets.UTF_8));
    } finally {
      Files.deleteIfExists(file);
    }
  }
}

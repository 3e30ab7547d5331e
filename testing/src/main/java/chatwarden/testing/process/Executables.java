package chatwarden.testing.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** Programs on the PATH. */
public final class Executables {

  private static final String[] PLACES_BESIDE_PATH = {
    "/usr/sbin", "/usr/local/sbin", "/usr/local/bin"
  };

  private Executables() {}

  /** The program, if it is on the PATH or where servers are usually installed. */
  public static Optional<Path> find(String program) {
    String path = System.getenv().getOrDefault("PATH", "");
    for (String folder : path.split(File.pathSeparator, -1)) {
      Optional<Path> found = in(Path.of(folder), program);
      if (found.isPresent()) {
        return found;
      }
    }
    for (String folder : PLACES_BESIDE_PATH) {
      Optional<Path> found = in(Path.of(folder), program);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** The program; without it, the test that asks is skipped and says so. */
  public static Path require(String program) {
    Optional<Path> found = find(program);
    Assumptions.assumeTrue(found.isPresent(), () -> program + " is not installed on this machine");
    return found.orElseThrow();
  }

  private static Optional<Path> in(Path folder, String name) {
    Path file = folder.resolve(name);
    boolean program = Files.isExecutable(file) && !Files.isDirectory(file);
    return program ? Optional.of(file) : Optional.empty();
  }
}

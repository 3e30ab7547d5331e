package chatwarden.testing.engine;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Programs that {@code .ci/run} installs in the checkout. */
final class Installed {

  private Installed() {}

  /** Returns {@code program}; skips the test where it is missing, and says so. */
  static Path require(Path program, String name) {
    Assumptions.assumeTrue(
        Files.exists(program), () -> name + " is not installed; .ci/run puts it in " + program);
    return program;
  }
}

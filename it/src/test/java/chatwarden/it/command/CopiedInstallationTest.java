package chatwarden.it.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chatwarden.testing.process.JavaProcess;
import chatwarden.testing.project.ProjectRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the build made, in another place, with the cache of starts that was made in the first. */
class CopiedInstallationTest {
  private static final Pattern READY = Pattern.compile("^ready ");
  private static final Duration LIMIT = Duration.ofSeconds(120);
  private static final Path BUILT = Path.of("standalone", "target", "chatwarden");

  @TempDir private Path folder;

  @Test
  void startsAndStartsAgainOnUsedData() throws Exception {
    Path home = copied(ProjectRoot.find());

    for (int start = 1; start <= 2; start++) {
      try (JavaProcess up = up(home)) {
        up.awaitLine(READY, LIMIT);
        up.terminate();
        assertThat(up.awaitExit(LIMIT)).as("start " + start).isZero();
      }
    }
  }

  private JavaProcess up(Path home) {
    return JavaProcess.ofScript(home.resolve("chatwarden"))
        .environment(Map.of("CHATWARDEN_NO_BUILD", "1"))
        .arguments("up", "--source", "none", "--port", "0", "--set", "metrics.port=0")
        .arguments("--data-dir", folder.resolve("data").toString())
        .start();
  }

  /** Copies the launcher and the jars with their ages, which the JVM compares. */
  private Path copied(Path root) throws IOException {
    assumeTrue(Files.exists(root.resolve(BUILT).resolve("built")), "standalone is not packaged");
    Path home = folder.resolve("home");
    Files.createDirectories(home.resolve(BUILT));
    Files.createSymbolicLink(home.resolve("models"), root.resolve("models"));
    copy(root.resolve("chatwarden"), home.resolve("chatwarden"));
    List<Path> files;
    try (Stream<Path> found = Files.walk(root.resolve(BUILT))) {
      files = found.toList();
    }
    for (Path file : files) {
      copy(file, home.resolve(root.relativize(file)));
    }
    return home;
  }

  private static void copy(Path from, Path to) throws IOException {
    if (Files.isDirectory(from)) {
      Files.createDirectories(to);
    } else {
      Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
    }
  }
}

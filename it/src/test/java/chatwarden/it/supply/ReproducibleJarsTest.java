package chatwarden.it.supply;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.testing.project.ProjectRoot;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The jars of the project have nothing of the time and the place of their build. {@code
 * tools/reproduce} compares the jars of two builds.
 */
final class ReproducibleJarsTest {

  private static final Path ROOT = ProjectRoot.find();

  /** project.build.outputTimestamp of the root pom. */
  private static final LocalDateTime TIME =
      LocalDateTime.ofInstant(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);

  @ParameterizedTest
  @ValueSource(strings = {"standalone", "mlops"})
  void jarsHaveNothingOfTheirBuild(String module) throws IOException {
    List<String> traces = new ArrayList<>();
    List<Path> jars = jars(ROOT.resolve(module).resolve("target/chatwarden/lib"));
    for (Path file : jars) {
      try (JarFile jar = new JarFile(file.toFile())) {
        for (JarEntry entry : jar.stream().toList()) {
          String name = file.getFileName() + "!" + entry.getName();
          if (!entry.getTimeLocal().equals(TIME)) {
            traces.add(name + " is of " + entry.getTimeLocal());
          }
          if (content(jar, entry).contains(ROOT.toString())) {
            traces.add(name + " has the path of the sources");
          }
        }
        assertThat(jar.getManifest().getMainAttributes().keySet().toString())
            .as("manifest of %s", file)
            .doesNotContain("Built-By", "Build-Time", "Build-Host");
      }
    }
    assertThat(jars).hasSizeGreaterThan(5);
    assertThat(traces).isEmpty();
  }

  private static List<Path> jars(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().startsWith("chatwarden-")).toList();
    }
  }

  /** One character a byte, so that a path within a binary file is found. */
  private static String content(JarFile jar, JarEntry entry) throws IOException {
    try (InputStream in = jar.getInputStream(entry)) {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }
}

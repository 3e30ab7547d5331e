package chatwarden.deploy.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.deploy.command.ToolRun;
import chatwarden.deploy.settings.SettingVariables;
import chatwarden.testing.process.Executables;
import chatwarden.testing.project.ProjectRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SystemdUnitsTest {
  private static final Path UNITS = ProjectRoot.find().resolve("deploy/systemd");
  private static final String PROGRAM = "/opt/chatwarden/bin/chatwarden";

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {"chatwarden", "chatwarden@classifier", "chatwarden@bridge", "chatwarden@ingest"})
  void systemdFindsNothingWrongWithAUnit(String name) throws Exception {
    Path analyzer = Executables.require("systemd-analyze");
    String template = name.replaceFirst("@.*", "@") + ".service";
    // The program is not installed where the unit is checked.
    String unit = Files.readString(UNITS.resolve(template)).replace(PROGRAM, "/bin/true");
    Path file = Files.writeString(folder.resolve(name + ".service"), unit);

    ToolRun run =
        ToolRun.in(
            folder, Map.of(), List.of(analyzer.toString(), "verify", "--man=no", file.toString()));

    assertThat(run.output()).isEmpty();
    assertThat(run.status()).isZero();
  }

  @Test
  void unitsSetOnlySettingsThatExist() throws IOException {
    for (Path file : unitFiles()) {
      assertThat(SettingVariables.unknownIn(Files.readString(file))).as("%s", file).isEmpty();
    }
  }

  @Test
  void serversOfOneHostHaveDifferentMetricsPorts() throws IOException {
    Set<String> ports = new HashSet<>();
    for (Path file : unitFiles()) {
      for (String line : Files.readAllLines(file)) {
        if (line.startsWith("Environment=CHATWARDEN_METRICS_PORT=")) {
          assertThat(ports.add(line)).as("%s in %s is the only one", line, file).isTrue();
        }
      }
    }
    assertThat(ports).hasSize(5);
  }

  private static List<Path> unitFiles() throws IOException {
    try (Stream<Path> files = Files.walk(UNITS)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}

package chatwarden.it.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.testing.process.Executables;
import chatwarden.testing.project.ProjectRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of docs/alerts.yml, by Prometheus' own tool. */
class AlertRulesTest {

  private static final Path DOCS = ProjectRoot.find().resolve("docs");

  @ParameterizedTest
  @CsvSource({"check,alerts.yml", "test,alerts-test.yml"})
  void prometheusReadsTheRulesAndTheyFireWhenTheyShould(String verb, String file)
      throws IOException, InterruptedException {
    Path tool = Executables.require("promtool");

    Process process =
        new ProcessBuilder(tool.toString(), verb, "rules", file)
            .directory(DOCS.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(said).isZero();
  }
}

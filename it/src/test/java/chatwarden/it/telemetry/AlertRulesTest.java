package chatwarden.it.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.testing.process.Executables;
import chatwarden.testing.project.ProjectRoot;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

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

  @Test
  void everyAlertIsTestedWhileItFiresAndWhileItDoesNot() throws IOException {
    JsonNode tests = yaml("alerts-test.yml").get("tests");
    Set<String> firing = new TreeSet<>();
    Set<String> quiet = new TreeSet<>();
    for (JsonNode test : tests) {
      for (JsonNode each : test.path("alert_rule_test")) {
        (each.get("exp_alerts").isEmpty() ? quiet : firing).add(each.get("alertname").asText());
      }
    }

    assertThat(alerts()).hasSizeGreaterThan(10).isEqualTo(firing).isEqualTo(quiet);
  }

  private static Set<String> alerts() throws IOException {
    return yaml("alerts.yml").get("groups").findValues("alert").stream()
        .map(JsonNode::asText)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static JsonNode yaml(String file) throws IOException {
    Object read =
        new Load(LoadSettings.builder().build())
            .loadFromString(Files.readString(DOCS.resolve(file)));
    return new ObjectMapper().valueToTree(read);
  }
}

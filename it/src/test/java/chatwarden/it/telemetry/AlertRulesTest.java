package chatwarden.it.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.it.door.Platform;
import chatwarden.testing.process.Executables;
import chatwarden.testing.project.ProjectRoot;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of docs/alerts.yml, by Prometheus' own tool and beside the metrics of a platform. */
class AlertRulesTest {

  private static final Path DOCS = ProjectRoot.find().resolve("docs");
  private static final Pattern METRIC = Pattern.compile("\\b[a-z]+(?:_[a-z]+)+\\b");
  private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-z_]+)[{ ]");

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
  void everyMetricOfTheRulesIsOneThatAPlatformHas(@TempDir Path folder) throws Exception {
    Set<String> named =
        Files.readAllLines(DOCS.resolve("alerts.yml")).stream()
            .map(String::strip)
            .filter(line -> !line.startsWith("summary:") && !line.startsWith("action:"))
            .flatMap(line -> METRIC.matcher(line).results())
            .map(found -> found.group())
            .collect(Collectors.toCollection(TreeSet::new));
    try (Platform platform = new Platform(folder)) {
      String scraped =
          platform
              .http()
              .send(
                  HttpRequest.newBuilder(platform.uri("/metrics")).build(), BodyHandlers.ofString())
              .body();
      Set<String> there =
          SAMPLE
              .matcher(scraped)
              .results()
              .map(found -> found.group(1))
              .collect(Collectors.toSet());

      assertThat(named).contains("inference_refine_text_total").hasSizeGreaterThan(8);
      assertThat(there).containsAll(named);
    }
  }
}

package chatwarden.deploy.compose;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.deploy.command.ToolRun;
import chatwarden.testing.process.Executables;
import chatwarden.testing.project.ProjectRoot;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MonitoringTest {
  private static final Path ROOT = ProjectRoot.find();
  private static final Pattern METRIC = Pattern.compile("chatwarden_[a-z_]+");

  @Test
  void prometheusTakesItsConfiguration() throws Exception {
    String tool = Executables.require("promtool").toString();

    ToolRun run =
        ToolRun.in(
            "deploy/compose",
            Map.of(),
            List.of(tool, "check", "config", "--syntax-only", "prometheus.yaml"));

    assertThat(run.status()).as(run.output()).isZero();
  }

  @Test
  void panelsShowMetricsThatExist() throws Exception {
    Set<String> known =
        METRIC
            .matcher(Files.readString(ROOT.resolve("docs/reference/metrics.md")))
            .results()
            .map(MatchResult::group)
            .collect(Collectors.toSet());
    JsonNode dashboard =
        new ObjectMapper()
            .readTree(ROOT.resolve("deploy/grafana/dashboards/chatwarden.json").toFile());

    for (JsonNode panel : dashboard.get("panels")) {
      for (JsonNode target : panel.get("targets")) {
        for (MatchResult metric : METRIC.matcher(target.get("expr").asText()).results().toList()) {
          assertThat(known)
              .as(panel.get("title").asText())
              .contains(metric.group().replaceFirst("_(bucket|count|sum|max)$", ""));
        }
      }
    }
  }
}

package chatwarden.deploy.compose;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.deploy.command.ToolRun;
import chatwarden.deploy.document.YamlDocuments;
import chatwarden.deploy.settings.SettingVariables;
import chatwarden.testing.process.Executables;
import chatwarden.testing.project.ProjectRoot;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComposeFileTest {
  private static final String FOLDER = "deploy/compose";
  private static final List<String> SERVERS =
      List.of("classifier", "tagger", "rewriter", "ingest", "bridge", "pipelines");
  private static final Map<String, String> SECRETS =
      Map.of(
          "RABBITMQ_PASSWORD", "secret1",
          "REDIS_PASSWORD", "secret2",
          "GRAFANA_PASSWORD", "secret3",
          "METRICS_KEY_FILE", "./metrics-key");

  @Test
  void everyServerRunsByItselfWithRestrictedRights() throws Exception {
    JsonNode services = config().get("services");
    for (String server : SERVERS) {
      JsonNode service = services.get(server);
      assertThat(service.at("/command/0").asText()).as(server).isEqualTo("serve");
      assertThat(service.at("/command/1").asText()).isEqualTo(server);
      assertThat(service.get("read_only").asBoolean()).isTrue();
      assertThat(service.get("user").asText()).isEqualTo("10001:10001");
      assertThat(service.at("/cap_drop/0").asText()).isEqualTo("ALL");
    }
    assertThat(services.fieldNames())
        .toIterable()
        .containsAll(SERVERS)
        .contains("rabbitmq", "redis", "mlflow", "prometheus", "grafana");
  }

  @Test
  void serversGetOnlySettingsThatExist() throws Exception {
    JsonNode services = config().get("services");
    for (String server : SERVERS) {
      List<String> names = new ArrayList<>();
      services.get(server).get("environment").fieldNames().forEachRemaining(names::add);
      assertThat(SettingVariables.unknown(names)).as(server).isEmpty();
    }
  }

  @Test
  void nothingStartsWithoutItsSecrets() throws Exception {
    for (String secret : SECRETS.keySet()) {
      var without = new java.util.HashMap<>(SECRETS);
      without.put(secret, "");

      ToolRun run = compose(without);

      assertThat(run.status()).as(secret).isNotZero();
      assertThat(run.output()).contains(secret);
    }
    assertThat(read("compose.yaml")).doesNotContainPattern("(?i)pass(word)?: *[\"']?\\w");
  }

  @Test
  void portsArePublishedOnLoopbackOnly() throws Exception {
    for (JsonNode service : config().get("services")) {
      for (JsonNode port : service.path("ports")) {
        assertThat(port.asText()).startsWith("127.0.0.1:");
      }
    }
  }

  @Test
  void mlflowAnswersToTheNameThatTheServersUse() throws Exception {
    JsonNode services = config().get("services");
    String address =
        services.at("/classifier/environment/CHATWARDEN_TRACKING_URI").asText().substring(7);
    assertThat(services.at("/mlflow/command").toString())
        .containsPattern("--allowed-hosts=([^\"]*,)?" + address + "[,\"]");
    String required = Files.readString(ProjectRoot.find().resolve(".ci/requirements-mlflow.txt"));
    assertThat(read("mlflow.Dockerfile")).contains("'" + required.strip() + "'");
  }

  private static JsonNode config() throws Exception {
    ToolRun run = compose(SECRETS);
    assertThat(run.status()).as(run.output()).isZero();
    return YamlDocuments.one(run.output());
  }

  private static ToolRun compose(Map<String, String> variables) throws Exception {
    String tool = Executables.require("docker-compose").toString();
    return ToolRun.in(FOLDER, variables, List.of(tool, "--file", "compose.yaml", "config"));
  }

  private static String read(String file) throws IOException {
    return Files.readString(ProjectRoot.find().resolve(FOLDER).resolve(file));
  }
}

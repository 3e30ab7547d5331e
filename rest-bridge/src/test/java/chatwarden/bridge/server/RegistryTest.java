package chatwarden.bridge.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatwarden.mlflow.MlflowClient;
import chatwarden.mlflow.RegisteredVersion;
import chatwarden.mlflow.StrictMlflow;
import chatwarden.mlflow.TrackingKeys;
import chatwarden.mlflow.TrackingServer;
import chatwarden.runtime.config.Config;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RegistryTest {

  private static final String MOVE = "/v1/registry/aliases:move";
  private static final String MOVES = "/v1/registry/aliasMoves";

  private static RegisteredVersion register(MlflowClient client, String version) {
    client.registry().obtain("vi-linear");
    return client
        .registry()
        .register(
            "vi-linear",
            "m-" + version,
            "run-" + version,
            Map.of(
                "chatwarden.version", version,
                "chatwarden.alias", "champion",
                "chatwarden.alias.given", "an engineer"));
  }

  private static Config at(StrictMlflow mlflow) {
    return Config.defaults().with(TrackingKeys.URI, mlflow.uri());
  }

  @Test
  void moveIsMadeAndNoted() throws Exception {
    try (StrictMlflow mlflow = StrictMlflow.start()) {
      MlflowClient client = new MlflowClient(TrackingServer.at(mlflow.uri()));
      register(client, "5");
      register(client, "6");
      try (TestBridge bridge = TestBridge.start(at(mlflow))) {
        String body = "{\"model\":\"vi-linear\",\"alias\":\"champion\",\"version\":\"6\"}";

        JsonNode moved = TestBridge.json(bridge.post(MOVE, body));
        JsonNode again = TestBridge.json(bridge.post(MOVE, body));

        assertThat(moved.at("/move/registeredVersion").asText()).isEqualTo("2");
        assertThat(moved.at("/move/observed").asBoolean()).isFalse();
        assertThat(again.at("/move/id").asText()).isEmpty();
        assertThat(mlflow.store().aliases("vi-linear")).containsEntry("champion", "2");
        JsonNode log = TestBridge.json(bridge.get(MOVES));
        assertThat(log.at("/moves")).hasSize(1);
        assertThat(log.at("/moves/0/version").asText()).isEqualTo("6");
      }
    }
  }

  @Test
  void moveOfATrainingIsObservedWithItsUser() throws Exception {
    try (StrictMlflow mlflow = StrictMlflow.start()) {
      MlflowClient client = new MlflowClient(TrackingServer.at(mlflow.uri()));
      client.registry().point("vi-linear", "champion", register(client, "5").version());
      try (TestBridge bridge = TestBridge.start(at(mlflow))) {
        await()
            .untilAsserted(
                () ->
                    assertThat(TestBridge.json(bridge.get(MOVES)).at("/moves/0/caller").asText())
                        .isEqualTo("training:an engineer"));
        assertThat(TestBridge.json(bridge.get(MOVES)).at("/moves/0/observed").asBoolean()).isTrue();
      }
    }
  }

  @Test
  void refusalsNameTheirReason() throws Exception {
    try (StrictMlflow mlflow = StrictMlflow.start();
        TestBridge bridge = TestBridge.start(at(mlflow));
        TestBridge bare = TestBridge.start(Config.defaults())) {
      assertThat(bare.post(MOVE, "{\"model\":\"m\",\"alias\":\"a\",\"version\":\"1\"}").body())
          .contains("tracking.uri is not set");
      assertThat(bridge.post(MOVE, "{\"model\":\"m\",\"alias\":\"a\",\"version\":\"1\"}"))
          .satisfies(answer -> assertThat(answer.statusCode()).isEqualTo(404))
          .satisfies(
              answer -> assertThat(answer.body()).contains("version 1 of m is not registered"));
      assertThat(bridge.post(MOVE, "{\"model\":\"m'\",\"alias\":\"a\",\"version\":\"1\"}").body())
          .contains("without ', / and :");
    }
  }
}

package chatwarden.bridge.server;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.mlops.v1.Artefact;
import chatwarden.mlops.v1.Pipeline;
import chatwarden.mlops.v1.PipelineStep;
import chatwarden.mlops.v1.StepResult;
import chatwarden.runtime.config.Config;
import chatwarden.store.pipeline.RunFolder;
import chatwarden.store.pipeline.StepLease;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PipelineTest {

  private @TempDir Path folder;
  private TestBridge bridge;

  @BeforeEach
  void open() throws Exception {
    bridge = TestBridge.start(Config.defaults().with(RunFolder.FOLDER, folder.toString()));
    bridge
        .steps()
        .publish(
            List.of(
                Pipeline.newBuilder()
                    .setName("train")
                    .putParameters("language", "vi")
                    .addSteps(PipelineStep.newBuilder().setName("fit").addOutputs("model"))
                    .build()));
  }

  @AfterEach
  void close() throws Exception {
    bridge.close();
  }

  private JsonNode post(String path, String body) throws Exception {
    return TestBridge.json(bridge.post(path, body));
  }

  private JsonNode get(String path) throws Exception {
    return TestBridge.json(bridge.get(path));
  }

  @Test
  void runIsBegunCancelledAndResumed() throws Exception {
    JsonNode begun =
        post(
            "/v1/pipelines/train:run",
            "{\"run\":\"r1\",\"parameters\":[{\"name\":\"language\",\"value\":\"en\"}]}");
    JsonNode cancelled = post("/v1/pipelineRuns/r1:cancel", "{}");
    JsonNode resumed = post("/v1/pipelineRuns/r1:resume", "{}");

    assertThat(begun.at("/state").asText()).isEqualTo("RUN_RUNNING");
    assertThat(begun.at("/parameters/language").asText()).isEqualTo("en");
    assertThat(cancelled.at("/state").asText()).isEqualTo("RUN_CANCELLED");
    assertThat(resumed.at("/state").asText()).isEqualTo("RUN_RUNNING");
    assertThat(get("/v1/pipelines").at("/pipelines/0/name").asText()).isEqualTo("train");
    assertThat(get("/v1/pipelineRuns").at("/runs/0/steps/0/state").asText())
        .isEqualTo("STEP_WAITING");
    assertThat(get("/v1/pipelineActions").at("/actions").findValuesAsText("kind"))
        .containsExactly("RUN_RESUMED", "RUN_CANCEL_REQUESTED", "RUN_BEGUN");
  }

  @Test
  void logAndFilesOfAStepAreRead() throws Exception {
    post("/v1/pipelines/train:run", "{\"run\":\"r1\"}");
    StepLease lease =
        bridge
            .steps()
            .claim(bridge.steps().open().getFirst(), "fit", "w", Duration.ofMinutes(1))
            .orElseThrow();
    Path file = folder.resolve("r1/fit.1/model/weights");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "0123456789");
    lease.log("epoch 1".getBytes(StandardCharsets.UTF_8), 0);
    lease.done(
        StepResult.newBuilder()
            .setFolder("fit.1")
            .addArtefacts(Artefact.newBuilder().setPath("model/weights").setSize(10))
            .build(),
        false);

    String at = "/v1/pipelineRuns/r1/steps/fit/artefact?path=";
    JsonNode part = get(at + "model/weights&offset=4");

    assertThat(get("/v1/pipelineRuns/r1/steps/fit/log").at("/text").asText()).isEqualTo("epoch 1");
    assertThat(Base64.getDecoder().decode(part.at("/content").asText()))
        .isEqualTo("456789".getBytes(StandardCharsets.UTF_8));
    assertThat(part.at("/size").asLong()).isEqualTo(10);
    assertThat(get(at + "model/weights&offset=10").at("/content").asText()).isEmpty();
    assertThat(bridge.get(at + "../fit.1/model/weights").statusCode()).isEqualTo(404);
    assertThat(bridge.get(at + "model/weights&offset=-1").statusCode()).isEqualTo(400);
    Files.delete(file);
    assertThat(bridge.get(at + "model/weights").body()).contains("has to share that folder");
  }

  @Test
  void refusalsNameTheirReason() throws Exception {
    assertThat(bridge.post("/v1/pipelines/none:run", "{}").statusCode()).isEqualTo(404);
    assertThat(bridge.get("/v1/pipelineRuns/none").statusCode()).isEqualTo(404);
    post("/v1/pipelines/train:run", "{\"run\":\"r1\"}");
    assertThat(bridge.post("/v1/pipelines/train:run", "{\"run\":\"r2\"}").body())
        .contains("PIPELINE_RUNS");
    assertThat(
            bridge
                .post(
                    "/v1/pipelines/train:run",
                    "{\"parameters\":[{\"name\":\"x\",\"value\":\"1\"}]}")
                .body())
        .contains("expected: one of language");
  }
}

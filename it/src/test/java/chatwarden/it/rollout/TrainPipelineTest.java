package chatwarden.it.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatwarden.it.door.RunningPlatform;
import chatwarden.it.process.ChatwardenProcess;
import chatwarden.it.rollout.LabelledPhrases.Phrase;
import chatwarden.testing.engine.RabbitServer;
import chatwarden.testing.engine.RedisServer;
import chatwarden.testing.process.JavaProcess;
import chatwarden.testing.project.ProjectRoot;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The pipeline {@code train} as it ships, from the decisions of a moderator to the version that
 * answers: a platform on a RabbitMQ and a Redis, two workers of which one is killed in the middle,
 * and MLflow.
 */
@Timeout(600)
class TrainPipelineTest {

  private static final String MODEL = "own";
  private static final String RUN = "own-run";
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration RUN_LIMIT = Duration.ofSeconds(300);

  @TempDir private Path folder = Path.of("");
  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened.reversed()) {
      each.close();
    }
  }

  private <T extends AutoCloseable> T opened(T part) {
    opened.add(part);
    return part;
  }

  @Test
  void decisionsBecomeTheVersionThatAnswersThoughWorkersAreKilled() throws Exception {
    PipelineTracking mlflow = opened(PipelineTracking.start());
    StepPrograms programs = StepPrograms.in(folder);
    trainTheFirstVersion(programs, mlflow);
    RedisServer redis = opened(RedisServer.start());
    RunningPlatform platform = opened(platform(redis, mlflow));
    new ModeratedChat(platform).decideOn(decided());
    List<Phrase> texts = texts(60, 20);
    assertThat(answering(platform, texts)).isEqualTo("own@1");
    assertThat(mlflow.version(MODEL, "champion")).isEqualTo("1");

    ModelTraffic traffic = opened(ModelTraffic.start(platform.channel(), MODEL, texts));
    KilledWorkers workers = opened(new KilledWorkers(workerSettings(redis, mlflow, programs)));
    begin(platform);
    killDuring("train", platform, workers, () -> true);
    killDuring(
        "register", platform, workers, () -> platform.get("/v1/rollouts/" + MODEL).status() == 200);
    JsonNode run = ended(platform);

    assertThat(run.path("state").asText()).as("%s", run).isEqualTo("RUN_DONE");
    assertThat(step(run, "train").path("attempt").asInt()).isEqualTo(2);
    assertThat(answering(platform, texts)).isEqualTo("own@2");
    assertThat(traffic.versions()).containsExactlyInAnyOrder("own@1", "own@2");
    assertThat(traffic.failures()).isEmpty();
    assertThat(mlflow.version(MODEL, "champion")).isEqualTo("2");
    assertThat(platform.get("/v1/rollouts/own").body().at("/rollout/stage").asText())
        .isEqualTo("PROMOTED");
    assertThat(artefact(platform, "gate", "gate.json")).contains("\"version before\":\"1\"");
    assertThat(artefact(platform, "data", "set/provenance.json")).contains("\"DECISION\" : 281");
    assertThat(artefact(platform, "shadow", "shadow.html"))
        .contains("own: 2 beside 1", "<h2>Compared texts</h2>")
        .doesNotContain("<td>0</td><td>0</td><td>0</td><td>0</td><td>0</td>");
  }

  private void trainTheFirstVersion(StepPrograms programs, PipelineTracking mlflow)
      throws Exception {
    Path data = Files.createDirectories(folder.resolve("first"));
    Files.writeString(data.resolve("train.csv"), LabelledPhrases.csv(withMistakes(texts(80, 40))));
    Files.writeString(data.resolve("dev.csv"), LabelledPhrases.csv(texts(120, 15)));
    programs.run(
        Map.of("CHATWARDEN_TRACKING_URI", mlflow.uri()),
        "train",
        "stage1",
        "--language",
        "en",
        "--name",
        MODEL,
        "--data",
        data.toString(),
        "--models",
        models());
  }

  /** Adds some texts with the label of others, by which the second version is the better one. */
  private static List<Phrase> withMistakes(List<Phrase> phrases) {
    List<Phrase> all = new ArrayList<>(phrases);
    LabelledPhrases.of("CLEAN", 80, 3).forEach(each -> all.add(each.as("OFFENSIVE")));
    LabelledPhrases.of("OFFENSIVE", 80, 3).forEach(each -> all.add(each.as("CLEAN")));
    return all;
  }

  private String models() {
    return folder.resolve("models").toString();
  }

  private String runs() {
    return "pipelines.folder=" + folder.resolve("runs");
  }

  private RunningPlatform platform(RedisServer redis, PipelineTracking mlflow) {
    RabbitServer rabbit = opened(RabbitServer.start());
    return new RunningPlatform(
        folder.resolve("data"),
        "broker.uri=" + rabbit.uri(),
        "redis.uri=" + redis.uri(),
        "tracking.uri=" + mlflow.uri(),
        "model.sources=" + models() + "," + ProjectRoot.find().resolve("models"),
        "model.preference=classification.en=own,span-tagging.en=en-crf",
        "model.poll=200ms",
        "metrics.port=0",
        "shadow.share=1",
        "rollout.interval=200ms",
        runs(),
        "pipelines.parallel=0");
  }

  private List<String> workerSettings(
      RedisServer redis, PipelineTracking mlflow, StepPrograms programs) {
    return List.of(
        "redis.uri=" + redis.uri(),
        "tracking.uri=" + mlflow.uri(),
        "data.dir=" + folder.resolve("worker"),
        "metrics.port=0",
        runs(),
        "pipelines.launcher=" + programs.script(),
        "pipelines.lease=5s",
        "pipelines.poll=100ms");
  }

  /** As many comments of each label; none is among those of the moderator. */
  private static List<Phrase> texts(int first, int ofEach) {
    List<Phrase> texts = new ArrayList<>();
    for (String label : List.of("CLEAN", "OFFENSIVE", "HATE")) {
      texts.addAll(LabelledPhrases.of(label, first, ofEach));
    }
    return texts;
  }

  /** Comments that a moderator decides on; of one text twice, and each time otherwise. */
  private static List<Phrase> decided() {
    List<Phrase> phrases = new ArrayList<>(LabelledPhrases.of("OFFENSIVE", 140, 75));
    phrases.addAll(LabelledPhrases.of("HATE", 140, 75));
    phrases.addAll(LabelledPhrases.of("CLEAN", 140, 130));
    phrases.add(phrases.getLast().as("OFFENSIVE"));
    return phrases;
  }

  private static String answering(RunningPlatform platform, List<Phrase> texts) {
    return ModelTraffic.answering(platform.channel(), MODEL, texts.getFirst().text());
  }

  private void begin(RunningPlatform platform) {
    List<String> arguments = new ArrayList<>(List.of("pipeline", "run", "train", "--run", RUN));
    Map<String, String> parameters =
        Map.of(
            "language", "en",
            "model", MODEL,
            "models", models(),
            "bridge", "127.0.0.1:" + platform.port(),
            "compare-for", "25s",
            "canary-share", "0.5",
            "canary-for", "30s");
    parameters.forEach((name, value) -> arguments.addAll(List.of("--param", name + "=" + value)));
    arguments.addAll(List.of("--target", "127.0.0.1:" + platform.port()));
    try (JavaProcess command = ChatwardenProcess.launch(arguments.toArray(String[]::new))) {
      assertThat(command.awaitExit(LIMIT)).as("%s", command.standardError()).isZero();
    }
  }

  /** Kills the worker that runs a step, once something has happened. */
  private static void killDuring(
      String step, RunningPlatform platform, KilledWorkers workers, BooleanSupplier happened) {
    JsonNode run =
        await("the step " + step)
            .atMost(RUN_LIMIT)
            .pollInterval(Duration.ofMillis(20))
            .until(
                () -> run(platform),
                now ->
                    isOver(now)
                        || (!step(now, step).path("worker").asText().isEmpty()
                            && happened.getAsBoolean()));
    assertThat(isOver(run)).as("%s", run).isFalse();
    workers.kill(step(run, step).path("worker").asText());
  }

  private static boolean isOver(JsonNode run) {
    return !run.path("state").asText().equals("RUN_RUNNING");
  }

  private static JsonNode run(RunningPlatform platform) {
    return platform.get("/v1/pipelineRuns/" + RUN).body();
  }

  private static JsonNode step(JsonNode run, String name) {
    for (JsonNode step : run.path("steps")) {
      if (step.at("/step/name").asText().equals(name)) {
        return step;
      }
    }
    throw new AssertionError("no step " + name + " in " + run);
  }

  private static JsonNode ended(RunningPlatform platform) {
    return await("the end of the run")
        .atMost(RUN_LIMIT)
        .until(() -> run(platform), TrainPipelineTest::isOver);
  }

  private static String artefact(RunningPlatform platform, String step, String path) {
    JsonNode answer =
        platform
            .get("/v1/pipelineRuns/%s/steps/%s/artefact?path=%s".formatted(RUN, step, path))
            .body();
    byte[] content = Base64.getDecoder().decode(answer.path("content").asText());
    return new String(content, StandardCharsets.UTF_8);
  }
}

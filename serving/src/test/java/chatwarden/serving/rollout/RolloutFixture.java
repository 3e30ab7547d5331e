package chatwarden.serving.rollout;

import chatwarden.repository.ModelFolder;
import chatwarden.repository.ModelFolders;
import chatwarden.repository.ModelFolders.Echo;
import chatwarden.repository.ModelRepository;
import chatwarden.repository.VersionPolicy;
import chatwarden.repository.source.SourceKeys;
import chatwarden.rollout.v1.Rollout;
import chatwarden.rollout.v1.RolloutCriteria;
import chatwarden.rollout.v1.RolloutDifferences;
import chatwarden.rollout.v1.RolloutStage;
import chatwarden.rollout.v1.SyncRolloutsRequest;
import chatwarden.rollout.v1.SyncRolloutsResponse;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.grpc.CallAffinity;
import chatwarden.runtime.telemetry.Telemetry;
import chatwarden.serving.door.Answer;
import chatwarden.serving.door.Inference;
import chatwarden.serving.door.InferenceService;
import chatwarden.serving.door.ServingKeys;
import chatwarden.serving.door.TextCall;
import com.google.protobuf.util.Durations;
import io.grpc.Context;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Serves two versions of a model, of which the second flags texts with "bad" too, and does as it is
 * told with some: it fails, or it never answers.
 */
@Timeout(60)
abstract class RolloutFixture {

  static final String MODEL = "vi-echo";

  @TempDir Path root = Path.of(".");
  Telemetry telemetry = Telemetry.prometheus();
  final CountDownLatch never = new CountDownLatch(1);

  /** Another question to the same models: they hear the texts in capitals. */
  private final Inference<Echo, String, String> loud =
      Inference.ofTexts(
          (model, texts) -> answers(model, texts.stream().map(String::toUpperCase).toList()));

  private ModelRepository<Echo> repository = repository();
  InferenceService<Echo, String> service = service();

  @BeforeEach
  void start() throws Exception {
    ModelFolders models = new ModelFolders(root.resolve("models"));
    models.add(MODEL, "1", "vi", "one");
    models.add(MODEL, "2", "vi", "two");
    telemetry = Telemetry.prometheus();
    repository = repository();
    service = service();
    begin();
  }

  private void begin() throws Exception {
    service.rollouts().start();
    repository.start();
    service.start();
  }

  @AfterEach
  void end() {
    never.countDown();
    service.close();
    repository.close();
    service.rollouts().close();
  }

  /** Ends the server and starts another one in its place. */
  void restart() throws Exception {
    end();
    repository = repository();
    service = service();
    begin();
  }

  void refresh() {
    repository.refresh();
  }

  private ModelRepository<Echo> repository() {
    return new ModelRepository<>(
        ModelFolders.TASK,
        ModelFolder.at(root.resolve("models")),
        List.of(new ModelFolders.Loader()),
        new VersionPolicy(1, Map.of()),
        telemetry.registry());
  }

  private InferenceService<Echo, String> service() {
    return new InferenceService<>(
        "echo-server",
        repository,
        new EchoQuestion(Inference.ofTexts(this::answers), List.of(loud)),
        _ -> "vi",
        new EchoComparison(),
        Config.defaults()
            .with(SourceKeys.DATA_DIR, root.resolve("data").toString())
            .with(ServingKeys.INFERENCE_THREADS, 1)
            .with(RolloutKeys.SHADOW_SHARE, 1.0)
            .with(RolloutKeys.LEASE, lease()),
        telemetry);
  }

  Duration lease() {
    return Duration.ofMinutes(10);
  }

  private List<String> answers(Echo model, List<String> texts) {
    List<String> answers = model.answer(texts);
    boolean second = answers.getFirst().startsWith("two");
    if (second && texts.stream().anyMatch(text -> text.contains("fail"))) {
      throw new IllegalStateException("told to fail");
    }
    if (second && texts.stream().anyMatch(text -> text.contains("hang"))) {
      try {
        never.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return answers;
  }

  /** Flags awful words, and by the second version also bad ones; each for its words. */
  private static final class EchoComparison implements Comparison<Echo, String> {

    @Override
    public Optional<ComparedAnswer> compared(String answer) {
      boolean flagged =
          answer.contains("awful") || (answer.startsWith("two") && answer.contains("bad"));
      return Optional.of(
          new ComparedAnswer(flagged ? "OFFENSIVE" : "CLEAN", flagged ? 0.9 : 0.1, flagged));
    }

    @Override
    public Map<String, Double> reasons(Echo model, String text, Supplier<String> answer) {
      boolean second = model.answer(List.of("")).getFirst().startsWith("two");
      return second && text.contains("bad") ? Map.of("bad", 2.0) : Map.of("bad", 0.5);
    }
  }

  static Rollout rollout(RolloutStage stage, double share) {
    return Rollout.newBuilder()
        .setId("r1")
        .setModel(MODEL)
        .setChampion("1")
        .setChallenger("2")
        .setStage(stage)
        .setCanaryShare((float) share)
        .setCriteria(RolloutCriteria.newBuilder().setHoldDuration(Durations.fromMinutes(5)))
        .build();
  }

  SyncRolloutsResponse sync(long revision, Rollout... rollouts) {
    SyncRolloutsResponse response =
        service
            .rollouts()
            .sync(
                SyncRolloutsRequest.newBuilder()
                    .setRevision(revision)
                    .addAllRollouts(List.of(rollouts))
                    .build());
    repository.refresh();
    return response;
  }

  RolloutDifferences differences() {
    return service
        .rollouts()
        .sync(SyncRolloutsRequest.getDefaultInstance())
        .getReports(0)
        .getDifferences();
  }

  List<Answer<String>> ask(String... texts) {
    return askFor("", texts);
  }

  List<Answer<String>> askLoud(String text) {
    return service
        .ask(new TextCall(List.of("id"), List.of(text), "vi", ""), loud)
        .toCompletableFuture()
        .join();
  }

  List<Answer<String>> askFor(String model, String... texts) {
    List<String> ids = IntStream.range(0, texts.length).mapToObj(i -> "id" + i).toList();
    return service.ask(new TextCall(ids, List.of(texts), "vi", model)).toCompletableFuture().join();
  }

  String versionFor(String chat, String text) {
    Context before = CallAffinity.within(Context.current(), chat).attach();
    try {
      return ask(text).getFirst().manifest().id().version();
    } finally {
      Context.current().detach(before);
    }
  }
}

package chatwarden.serving.door;

import chatwarden.repository.ModelFolder;
import chatwarden.repository.ModelFolders;
import chatwarden.repository.ModelFolders.Echo;
import chatwarden.repository.ModelRepository;
import chatwarden.repository.VersionPolicy;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.telemetry.Telemetry;
import chatwarden.serving.rollout.Comparison;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/**
 * Serves a model that answers with its name and the text, on one thread with two places to wait.
 */
@Timeout(30)
abstract class InferenceServiceFixture {

  private static final Config CONFIG =
      Config.defaults().with(ServingKeys.INFERENCE_THREADS, 1).with(ServingKeys.INFERENCE_QUEUE, 2);

  final Path root;
  final Telemetry telemetry = Telemetry.prometheus();
  final AtomicInteger batches = new AtomicInteger();
  final AtomicInteger detections = new AtomicInteger();
  final List<Integer> refined = new CopyOnWriteArrayList<>();
  private final Inference<Echo, String, String> question = new Echoes();
  boolean knowsUnknown;
  final CountDownLatch entered = new CountDownLatch(1);
  final CountDownLatch released = new CountDownLatch(1);
  final ModelRepository<Echo> repository;
  final InferenceService<Echo, String> door;

  InferenceServiceFixture(Path root) {
    this.root = root;
    this.repository =
        new ModelRepository<>(
            ModelFolders.TASK,
            ModelFolder.at(root),
            List.of(new ModelFolders.Loader()),
            VersionPolicy.ALL,
            telemetry.registry());
    this.door =
        new InferenceService<>(
            "echo-server",
            repository,
            question,
            this::detect,
            Comparison.none(),
            CONFIG,
            telemetry);
  }

  @BeforeEach
  void start() {
    new ModelFolders(root).add("vi-echo", "1", "vi", "vi");
    repository.start();
    door.start();
  }

  @AfterEach
  void close() {
    released.countDown();
    door.close();
    repository.close();
    telemetry.close();
  }

  /** Improves answers to texts that ask for it, and knows no language of texts that say so. */
  private final class Echoes implements Inference<Echo, String, String> {

    @Override
    public String tokenise(Echo model, String text, String language) {
      return text;
    }

    @Override
    public int tokens(String text) {
      return 1;
    }

    @Override
    public List<String> run(Echo model, List<String> texts) {
      return infer(model, texts);
    }

    @Override
    public boolean isFinal(String answer) {
      return !answer.contains("improve") || answer.startsWith("better");
    }

    @Override
    public List<String> refine(Echo model, List<String> texts, List<String> answers) {
      refined.add(texts.size());
      return answers.stream().map(answer -> "better " + answer).toList();
    }

    @Override
    public boolean marksUnknownLanguages() {
      return knowsUnknown;
    }

    @Override
    public String inUnknownLanguage(String answer) {
      return "unknown " + answer;
    }
  }

  private List<String> infer(Echo model, List<String> texts) {
    batches.incrementAndGet();
    if (texts.contains("block")) {
      entered.countDown();
      try {
        released.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return texts.contains("lose one") ? List.of() : model.answer(texts);
  }

  private String detect(String text) {
    detections.incrementAndGet();
    return text.startsWith("en ")
        ? "en"
        : text.startsWith("fr ") ? "fr" : text.startsWith("und ") ? "und" : "vi";
  }

  void serveEnglishToo() {
    new ModelFolders(root).add("en-echo", "7", "en", "en");
    repository.refresh();
  }

  static TextCall call(String... texts) {
    return callFor("", "", texts);
  }

  static TextCall callFor(String language, String model, String... texts) {
    List<String> ids = IntStream.range(0, texts.length).mapToObj(i -> "id" + i).toList();
    return new TextCall(ids, List.of(texts), language, model);
  }

  List<String> answers(TextCall call) {
    return door.ask(call).toCompletableFuture().join().stream()
        .map(answer -> answer.id() + "=" + answer.result() + " by " + answer.model())
        .toList();
  }

  /** One call under way, two waiting. */
  List<CompletableFuture<?>> fill() throws InterruptedException {
    CompletableFuture<?> first = door.ask(call("block")).toCompletableFuture();
    entered.await();
    return Stream.concat(
            Stream.of(first), Stream.of("a", "b").map(t -> door.ask(call(t)).toCompletableFuture()))
        .<CompletableFuture<?>>map(call -> call)
        .toList();
  }
}

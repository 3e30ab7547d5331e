package chatwarden.serving.door;

import chatwarden.runtime.config.Config;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.lifecycle.ServicePart;
import chatwarden.runtime.telemetry.Telemetry;
import chatwarden.serving.batch.Batcher;
import chatwarden.serving.repository.ModelLease;
import chatwarden.serving.repository.ModelManifest;
import chatwarden.serving.repository.ModelRepository;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/**
 * Answers calls about texts with the models of a repository: chooses the model of every text, and
 * runs models through a {@link Batcher}, which puts texts of many calls together.
 *
 * <p>A call answers all of its texts, in their order, or fails as a whole. It may be made on any
 * thread and does not block; its texts are tokenised on that thread. A call keeps the version of
 * the model that was served when it came.
 *
 * @param <M> the type of the models
 * @param <R> what a model says of one text
 */
public final class TextDoor<M extends AutoCloseable, R> implements ServicePart {

  private static final String AUTO = "auto";
  private static final Pattern LANGUAGE_TAG =
      Pattern.compile("([A-Za-z]{2,3})(-[A-Za-z0-9]{1,8}){0,8}");

  private final ModelRepository<M> repository;
  private final Inference<M, ?, R> inference;
  private final LanguageDetector detector;
  private final String defaultLanguage;
  private final TextMetrics metrics;
  private final Batcher batcher;

  /**
   * @param server what the server is called in metrics and messages
   * @param detector asked only when a call leaves the language open and several are served
   */
  public TextDoor(
      String server,
      ModelRepository<M> repository,
      Inference<M, ?, R> inference,
      LanguageDetector detector,
      Config config,
      Telemetry telemetry) {
    this.repository = repository;
    this.inference = inference;
    this.detector = detector;
    this.defaultLanguage = config.get(ServingKeys.DEFAULT_LANGUAGE);
    this.metrics = new TextMetrics(server, telemetry.registry());
    this.batcher = new Batcher(server, ServingKeys.batches(config), telemetry.registry());
  }

  @Override
  public String name() {
    return batcher.name();
  }

  @Override
  public void start() {
    batcher.start();
  }

  @Override
  public void drain(Duration timeout) throws InterruptedException {
    batcher.drain(timeout);
  }

  @Override
  public void close() {
    batcher.close();
  }

  /** How long a call that comes now is expected to wait, in nanoseconds; see {@link Batcher}. */
  public long expectedWaitNanos() {
    return batcher.expectedWaitNanos();
  }

  /**
   * The answers to {@code call}, for the caller of the current gRPC context: one that is cancelled
   * or late is not run. The stage completes on an inference thread.
   *
   * @throws chatwarden.runtime.error.ChatwardenException if the call is refused at once
   */
  public CompletionStage<List<Answer<R>>> ask(TextCall call) {
    return ask(call, inference);
  }

  /**
   * As {@link #ask(TextCall)}, with another question to the same models.
   *
   * @param question runs as the usual one does; calls share batches where it is the same object
   */
  public <P, T> CompletionStage<List<Answer<T>>> ask(TextCall call, Inference<M, P, T> question) {
    TextLimits.check(call);
    String language = primaryLanguage(call.language());
    return answer(call, language, question);
  }

  private <P, T> CompletionStage<List<Answer<T>>> answer(
      TextCall call, String language, Inference<M, P, T> question) {
    if (!call.model().isEmpty()) {
      return withOne(call, repository.lease(call.model()), question);
    }
    if (!language.equals(AUTO)) {
      return withOne(call, repository.leaseFor(language), question);
    }
    SortedSet<String> served = repository.languages();
    if (served.size() == 1) {
      return withOne(call, repository.leaseFor(served.getFirst()), question);
    }
    Map<String, List<Integer>> places = byLanguage(call.texts(), served);
    if (places.size() == 1) {
      return withOne(call, repository.leaseFor(places.keySet().iterator().next()), question);
    }
    return withSeveral(call, places, question);
  }

  private <P, T> CompletionStage<List<Answer<T>>> withOne(
      TextCall call, ModelLease<M> lease, Inference<M, P, T> question) {
    ModelManifest manifest = lease.manifest();
    return submit(call.texts(), lease, question)
        .thenApply(
            results -> {
              List<Answer<T>> answers = new ArrayList<>(results.size());
              for (int i = 0; i < results.size(); i++) {
                answers.add(answer(call, i, results.get(i), manifest));
              }
              return answers;
            });
  }

  private static <T> Answer<T> answer(TextCall call, int place, T result, ModelManifest manifest) {
    return new Answer<>(call.ids().get(place), call.texts().get(place), result, manifest);
  }

  private <P, T> CompletionStage<List<Answer<T>>> withSeveral(
      TextCall call, Map<String, List<Integer>> places, Inference<M, P, T> question) {
    List<CompletableFuture<Map<Integer, Answer<T>>>> parts = new ArrayList<>(places.size());
    places.forEach((language, some) -> parts.add(part(call, language, some, question)));
    return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new))
        .thenApply(
            _ -> {
              Map<Integer, Answer<T>> answers = new TreeMap<>();
              parts.forEach(part -> answers.putAll(part.join()));
              return List.copyOf(answers.values());
            });
  }

  /** The answers to the texts at {@code places}, by their places. */
  private <P, T> CompletableFuture<Map<Integer, Answer<T>>> part(
      TextCall call, String language, List<Integer> places, Inference<M, P, T> question) {
    ModelLease<M> lease = repository.leaseFor(language);
    ModelManifest manifest = lease.manifest();
    List<String> texts = places.stream().map(call.texts()::get).toList();
    return submit(texts, lease, question)
        .thenApply(
            results -> {
              Map<Integer, Answer<T>> answers = new HashMap<>();
              for (int i = 0; i < results.size(); i++) {
                int place = places.get(i);
                answers.put(place, answer(call, place, results.get(i), manifest));
              }
              return answers;
            });
  }

  /** Asks the leased model and gives the lease back. */
  private <P, T> CompletableFuture<List<T>> submit(
      List<String> texts, ModelLease<M> lease, Inference<M, P, T> question) {
    M model = lease.model();
    return batcher
        .submit(
            new ModelRun<>(lease.id(), model, question),
            () -> texts.stream().map(text -> question.tokenise(model, text)).toList(),
            lease::close)
        .thenApply(
            results -> {
              metrics.answered(lease.id().toString(), texts.size());
              return results;
            });
  }

  private Map<String, List<Integer>> byLanguage(List<String> texts, SortedSet<String> served) {
    String otherwise = served.contains(defaultLanguage) ? defaultLanguage : served.getFirst();
    Map<String, List<Integer>> places = new LinkedHashMap<>();
    for (int i = 0; i < texts.size(); i++) {
      String detected = detector.detect(texts.get(i));
      String language = served.contains(detected) ? detected : otherwise;
      places.computeIfAbsent(language, _ -> new ArrayList<>()).add(i);
    }
    return places;
  }

  private static String primaryLanguage(String tag) {
    if (tag.isEmpty() || tag.equals(AUTO)) {
      return AUTO;
    }
    var matcher = LANGUAGE_TAG.matcher(tag);
    if (!matcher.matches()) {
      throw InvalidInputException.of(
          "language", "is no BCP 47 tag (expected: such as vi, en, or auto)");
    }
    return matcher.group(1).toLowerCase(Locale.ROOT);
  }
}

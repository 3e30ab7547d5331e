package chatwarden.serving.door;

import chatwarden.runtime.config.Config;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.lifecycle.ServicePart;
import chatwarden.runtime.telemetry.Telemetry;
import chatwarden.serving.repository.ModelLease;
import chatwarden.serving.repository.ModelRepository;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/**
 * Answers calls about texts with the models of a repository: chooses the model of every text, and
 * runs models on the inference threads, as many texts at a time as the call has for the model.
 *
 * <p>A call answers all of its texts, in their order, or fails as a whole. It may be made on any
 * thread and does not block.
 *
 * @param <M> the type of the models
 * @param <R> what a model says of one text
 */
public final class TextDoor<M extends AutoCloseable, R> implements ServicePart {

  private static final String AUTO = "auto";
  private static final Pattern LANGUAGE_TAG =
      Pattern.compile("([A-Za-z]{2,3})(-[A-Za-z0-9]{1,8}){0,8}");

  private final ModelRepository<M> repository;
  private final Inference<M, R> inference;
  private final LanguageDetector detector;
  private final String defaultLanguage;
  private final ServingMetrics metrics;
  private final InferencePool pool;

  /**
   * @param server what the server is called in metrics and messages
   * @param detector asked only when a call leaves the language open and several are served
   */
  public TextDoor(
      String server,
      ModelRepository<M> repository,
      Inference<M, R> inference,
      LanguageDetector detector,
      Config config,
      Telemetry telemetry) {
    this.repository = repository;
    this.inference = inference;
    this.detector = detector;
    this.defaultLanguage = config.get(ServingKeys.DEFAULT_LANGUAGE);
    this.metrics = new ServingMetrics(server, telemetry.registry());
    this.pool =
        new InferencePool(
            server,
            config.get(ServingKeys.INFERENCE_THREADS),
            config.get(ServingKeys.INFERENCE_QUEUE),
            metrics);
  }

  @Override
  public String name() {
    return pool.name();
  }

  @Override
  public void start() {
    pool.start();
  }

  @Override
  public void drain(Duration timeout) throws InterruptedException {
    pool.drain(timeout);
  }

  @Override
  public void close() {
    pool.close();
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
   * @param question runs on an inference thread, as the usual one does
   */
  public <T> CompletionStage<List<Answer<T>>> ask(TextCall call, Inference<M, T> question) {
    TextLimits.check(call);
    String language = primaryLanguage(call.language());
    return pool.submit(() -> answer(call, language, question));
  }

  private <T> List<Answer<T>> answer(TextCall call, String language, Inference<M, T> question) {
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

  private <T> List<Answer<T>> withOne(
      TextCall call, ModelLease<M> lease, Inference<M, T> question) {
    try (lease) {
      List<T> results = infer(lease, call.texts(), question);
      List<Answer<T>> answers = new ArrayList<>(results.size());
      for (int i = 0; i < results.size(); i++) {
        answers.add(
            new Answer<>(call.ids().get(i), call.texts().get(i), results.get(i), lease.manifest()));
      }
      return answers;
    }
  }

  private <T> List<Answer<T>> withSeveral(
      TextCall call, Map<String, List<Integer>> places, Inference<M, T> question) {
    Map<Integer, Answer<T>> answers = new TreeMap<>();
    places.forEach(
        (language, indexes) -> {
          TextCall part =
              new TextCall(
                  indexes.stream().map(call.ids()::get).toList(),
                  indexes.stream().map(call.texts()::get).toList(),
                  language,
                  "");
          List<Answer<T>> some = withOne(part, repository.leaseFor(language), question);
          for (int i = 0; i < some.size(); i++) {
            answers.put(indexes.get(i), some.get(i));
          }
        });
    return List.copyOf(answers.values());
  }

  private <T> List<T> infer(ModelLease<M> lease, List<String> texts, Inference<M, T> question) {
    List<T> results = question.run(lease.model(), texts);
    if (results.size() != texts.size()) {
      throw new IllegalStateException(
          "model "
              + lease.id()
              + " answered "
              + results.size()
              + " of "
              + texts.size()
              + " texts (a bug)");
    }
    metrics.answered(lease.id().toString(), results.size());
    return results;
  }

  /** The places of the texts by the language that serves them. */
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

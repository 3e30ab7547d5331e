package chatwarden.serving.door;

import chatwarden.runtime.config.Config;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.lifecycle.ServicePart;
import chatwarden.runtime.telemetry.Telemetry;
import chatwarden.serving.batch.Batcher;
import chatwarden.serving.batch.Refiner;
import chatwarden.serving.repository.ModelId;
import chatwarden.serving.repository.ModelLease;
import chatwarden.serving.repository.ModelManifest;
import chatwarden.serving.repository.ModelRepository;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

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

  private static final String AUTO = Inference.ANY_LANGUAGE;
  private static final Pattern LANGUAGE_TAG =
      Pattern.compile("([A-Za-z]{2,3})(-[A-Za-z0-9]{1,8}){0,8}");

  private final ModelRepository<M> repository;
  private final Inference<M, ?, R> inference;
  private final LanguageDetector detector;
  private final String defaultLanguage;
  private final TextMetrics metrics;
  private final Batcher batcher;
  private final Refiner refiner;

  /** Takes answers to the texts of a call before all of them are final. */
  @FunctionalInterface
  public interface FirstAnswers<T> {

    /** Takes the answer to the text at {@code place}; on any thread. */
    void take(int place, Answer<T> answer, boolean isFinal);
  }

  /**
   * @param server what the server is called in metrics and messages
   * @param detector asked only when a call leaves the language open
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
    this.refiner = new Refiner(server, ServingKeys.refinement(config), telemetry.registry());
  }

  @Override
  public String name() {
    return batcher.name();
  }

  @Override
  public void start() {
    batcher.start();
    refiner.start();
  }

  @Override
  public void drain(Duration timeout) throws InterruptedException {
    long end = System.nanoTime() + timeout.toNanos();
    batcher.drain(timeout);
    refiner.drain(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
  }

  @Override
  public void close() {
    batcher.close();
    refiner.close();
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
   * As {@link #ask(TextCall)}, with the answers before they are all final, which are waited for as
   * long as it takes.
   *
   * @param first takes the first answer to each text
   */
  public CompletionStage<List<Answer<R>>> ask(TextCall call, FirstAnswers<R> first) {
    return ask(call, inference, first);
  }

  /**
   * As {@link #ask(TextCall)}, with another question to the same models.
   *
   * @param question runs as the usual one does; calls share batches where it is the same object
   */
  public <P, T> CompletionStage<List<Answer<T>>> ask(TextCall call, Inference<M, P, T> question) {
    return ask(call, question, null);
  }

  private <P, T> CompletionStage<List<Answer<T>>> ask(
      TextCall call, Inference<M, P, T> question, @Nullable FirstAnswers<T> first) {
    TextLimits.check(call);
    String language = primaryLanguage(call.language());
    Asking<P, T> asking = new Asking<>(call, question, first);
    if (!call.model().isEmpty()) {
      return asking.one(repository.lease(call.model()), language);
    }
    return language.equals(AUTO)
        ? asking.eachInItsLanguage()
        : asking.one(repository.leaseFor(language), language);
  }

  /** One call with one question. */
  private final class Asking<P, T> {

    private final TextCall call;
    private final Inference<M, P, T> question;

    /**
     * Takes the first answers, and so waits for the better ones; null where they are not wanted.
     */
    private final @Nullable FirstAnswers<T> first;

    Asking(TextCall call, Inference<M, P, T> question, @Nullable FirstAnswers<T> first) {
      this.call = call;
      this.question = question;
      this.first = first;
    }

    /** Asks the leased model about all texts. */
    CompletionStage<List<Answer<T>>> one(ModelLease<M> lease, String language) {
      List<Integer> all = IntStream.range(0, call.texts().size()).boxed().toList();
      List<String> known = lease.manifest().languages();
      String asked = known.size() == 1 ? known.getFirst() : language;
      IntFunction<String> languageOf =
          place -> asked.equals(AUTO) ? detected(call.texts().get(place), known) : asked;
      return part(all, lease, asked, languageOf)
          .thenApply(answers -> List.copyOf(answers.values()));
    }

    private String detected(String text, List<String> known) {
      String language = detector.detect(text);
      return known.contains(language) ? language : "";
    }

    /** Asks the models of the languages that are detected text by text. */
    CompletionStage<List<Answer<T>>> eachInItsLanguage() {
      SortedSet<String> served = repository.languages();
      String otherwise = served.contains(defaultLanguage) ? defaultLanguage : served.getFirst();
      List<String> languages = new ArrayList<>(call.texts().size());
      Map<String, List<Integer>> places = new LinkedHashMap<>();
      boolean alike = served.size() == 1 && !question.marksUnknownLanguages();
      for (int i = 0; i < call.texts().size(); i++) {
        String detected = alike ? otherwise : detector.detect(call.texts().get(i));
        String language = served.contains(detected) ? detected : otherwise;
        boolean unknown = isUnknown(detected);
        metrics.ofUnknownLanguage(unknown ? 1 : 0);
        languages.add(unknown ? detected : language);
        places.computeIfAbsent(language, _ -> new ArrayList<>()).add(i);
      }
      List<CompletableFuture<SortedMap<Integer, Answer<T>>>> parts = byModel(places, languages);
      return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new))
          .thenApply(
              _ -> {
                SortedMap<Integer, Answer<T>> answers = new TreeMap<>();
                parts.forEach(part -> answers.putAll(part.join()));
                return List.copyOf(answers.values());
              });
    }

    private boolean isUnknown(String language) {
      return language.equals(LanguageDetector.UNKNOWN) && question.marksUnknownLanguages();
    }

    /** A model of several languages gets their texts together, and detects them itself. */
    private List<CompletableFuture<SortedMap<Integer, Answer<T>>>> byModel(
        Map<String, List<Integer>> places, List<String> languages) {
      List<CompletableFuture<SortedMap<Integer, Answer<T>>>> parts = new ArrayList<>();
      SequencedMap<ModelId, ModelLease<M>> leases = new LinkedHashMap<>();
      Map<ModelId, SortedSet<Integer>> together = new LinkedHashMap<>();
      try {
        places.forEach(
            (language, some) -> {
              ModelLease<M> lease = repository.leaseFor(language);
              if (leases.putIfAbsent(lease.id(), lease) != null) {
                lease.close();
              }
              together.computeIfAbsent(lease.id(), _ -> new TreeSet<>()).addAll(some);
            });
        while (!leases.isEmpty()) {
          ModelLease<M> lease = leases.pollFirstEntry().getValue();
          List<Integer> some = List.copyOf(together.getOrDefault(lease.id(), new TreeSet<>()));
          boolean several = lease.manifest().languages().size() > 1;
          String language = several ? AUTO : lease.manifest().languages().getFirst();
          parts.add(part(some, lease, language, languages::get));
        }
        return parts;
      } catch (RuntimeException e) {
        leases.values().forEach(ModelLease::close);
        throw e;
      }
    }

    /** Asks a model about the texts at {@code places}, in order; gives the lease back. */
    private CompletableFuture<SortedMap<Integer, Answer<T>>> part(
        List<Integer> places,
        ModelLease<M> lease,
        String language,
        IntFunction<String> languageOf) {
      M model = lease.model();
      ModelManifest manifest = lease.manifest();
      ModelRun<M, P, T> run = new ModelRun<>(lease.id(), model, question);
      ModelLease<M> second = lease.again();
      List<P> rows = new ArrayList<>(places.size());
      return submit(run, rows, places, lease, second, language)
          .thenCompose(
              results -> {
                for (int i = 0; first != null && i < results.size(); i++) {
                  T result = results.get(i);
                  int place = places.get(i);
                  Answer<T> answer = answer(place, result, languageOf.apply(place), manifest);
                  first.take(place, answer, question.isFinal(result));
                }
                return refiner.refine(run, rows, results, first != null, second::close);
              })
          .thenApply(
              results -> {
                metrics.answered(run.id().toString(), places.size());
                SortedMap<Integer, Answer<T>> answers = new TreeMap<>();
                for (int i = 0; i < results.size(); i++) {
                  int place = places.get(i);
                  String in = languageOf.apply(place);
                  answers.put(place, answer(place, results.get(i), in, manifest));
                }
                return answers;
              });
    }

    /** Asks for the first answers; where they fail, gives the second lease back, too. */
    private CompletableFuture<List<T>> submit(
        ModelRun<M, P, T> run,
        List<P> rows,
        List<Integer> places,
        ModelLease<M> lease,
        ModelLease<M> second,
        String language) {
      try {
        return batcher
            .submit(
                run,
                () -> {
                  for (int place : places) {
                    rows.add(question.tokenise(run.model(), call.texts().get(place), language));
                  }
                  return rows;
                },
                lease::close)
            .whenComplete(
                (_, fault) -> {
                  if (fault != null) {
                    second.close();
                  }
                });
      } catch (RuntimeException | Error e) {
        second.close();
        throw e;
      }
    }

    private Answer<T> answer(int place, T result, String language, ModelManifest manifest) {
      T marked = isUnknown(language) ? question.inUnknownLanguage(result) : result;
      return new Answer<>(
          call.ids().get(place), call.texts().get(place), marked, language, manifest);
    }
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

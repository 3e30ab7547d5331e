package chatwarden.serving.door;

import chatwarden.repository.ModelId;
import chatwarden.repository.ModelLease;
import chatwarden.repository.ModelManifest;
import chatwarden.serving.door.InferenceService.FirstAnswers;
import chatwarden.serving.rollout.ComparedAnswer;
import chatwarden.serving.rollout.Route;
import io.grpc.Context;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One call with one question: chooses the model of every text, asks each model about its texts, and
 * puts the answers in the order of the call. Used once.
 *
 * @param <M> the type of the models
 * @param <P> a text as the models take it
 * @param <T> a model's answer to one text
 */
final class InferenceCall<M extends AutoCloseable, P, T> {

  private final InferenceParts<M> parts;
  private final TextCall call;
  private final Inference<M, P, T> question;

  /** Takes the first answers, and so waits for the better ones; null where they are not wanted. */
  private final @Nullable FirstAnswers<T> first;

  /** Gives the part of an answer by which versions are compared. */
  private final ComparedQuestion<T> compared;

  InferenceCall(
      InferenceParts<M> parts,
      TextCall call,
      Inference<M, P, T> question,
      @Nullable FirstAnswers<T> first,
      ComparedQuestion<T> compared) {
    this.parts = parts;
    this.call = call;
    this.question = question;
    this.first = first;
    this.compared = compared;
  }

  /** Asks the leased model about all texts. */
  CompletionStage<List<Answer<T>>> one(ModelLease<M> lease, String language) {
    List<Integer> all = IntStream.range(0, call.texts().size()).boxed().toList();
    List<String> known = lease.manifest().languages();
    String asked = known.size() == 1 ? known.getFirst() : language;
    IntFunction<String> languageOf =
        place ->
            asked.equals(Inference.ANY_LANGUAGE) ? detected(call.texts().get(place), known) : asked;
    return share(all, lease, asked, languageOf).thenApply(answers -> List.copyOf(answers.values()));
  }

  private String detected(String text, List<String> known) {
    String language = parts.detector().detect(text);
    return known.contains(language) ? language : "";
  }

  /** Asks the models of the languages that are detected text by text. */
  CompletionStage<List<Answer<T>>> eachInItsLanguage() {
    SortedSet<String> served = parts.repository().languages();
    String otherwise =
        served.contains(parts.defaultLanguage()) ? parts.defaultLanguage() : served.getFirst();
    List<String> languages = new ArrayList<>(call.texts().size());
    Map<String, List<Integer>> places = new LinkedHashMap<>();
    boolean alike = served.size() == 1 && !question.marksUnknownLanguages();
    for (int i = 0; i < call.texts().size(); i++) {
      String detected = alike ? otherwise : parts.detector().detect(call.texts().get(i));
      String language = served.contains(detected) ? detected : otherwise;
      boolean unknown = isUnknown(detected);
      parts.metrics().ofUnknownLanguage(unknown ? 1 : 0);
      languages.add(unknown ? detected : language);
      places.computeIfAbsent(language, _ -> new ArrayList<>()).add(i);
    }
    List<CompletableFuture<SortedMap<Integer, Answer<T>>>> shares = byModel(places, languages);
    return joined(shares).thenApply(answers -> List.copyOf(answers.values()));
  }

  private static <A> CompletableFuture<SortedMap<Integer, A>> joined(
      List<CompletableFuture<SortedMap<Integer, A>>> shares) {
    return CompletableFuture.allOf(shares.toArray(CompletableFuture[]::new))
        .thenApply(
            _ -> {
              SortedMap<Integer, A> answers = new TreeMap<>();
              shares.forEach(share -> answers.putAll(share.join()));
              return answers;
            });
  }

  private boolean isUnknown(String language) {
    return language.equals(LanguageIdentifier.UNKNOWN) && question.marksUnknownLanguages();
  }

  /** A model of several languages gets their texts together, and detects them itself. */
  private List<CompletableFuture<SortedMap<Integer, Answer<T>>>> byModel(
      Map<String, List<Integer>> places, List<String> languages) {
    List<CompletableFuture<SortedMap<Integer, Answer<T>>>> shares = new ArrayList<>();
    SequencedMap<ModelId, ModelLease<M>> leases = new LinkedHashMap<>();
    Map<ModelId, SortedSet<Integer>> together = new LinkedHashMap<>();
    try {
      places.forEach(
          (language, some) -> {
            ModelLease<M> lease = parts.repository().leaseFor(language);
            if (leases.putIfAbsent(lease.id(), lease) != null) {
              lease.close();
            }
            together.computeIfAbsent(lease.id(), _ -> new TreeSet<>()).addAll(some);
          });
      while (!leases.isEmpty()) {
        ModelLease<M> lease = leases.pollFirstEntry().getValue();
        List<Integer> some = List.copyOf(together.getOrDefault(lease.id(), new TreeSet<>()));
        boolean several = lease.manifest().languages().size() > 1;
        String language =
            several ? Inference.ANY_LANGUAGE : lease.manifest().languages().getFirst();
        shares.add(share(some, lease, language, languages::get));
      }
      return shares;
    } catch (RuntimeException e) {
      leases.values().forEach(ModelLease::close);
      throw e;
    }
  }

  /** Asks the versions that rollouts choose, unless the call names one; gives the lease back. */
  private CompletableFuture<SortedMap<Integer, Answer<T>>> share(
      List<Integer> places, ModelLease<M> lease, String language, IntFunction<String> languageOf) {
    List<Route<M>> routes =
        call.model().contains("@")
            ? List.of(Route.fixed(lease, places))
            : parts.rollouts().routes(lease, places, call.texts()::get);
    if (routes.size() == 1) {
      return ask(routes.getFirst(), language, languageOf);
    }
    List<CompletableFuture<SortedMap<Integer, Answer<T>>>> shares = new ArrayList<>();
    Deque<Route<M>> open = new ArrayDeque<>(routes);
    try {
      while (!open.isEmpty()) {
        shares.add(ask(open.removeFirst(), language, languageOf));
      }
    } catch (RuntimeException | Error e) {
      open.forEach(route -> route.lease().close());
      throw e;
    }
    return joined(shares);
  }

  /** Asks a version about its texts, in order; gives the lease back. */
  private CompletableFuture<SortedMap<Integer, Answer<T>>> ask(
      Route<M> route, String language, IntFunction<String> languageOf) {
    List<Integer> places = route.places();
    ModelLease<M> lease = route.lease();
    M model = lease.model();
    ModelManifest manifest = lease.manifest();
    ModelCounts counts = parts.counts().of(lease.id());
    ModelRun<M, P, T> run = new ModelRun<>(lease.id(), model, question, counts);
    long begin = System.nanoTime();
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
              return parts.refiner().refine(run, rows, results, first != null, second::close);
            })
        .thenApply(
            results -> {
              parts.metrics().answered(run.id().toString(), places.size());
              compare(route, results, language, languageOf, System.nanoTime() - begin);
              SortedMap<Integer, Answer<T>> answers = new TreeMap<>();
              for (int i = 0; i < results.size(); i++) {
                int place = places.get(i);
                String in = languageOf.apply(place);
                answers.put(place, answer(place, results.get(i), in, manifest));
              }
              return answers;
            })
        .whenComplete(
            (_, fault) -> {
              long took = System.nanoTime() - begin;
              (fault == null ? counts.answered() : counts.failed()).add(took);
              if (fault != null) {
                route.failed(fault, took);
              }
            });
  }

  private void compare(
      Route<M> route,
      List<T> results,
      String language,
      IntFunction<String> languageOf,
      long nanos) {
    List<ComparedAnswer> answers = new ArrayList<>(results.size());
    for (int i = 0; i < results.size(); i++) {
      int place = route.places().get(i);
      ComparedAnswer answer = compared.compared().apply(results.get(i)).orElse(null);
      if (answer != null && !isUnknown(languageOf.apply(place))) {
        answers.add(answer);
        route.compare(call.texts().get(place), language, compared.number(), answer);
      }
    }
    route.answered(nanos, answers);
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
      return parts
          .batcher()
          .submit(
              run,
              () -> {
                for (int place : places) {
                  P row = question.tokenise(run.model(), call.texts().get(place), language);
                  rows.add(first == null ? row : question.inParts(row, parts(place, lease, first)));
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

  /** Passes parts of the answer to a text on, unless the caller is gone. */
  private Consumer<T> parts(int place, ModelLease<M> lease, FirstAnswers<T> taker) {
    Context caller = Context.current();
    ModelManifest manifest = lease.manifest();
    return part -> {
      if (caller.isCancelled()) {
        throw new CancellationException("the caller is gone");
      }
      taker.take(place, answer(place, part, "", manifest), false);
    };
  }

  private Answer<T> answer(int place, T result, String language, ModelManifest manifest) {
    T marked = isUnknown(language) ? question.inUnknownLanguage(result) : result;
    return new Answer<>(call.ids().get(place), call.texts().get(place), marked, language, manifest);
  }
}

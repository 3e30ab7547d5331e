package chatwarden.serving.rollout;

import chatwarden.repository.ModelLease;
import chatwarden.repository.ModelRepository;
import chatwarden.runtime.error.ChatwardenException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the other version score texts that one answered, and compares the answers, on one thread of
 * its own: a version that is slow, or never comes back, keeps no call waiting. Texts that come
 * while the server is busy are left out.
 */
final class ShadowWorker<M extends AutoCloseable, R> {

  private static final Logger log = LoggerFactory.getLogger(ShadowWorker.class);

  private final ModelRepository<M> repository;
  private final List<TextsRun<M, R>> runs;
  private final Comparison<M, R> comparison;
  private final ShadowQueue queue;
  private final BooleanSupplier isBusy;
  private final ExplanationBudget explanations;
  private @Nullable Thread thread;

  ShadowWorker(
      ModelRepository<M> repository,
      List<TextsRun<M, R>> runs,
      Comparison<M, R> comparison,
      ShadowQueue queue,
      BooleanSupplier isBusy,
      InstantSource clock) {
    this.repository = repository;
    this.runs = List.copyOf(runs);
    this.comparison = comparison;
    this.queue = queue;
    this.isBusy = isBusy;
    this.explanations = new ExplanationBudget(clock);
  }

  void start(String server) {
    thread = Thread.ofPlatform().name(server + "-shadow").daemon().start(this::work);
  }

  void close() {
    if (thread != null) {
      thread.interrupt();
    }
  }

  private void work() {
    try {
      while (true) {
        turn(queue.take());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void turn(List<ShadowText> texts) {
    try {
      ShadowText first = texts.getFirst();
      Side second = first.answeredBy().other();
      Optional<ModelLease<M>> found =
          isBusy.getAsBoolean()
              ? Optional.empty()
              : repository.leaseOf(first.plan().version(second));
      if (found.isEmpty()) {
        first.trial().dropped(texts.size());
        return;
      }
      try (ModelLease<M> lease = found.get()) {
        score(texts, second, lease.model());
      }
    } catch (ChatwardenException e) {
      log.debug("Left out texts reason={}", e.reason()); // The models are being closed.
    } catch (RuntimeException | Error e) {
      log.error("Failed to compare versions (a bug)", e);
    }
  }

  private void score(List<ShadowText> texts, Side second, M model) {
    List<R> answers;
    try {
      answers = run(model, texts);
    } catch (RuntimeException | Error e) {
      if (texts.size() == 1) {
        texts.getFirst().trial().failedComparison(second);
      } else {
        texts.forEach(text -> score(List.of(text), second, model));
      }
      return;
    }
    for (int i = 0; i < answers.size(); i++) {
      ShadowText text = texts.get(i);
      comparison.compared(answers.get(i)).ifPresent(answer -> compare(text, second, answer, model));
    }
  }

  private List<R> run(M model, List<ShadowText> texts) {
    ShadowText first = texts.getFirst();
    return runs.get(first.question())
        .run(model, texts.stream().map(ShadowText::text).toList(), first.language());
  }

  private void compare(ShadowText text, Side second, ComparedAnswer answer, M model) {
    boolean isChallenger = second == Side.CHALLENGER;
    ComparedAnswer champion = isChallenger ? text.answer() : answer;
    ComparedAnswer challenger = isChallenger ? answer : text.answer();
    text.trial().compared(second, champion, challenger);
    if (champion.differsFrom(challenger) && explanations.take()) {
      repository
          .leaseOf(text.plan().version(text.answeredBy()))
          .ifPresent(
              lease -> {
                try (lease) {
                  explain(
                      text,
                      isChallenger ? lease.model() : model,
                      isChallenger ? model : lease.model());
                }
              });
    }
  }

  private void explain(ShadowText text, M champion, M challenger) {
    try {
      text.trial().explained(text.text(), reasons(text, champion), reasons(text, challenger));
    } catch (RuntimeException e) {
      log.debug("Could not explain a difference problem={}", e.getClass().getSimpleName());
    }
  }

  private Map<String, Double> reasons(ShadowText text, M model) {
    return comparison.reasons(model, text.text(), () -> run(model, List.of(text)).getFirst());
  }
}

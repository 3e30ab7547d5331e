package chatwarden.mlops.study;

import static java.util.Objects.requireNonNull;

import chatwarden.mlops.search.SearchSpace;
import chatwarden.mlops.search.Trial;
import chatwarden.mlops.search.TrialState;
import chatwarden.mlops.study.Study.Begun;
import chatwarden.runtime.error.FaultCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Makes the trials that a study lacks. The first of ours has the parameters of a given starting
 * point, the others those of the plan's sampler; each tries the folds in order until the plan's
 * pruner stops it. A loss that is not a finite number fails its trial, an error of the objective
 * ends the search, and its trial is made again by the next run.
 *
 * <p>With one worker the same seed gives the same trials, whether the search ran through or was
 * resumed. With several, which trials a sampler has seen depends on their speed.
 */
public final class Search {
  private static final String NOT_FINITE = "loss is not a finite number";

  private final SearchPlan plan;
  private final SortedMap<String, Double> start;
  private final int folds;
  private final long seed;
  private final Consumer<String> progress;

  /** The loss of parameters on one fold. */
  @FunctionalInterface
  public interface Objective {
    /**
     * Returns the loss, lower is better, on {@code fold}, from 0. With several workers it is called
     * on several threads at once.
     */
    double loss(SortedMap<String, Double> parameters, int fold);
  }

  /**
   * A search.
   *
   * @param start the parameters of the first trial
   * @param folds how many folds a trial has
   * @param seed for the draws
   * @param progress takes a line for each trial, by one thread at a time
   */
  public Search(
      SearchPlan plan,
      SortedMap<String, Double> start,
      int folds,
      long seed,
      Consumer<String> progress) {
    this.plan = requireNonNull(plan, "plan");
    this.start = requireNonNull(start, "start");
    this.folds = folds;
    this.seed = seed;
    this.progress = requireNonNull(progress, "progress");
    if (folds < 1) {
      throw new IllegalArgumentException("folds: " + folds + " (expected: >= 1)");
    }
  }

  /**
   * Makes trials until the study has as many as the plan says, marks the best complete one as the
   * winner, and returns it. Trials of other workers count; those that still run are not waited for.
   *
   * @throws chatwarden.runtime.error.ChatwardenException if no trial is complete
   */
  public Trial run(Objective objective, Study study) throws IOException {
    announce(
        "search study=%s sampler=%s pruner=%s workers=%d"
            .formatted(study.name(), plan.sampler().name(), plan.pruner().name(), plan.workers()));
    AtomicBoolean stopped = new AtomicBoolean();
    if (plan.workers() == 1) {
      work(objective, study, stopped);
    } else {
      inParallel(() -> work(objective, study, stopped));
    }
    Trial winner =
        Trial.best(study.trials())
            .orElseThrow(
                () ->
                    FaultCode.FAILED_PRECONDITION.exception(
                        "SEARCH_WITHOUT_RESULT",
                        "search: no complete trial among %d (expected: >= 1 with a finite loss)"
                            .formatted(plan.trials())));
    study.mark(winner);
    announce(
        String.format(
            Locale.ROOT,
            "search winner=%d loss=%.4f %s",
            winner.number(),
            winner.loss(),
            winner.described()));
    return winner;
  }

  @FunctionalInterface
  private interface Work {
    void run() throws IOException;
  }

  private void inParallel(Work work) throws IOException {
    try (ExecutorService workers =
        Executors.newFixedThreadPool(
            plan.workers(), Thread.ofPlatform().name("search-", 0).factory())) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < plan.workers(); i++) {
        running.add(
            workers.submit(
                () -> {
                  work.run();
                  return null;
                }));
      }
      for (Future<?> each : running) {
        await(each);
      }
    }
  }

  private static void await(Future<?> worker) throws IOException {
    try {
      worker.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("search: interrupted", e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException cause -> throw cause;
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }

  private void work(Objective objective, Study study, AtomicBoolean stopped) throws IOException {
    boolean done = false;
    try {
      while (!stopped.get()) {
        var next = study.begin(plan.trials(), (trials, draw) -> parameters(study, trials, draw));
        if (next.isEmpty()) {
          break;
        }
        attempt(next.get(), objective, study);
      }
      done = true;
    } finally {
      if (!done) {
        stopped.set(true);
      }
    }
  }

  private SortedMap<String, Double> parameters(Study study, List<Trial> trials, int draw) {
    SearchSpace space = study.space();
    return draw == 0
        ? start
        : plan.sampler().sample(space, trials, new SplittableRandom(seed * 1_000_003 + draw));
  }

  private void attempt(Begun trial, Objective objective, Study study) throws IOException {
    List<Double> losses = new ArrayList<>();
    TrialState state;
    try {
      state = folds(trial, losses, objective, study);
    } catch (IOException | RuntimeException | Error e) {
      abandon(trial, study, e);
      throw e;
    }
    announce(
        String.format(
            Locale.ROOT,
            "search trial=%d of=%d number=%d state=%s loss=%.4f folds=%d%s",
            trial.place(),
            plan.trials(),
            trial.number(),
            state.name().toLowerCase(Locale.ROOT),
            state == TrialState.FAILED ? Double.NaN : losses.getLast(),
            losses.size(),
            described(trial.parameters())));
  }

  /** Tries the folds, and returns how the trial ended. */
  private TrialState folds(Begun trial, List<Double> losses, Objective objective, Study study)
      throws IOException {
    double sum = 0;
    for (int fold = 0; fold < folds; fold++) {
      sum += objective.loss(trial.parameters(), fold);
      double mean = sum / (fold + 1);
      if (!Double.isFinite(mean)) {
        study.fail(trial, NOT_FINITE);
        return TrialState.FAILED;
      }
      losses.add(mean);
      study.report(trial, fold + 1, mean, plan.pruner().marks(losses));
      if (fold + 1 < folds && plan.pruner().prunes(losses, others(trial, study))) {
        study.end(trial, TrialState.PRUNED, mean);
        return TrialState.PRUNED;
      }
    }
    study.end(trial, TrialState.COMPLETE, losses.getLast());
    return TrialState.COMPLETE;
  }

  private static List<Trial> others(Begun trial, Study study) throws IOException {
    return study.trials().stream().filter(each -> each.number() != trial.number()).toList();
  }

  /** Fails a trial that an error ended, on an interrupted thread too. */
  private static void abandon(Begun trial, Study study, Throwable cause) {
    boolean interrupted = Thread.interrupted();
    try {
      study.fail(trial, TrialEntry.ABANDONED);
    } catch (IOException | RuntimeException e) {
      cause.addSuppressed(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void announce(String line) {
    synchronized (progress) {
      progress.accept(line);
    }
  }

  private static String described(SortedMap<String, Double> parameters) {
    StringBuilder described = new StringBuilder();
    parameters.forEach(
        (name, value) -> described.append(' ').append(name).append('=').append(value));
    return described.toString();
  }
}

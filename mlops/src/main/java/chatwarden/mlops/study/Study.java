package chatwarden.mlops.study;

import static java.util.Objects.requireNonNull;

import chatwarden.mlops.search.SearchSpace;
import chatwarden.mlops.search.Trial;
import chatwarden.mlops.search.TrialState;
import chatwarden.runtime.error.FaultCode;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.LongSupplier;

/**
 * The trials of one search, in a journal in the format of Optuna 5.0, which other processes and
 * Optuna itself may read and add to meanwhile. A journal may have other studies too; they are left
 * alone. Every change is on the disk when its method returns.
 *
 * <p>Safe for use by threads. A trial is changed only by the worker that began it.
 */
public final class Study {
  /** The study attribute with the fingerprint of data, starting point, space and seed. */
  static final String FINGERPRINT = "chatwarden:fingerprint";

  /** The study attribute with the number of the best trial, when a search has ended. */
  static final String WINNER = "chatwarden:winner";

  private final StudyKey key;
  private final SearchSpace space;
  private final InstantSource clock;
  private final JournalFile file;
  private final JournalReplay replay = new JournalReplay();
  private final OperationWriter operations;

  private Study(
      StudyKey key, SearchSpace space, InstantSource clock, JournalFile file, WorkerId id) {
    this.key = key;
    this.space = space;
    this.clock = clock;
    this.file = file;
    this.operations = new OperationWriter(id);
  }

  /**
   * Opens a study, made if its journal lacks it. Running trials of processes of this host that have
   * ended are failed; the next trials have their parameters.
   *
   * @param journal the file, made if it is missing
   * @throws chatwarden.runtime.error.InvalidInputException if the file is not a journal
   */
  public static Study open(Path journal, StudyKey key, SearchSpace space) throws IOException {
    return open(journal, key, space, InstantSource.system(), System::nanoTime);
  }

  static Study open(
      Path journal, StudyKey key, SearchSpace space, InstantSource clock, LongSupplier nanoTime)
      throws IOException {
    JournalFile file = new JournalFile(journal, nanoTime);
    Study study =
        new Study(
            requireNonNull(key, "key"),
            requireNonNull(space, "space"),
            clock,
            file,
            WorkerId.ofThisProcess());
    study.prepare();
    return study;
  }

  private synchronized void prepare() throws IOException {
    exclusively(
        () -> {
          if (replay.study(key.name()).isEmpty()) {
            write(operations.study(replay.nextStudy(), key));
          }
          List<ObjectNode> failed = new ArrayList<>();
          for (TrialEntry trial : entry().trials()) {
            if (trial.orphaned()) {
              failed.addAll(operations.fail(trial.id(), TrialEntry.ABANDONED, clock.instant()));
            }
          }
          write(failed);
          return failed;
        });
  }

  /** Returns the name by which Optuna finds it in the journal. */
  public String name() {
    return key.name();
  }

  SearchSpace space() {
    return space;
  }

  /** Returns the trials that were begun, of all workers, by their numbers. */
  public synchronized List<Trial> trials() throws IOException {
    sync();
    return begun();
  }

  private List<Trial> begun() {
    return entry().trials().stream()
        .filter(trial -> trial.state() != TrialState.WAITING)
        .map(TrialEntry::trial)
        .toList();
  }

  /**
   * A trial that this worker began.
   *
   * @param id its place among the trials of the journal
   * @param number its number
   * @param place how many trials there are with it, abandoned ones aside
   */
  record Begun(int id, int number, int place, SortedMap<String, Double> parameters) {}

  /** Chooses the parameters of a trial. */
  @FunctionalInterface
  interface Suggestion {
    /**
     * Returns the parameters.
     *
     * @param trials the trials so far
     * @param draw how many trials our workers began before, abandoned ones aside
     */
    SortedMap<String, Double> parameters(List<Trial> trials, int draw);
  }

  /** Begins a trial; empty if there are {@code limit} of them, abandoned ones aside. */
  synchronized Optional<Begun> begin(int limit, Suggestion suggestion) throws IOException {
    return exclusively(
        () -> {
          List<TrialEntry> counted =
              entry().trials().stream()
                  .filter(trial -> trial.state() != TrialState.WAITING && !trial.abandoned())
                  .toList();
          if (counted.size() >= limit) {
            return Optional.empty();
          }
          int draw = (int) counted.stream().filter(TrialEntry::ours).count();
          SortedMap<String, Double> parameters = suggestion.parameters(begun(), draw);
          Begun trial =
              new Begun(
                  replay.nextTrial(), entry().trials().size(), counted.size() + 1, parameters);
          write(operations.begin(entry().id(), trial.id(), space, parameters, clock.instant()));
          return Optional.of(trial);
        });
  }

  /**
   * Reports the mean loss of the folds that were tried.
   *
   * @param folds how many were tried
   */
  synchronized void report(Begun trial, int folds, double loss, Map<String, Double> marks)
      throws IOException {
    append(operations.report(trial.id(), folds, loss, marks));
  }

  /** Ends a trial as complete or pruned. */
  synchronized void end(Begun trial, TrialState state, double loss) throws IOException {
    append(List.of(operations.end(trial.id(), state, loss, clock.instant())));
  }

  /** Ends a trial without a loss. */
  synchronized void fail(Begun trial, String reason) throws IOException {
    append(operations.fail(trial.id(), reason, clock.instant()));
  }

  /** Marks the best trial of the study. */
  synchronized void mark(Trial winner) throws IOException {
    exclusively(
        () -> {
          String number = String.valueOf(winner.number());
          if (!number.equals(entry().attributes().get(WINNER))) {
            write(List.of(operations.studyAttribute(entry().id(), WINNER, winner.number())));
          }
          return number;
        });
  }

  private void append(List<ObjectNode> added) throws IOException {
    exclusively(
        () -> {
          write(added);
          return added;
        });
  }

  @FunctionalInterface
  private interface Step<T> {
    T run() throws IOException;
  }

  /** Runs a step on the latest state, while no other worker can write. */
  private <T> T exclusively(Step<T> step) throws IOException {
    try (JournalLock.Held held = file.lock().acquire()) {
      requireNonNull(held, "held");
      sync();
      return step.run();
    }
  }

  private void write(List<ObjectNode> added) throws IOException {
    if (!added.isEmpty()) {
      file.append(added);
      sync();
    }
  }

  private void sync() throws IOException {
    for (JsonNode operation : file.unread()) {
      replay.apply(operation);
    }
  }

  private StudyEntry entry() {
    return replay
        .study(key.name())
        .orElseThrow(
            () ->
                FaultCode.FAILED_PRECONDITION.exception(
                    "STUDY_DELETED",
                    "the study %s was deleted from the journal".formatted(key.name())));
  }
}

package chatwarden.mlops.stageone;

import chatwarden.mlops.journal.RunEvent;
import chatwarden.mlops.journal.RunEvent.TrialEnd;
import chatwarden.mlops.search.Trial;
import chatwarden.mlops.search.TrialState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Writes the trials of a search for the journal of a training. */
final class TrialEvents {
  private TrialEvents() {}

  /** Returns those that ended. */
  static List<RunEvent.Tried> of(List<Trial> trials) {
    Optional<Trial> best = Trial.best(trials);
    return trials.stream()
        .filter(Trial::finished)
        .map(trial -> of(trial, best.filter(trial::equals).isPresent()))
        .toList();
  }

  private static RunEvent.Tried of(Trial trial, boolean winner) {
    Instant ended = trial.ended().orElse(trial.started());
    return new RunEvent.Tried(
        trial.number(),
        trial.parameters(),
        trial.losses(),
        trial.loss(),
        end(trial),
        winner,
        trial.started().toEpochMilli(),
        ended.toEpochMilli());
  }

  private static TrialEnd end(Trial trial) {
    if (trial.complete()) {
      return TrialEnd.COMPLETE;
    }
    return trial.state() == TrialState.PRUNED ? TrialEnd.STOPPED : TrialEnd.FAILED;
  }
}

package chatwarden.mlops.tracking;

import chatwarden.mlflow.Metric;
import chatwarden.mlflow.MlflowClient;
import chatwarden.mlflow.RunState;
import chatwarden.mlflow.StoredRun;
import chatwarden.mlops.journal.RunEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Repeats the trials of a search as runs within the run of the training. */
final class TrialUpload {

  private static final String LOSS = "loss";
  private static final String MEAN_LOSS = "mean_loss";

  private final MlflowClient client;
  private final String experiment;
  private final String parent;

  TrialUpload(MlflowClient client, String experiment, String parent) {
    this.client = client;
    this.experiment = experiment;
    this.parent = parent;
  }

  /** Creates the runs that are missing, and reads them back. */
  void repeat(RunEvent.Began began, List<RunEvent.Tried> trials) {
    if (trials.isEmpty()) {
      return;
    }
    Map<String, StoredRun> known = known();
    boolean sent = false;
    for (RunEvent.Tried trial : latest(trials)) {
      StoredRun run = known.get(key(began, trial));
      if (run == null || run.is(RunState.RUNNING)) {
        send(began, trial, run);
        sent = true;
      }
    }
    if (sent) {
      verify(began, latest(trials), known());
    }
  }

  /** A run that was killed and went on has the trials of its search twice. */
  private static List<RunEvent.Tried> latest(List<RunEvent.Tried> trials) {
    Map<Integer, RunEvent.Tried> byNumber = new LinkedHashMap<>();
    trials.forEach(trial -> byNumber.put(trial.number(), trial));
    return List.copyOf(byNumber.values());
  }

  private Map<String, StoredRun> known() {
    return client.runs().tagged(experiment, RunTags.PARENT, parent).stream()
        .collect(
            Collectors.toMap(
                run -> run.tags().getOrDefault(RunTags.KEY, run.id()),
                Function.identity(),
                (first, second) -> first));
  }

  private static String key(RunEvent.Began began, RunEvent.Tried trial) {
    return began.key() + "/" + trial.number();
  }

  private void send(RunEvent.Began began, RunEvent.Tried trial, @Nullable StoredRun known) {
    String run =
        known == null
            ? client
                .runs()
                .create(
                    experiment,
                    "trial " + trial.number(),
                    trial.started(),
                    RunTags.of(began, trial, parent))
                .id()
            : known.id();
    Map<String, String> parameters = new LinkedHashMap<>();
    trial.parameters().forEach((name, value) -> parameters.put(name, Double.toString(value)));
    client.runs().log(run, parameters, metrics(trial));
    client.runs().end(run, state(trial), trial.ended());
  }

  private static RunState state(RunEvent.Tried trial) {
    return switch (trial.state()) {
      case COMPLETE -> RunState.FINISHED;
      case STOPPED -> RunState.KILLED;
      case FAILED -> RunState.FAILED;
    };
  }

  /** Returns the loss, and the mean loss of the first folds by their number. */
  private static List<Metric> metrics(RunEvent.Tried trial) {
    List<Metric> metrics = new ArrayList<>();
    for (int fold = 0; fold < trial.losses().size(); fold++) {
      metrics.add(new Metric(MEAN_LOSS, trial.losses().get(fold), trial.ended(), fold + 1L));
    }
    metrics.add(new Metric(LOSS, trial.loss(), trial.ended(), 0));
    return metrics;
  }

  private void verify(
      RunEvent.Began began, List<RunEvent.Tried> trials, Map<String, StoredRun> stored) {
    List<String> missing = new ArrayList<>();
    for (RunEvent.Tried trial : trials) {
      StoredRun run = stored.get(key(began, trial));
      boolean whole =
          run != null
              && run.parameters().keySet().containsAll(trial.parameters().keySet())
              && run.metrics().contains(LOSS)
              && (trial.losses().isEmpty() || run.metrics().contains(MEAN_LOSS));
      if (!whole) {
        missing.add("trial " + trial.number());
      }
    }
    Missing.require(client.server(), began.key(), missing);
  }
}

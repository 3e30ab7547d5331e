package chatwarden.mlops.tracking;

import chatwarden.mlops.journal.RunEvent;
import java.util.LinkedHashMap;
import java.util.Map;

/** The tags by which runs, models and versions are found again. */
final class RunTags {

  /** The key of a run; MLflow has none by which a repeated call creates a run once. */
  static final String KEY = "chatwarden.run_key";

  /** The number of events that were read back; set last. */
  static final String VERIFIED = "chatwarden.events";

  /** The run of which a trial is part, a tag of MLflow's own. */
  static final String PARENT = "mlflow.parentRunId";

  private RunTags() {}

  /** Returns the tags of a training. */
  static Map<String, String> of(RunEvent.Began began) {
    Map<String, String> tags = author(began);
    tags.put(KEY, began.key());
    tags.put("chatwarden.model", began.model());
    tags.put("chatwarden.version", began.version());
    tags.put(
        "mlflow.note.content",
        "Training of version %s of %s".formatted(began.version(), began.model()));
    return tags;
  }

  /** Returns the tags of a trial. */
  static Map<String, String> of(RunEvent.Began began, RunEvent.Tried trial, String parent) {
    Map<String, String> tags = author(began);
    tags.put(KEY, began.key() + "/" + trial.number());
    tags.put(PARENT, parent);
    tags.put("chatwarden.trial", Integer.toString(trial.number()));
    tags.put("chatwarden.winner", Boolean.toString(trial.winner()));
    return tags;
  }

  private static Map<String, String> author(RunEvent.Began began) {
    Map<String, String> tags = new LinkedHashMap<>();
    tags.put("mlflow.user", began.user());
    tags.put("mlflow.source.name", "chatwarden train");
    tags.put("mlflow.source.type", "LOCAL");
    if (!began.commit().isEmpty()) {
      tags.put("mlflow.source.git.commit", began.commit());
    }
    return tags;
  }
}

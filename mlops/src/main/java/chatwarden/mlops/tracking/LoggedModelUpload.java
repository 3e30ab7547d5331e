package chatwarden.mlops.tracking;

import chatwarden.mlflow.LoggedModel;
import chatwarden.mlflow.MlflowClient;
import chatwarden.mlflow.StoredRun;
import chatwarden.mlops.journal.RunEvent;
import chatwarden.mlops.journal.RunJournal;
import chatwarden.repository.ModelFile;
import chatwarden.runtime.error.FaultCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Repeats the version that a training wrote as a logged model with all of its files. */
final class LoggedModelUpload {

  /** The file by which MLflow knows a folder as a model. */
  private static final String DESCRIPTION = "MLmodel";

  private final MlflowClient client;
  private final String experiment;
  private final StoredRun run;

  LoggedModelUpload(MlflowClient client, String experiment, StoredRun run) {
    this.client = client;
    this.experiment = experiment;
    this.run = run;
  }

  /** Returns the id of the model, of which the server has every file. */
  String repeat(RunJournal journal, RunEvent.Began began, RunEvent.Wrote wrote) throws IOException {
    LoggedModel model =
        client
            .models()
            .tagged(experiment, RunTags.KEY, began.key())
            .orElseGet(() -> create(began, wrote));
    if (!model.ready()) {
      Path folder = journal.model().resolve(wrote.folder());
      for (Map.Entry<String, String> file : wrote.files().entrySet()) {
        Path path = folder.resolve(file.getKey());
        requireUnchanged(path, file.getValue());
        client.artefacts().upload(model.artefacts(), file.getKey(), path);
      }
      client.artefacts().upload(model.artefacts(), DESCRIPTION, description(model, wrote));
      verify(model, began, wrote);
      client.models().finish(model.id());
    }
    if (!client.runs().get(run.id()).models().contains(model.id())) {
      client.runs().logOutput(run.id(), model.id());
    }
    return model.id();
  }

  private LoggedModel create(RunEvent.Began began, RunEvent.Wrote wrote) {
    Map<String, String> tags = new LinkedHashMap<>(wrote.facts());
    tags.put(RunTags.KEY, began.key());
    tags.put("chatwarden.version", began.version());
    return client.models().create(experiment, run.id(), began.model(), began.parameters(), tags);
  }

  private static void requireUnchanged(Path file, String sha256) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw FaultCode.FAILED_PRECONDITION.exception(
          "MODEL_FILE_MISSING", file + " is missing, which the training wrote");
    }
    if (!ModelFile.of(file).sha256().equals(sha256)) {
      throw FaultCode.FAILED_PRECONDITION.exception(
          "MODEL_FILE_CHANGED", file + " has changed since the training wrote it");
    }
  }

  private String description(LoggedModel model, RunEvent.Wrote wrote) {
    List<String> lines = new ArrayList<>();
    lines.add("artifact_path: " + model.artefacts());
    lines.add("flavors:");
    lines.add("  chatwarden:");
    wrote.facts().forEach((name, value) -> lines.add("    " + name + ": \"" + value + "\""));
    lines.add("model_id: " + model.id());
    lines.add("model_uuid: " + model.id().replaceFirst("^m-", ""));
    lines.add("run_id: " + run.id());
    lines.add("utc_time_created: \"" + Instant.ofEpochMilli(wrote.time()) + "\"");
    return String.join("\n", lines) + "\n";
  }

  private void verify(LoggedModel model, RunEvent.Began began, RunEvent.Wrote wrote) {
    Set<String> names = client.artefacts().names(model.artefacts());
    List<String> missing = new ArrayList<>();
    wrote.files().keySet().stream()
        .filter(name -> !names.contains(name))
        .forEach(name -> missing.add("file " + name));
    Missing.require(client.server(), began.key(), missing);
  }
}

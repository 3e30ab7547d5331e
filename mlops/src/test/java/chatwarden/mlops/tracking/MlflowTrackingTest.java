package chatwarden.mlops.tracking;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.mlflow.MlflowClient;
import chatwarden.mlflow.TrackingServer;
import chatwarden.mlops.journal.RunJournal;
import chatwarden.testing.engine.MlflowServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tracking at a real server, read back by MLflow's own client. */
class MlflowTrackingTest extends TrackingContract {
  @AutoClose private static @Nullable MlflowServer mlflow;

  @BeforeAll
  static void start() {
    mlflow = MlflowServer.start();
  }

  private static MlflowServer mlflow() {
    return requireNonNull(mlflow, "mlflow");
  }

  @Override
  TrackingServer server() {
    return TrackingServer.at(mlflow().uri());
  }

  @Test
  void mlflowsOwnClientReadsEverything(@TempDir Path folder) throws Exception {
    RunJournal journal = new JournalFixture(folder, "read-back").accepted("3");
    new RunUpload(new MlflowClient(server()), "read back").repeat(journal);

    List<String> lines =
        python(
            """
            import sys, mlflow, hashlib
            mlflow.set_tracking_uri(sys.argv[1])
            client = mlflow.MlflowClient()
            experiment = client.get_experiment_by_name("read back")
            runs = client.search_runs([experiment.experiment_id])
            parent = [r for r in runs if r.data.tags.get("chatwarden.run_key") == "key-3"][0]
            children = [r for r in runs if r.data.tags.get("mlflow.parentRunId") == parent.info.run_id]
            print("runs", len(runs), len(children), parent.info.status)
            print("losses", *sorted(c.data.params["linear.penalty"] for c in children))
            child = [c for c in children if c.data.tags["chatwarden.trial"] == "0"][0]
            history = client.get_metric_history(child.info.run_id, "mean_loss")
            print("folds", *[(m.step, m.value) for m in history])
            print("data", *sorted(i.dataset.name + "=" + i.dataset.digest for i in parent.inputs.dataset_inputs))
            version = client.get_model_version_by_alias("read-back", "champion")
            print("version", version.version, version.tags["chatwarden.version"], version.run_id == parent.info.run_id)
            path = mlflow.artifacts.download_artifacts("models:/read-back@champion")
            for name in ["weights.safetensors", "model.yaml"]:
                digest = hashlib.sha256(open(path + "/" + name, "rb").read()).hexdigest()
                print(name, digest == version.tags["sha256:" + name])
            model = mlflow.search_logged_models([experiment.experiment_id], output_format="list")[0]
            print("model", model.name, model.status, {m.key: m.value for m in model.metrics}["macro_f1"],
                  [m.dataset_name for m in model.metrics][0])
            print("flavors", list(mlflow.models.get_model_info("models:/read-back@champion").flavors))
            """);

    assertThat(lines)
        .contains(
            "runs 4 3 FINISHED",
            "folds (1, 0.5) (2, 0.4)",
            "data dev.csv="
                + JournalFixture.SHA.replace('0', '1').substring(0, 32)
                + " train.csv="
                + JournalFixture.SHA.substring(0, 32),
            "version 1 3 True",
            "weights.safetensors True",
            "model.yaml True",
            "model read-back READY 0.71 dev.csv",
            "flavors ['chatwarden']");
  }

  private static List<String> python(String script) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(mlflow().python().toString(), "-c", script, mlflow().uri())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output.lines().toList();
  }
}

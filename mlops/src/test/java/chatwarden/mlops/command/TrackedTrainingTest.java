package chatwarden.mlops.command;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.mlflow.StrictMlflow;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings that are logged to a server, or later. */
class TrackedTrainingTest {
  @TempDir Path folder;
  @AutoClose private final StrictMlflow mlflow;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  TrackedTrainingTest() throws IOException {
    mlflow = StrictMlflow.start();
  }

  private int run(String... arguments) {
    return TrainingCommand.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
        .execute(arguments);
  }

  private int train(String... more) throws IOException {
    TrainingCommandTest.writeData(folder);
    List<String> arguments =
        new ArrayList<>(List.of("train", "stage1", "--language", "en", "--name", "own"));
    arguments.addAll(List.of("--data", folder.toString(), "--models", models()));
    arguments.addAll(List.of(more));
    return run(arguments.toArray(String[]::new));
  }

  private String models() {
    return folder.resolve("models").toString();
  }

  @Test
  void trainingLogsItsTrialsAndRegistersItsVersion() throws IOException {
    int trained = train("--trials", "2", "--tracking", mlflow.uri());

    assertThat(trained).as(err.toString()).isZero();
    assertThat(mlflow.store().runs())
        .extracting(run -> run.name() + " " + run.status())
        .containsExactly("own 1 FINISHED", "trial 0 FINISHED", "trial 1 KILLED");
    assertThat(mlflow.store().runs().getFirst().parameters())
        .containsEntry("kind", "linear")
        .containsKey("linear.penalty");
    assertThat(mlflow.store().aliases("own")).containsEntry("champion", "1");
    assertThat(mlflow.files().keySet())
        .anyMatch(file -> file.endsWith("/weights.safetensors"))
        .anyMatch(file -> file.endsWith("/report.html"))
        .anyMatch(file -> file.endsWith("/MLmodel"));
    assertThat(run("tracking", "sync", "--tracking", mlflow.uri(), "--models", models())).isZero();
    assertThat(out.toString()).contains("trainings=1 sent=0 failed=0");
  }

  @Test
  void candidateIsRegisteredWithoutAnAlias() throws IOException {
    int trained =
        train("--numbered-after", folder.resolve("served").toString(), "--tracking", mlflow.uri());

    assertThat(trained).as(err.toString()).isZero();
    assertThat(mlflow.store().models()).isEqualTo(1);
    assertThat(mlflow.store().aliases("own")).isEmpty();
  }

  @Test
  void trainingWithoutItsServerIsSentLater() throws IOException {
    String nowhere = "http://127.0.0.1:1";

    int trained = train("--tracking", nowhere);

    assertThat(trained).as(err.toString()).isZero();
    assertThat(err.toString())
        .containsOnlyOnce("not tracked: cannot reach MLflow at " + nowhere)
        .contains("chatwarden tracking sync");
    assertThat(run("tracking", "sync", "--tracking", nowhere, "--models", models())).isEqualTo(2);
    assertThat(run("tracking", "sync", "--tracking", mlflow.uri(), "--models", models())).isZero();
    assertThat(mlflow.store().aliases("own")).containsEntry("champion", "1");
  }

  @Test
  void sameDataAndSeedMakeNoNewVersion() throws IOException {
    train();
    int again = train("--tracking", mlflow.uri());

    assertThat(again).as(err.toString()).isZero();
    assertThat(out.toString()).contains("no new version, as the files are those of ");
    assertThat(folder.resolve("models/own/2")).doesNotExist();
    assertThat(folder.resolve("models/own/.refused-2")).doesNotExist();
    assertThat(Files.exists(folder.resolve("models/own/.training-2"))).isFalse();
    assertThat(mlflow.store().models()).isZero();
  }

  @Test
  void addressThatCannotBeOneIsNamed() throws IOException {
    assertThat(train("--tracking", "mlflow:5000")).isEqualTo(2);
    assertThat(err.toString()).contains("tracking.uri: mlflow:5000 (expected: http://HOST:PORT");
  }
}

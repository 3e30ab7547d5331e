package chatwarden.mlops.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.mlflow.MlflowClient;
import chatwarden.mlflow.RegisteredVersion;
import chatwarden.mlflow.StoredRun;
import chatwarden.mlflow.TrackingServer;
import chatwarden.mlops.journal.RunJournal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The promises of tracking, against any server. Each test has an experiment and a model of its own.
 */
abstract class TrackingContract {
  @TempDir Path models;

  private final String experiment = "contract " + UUID.randomUUID();
  private MlflowClient client = new MlflowClient(TrackingServer.at("http://127.0.0.1:1"));
  private JournalFixture journals = new JournalFixture(Path.of(""), "");

  abstract TrackingServer server() throws IOException;

  @BeforeEach
  void connect() throws IOException {
    client = new MlflowClient(server());
    journals = new JournalFixture(models, "model-" + UUID.randomUUID());
  }

  private RunUpload upload() {
    return new RunUpload(client, experiment);
  }

  private List<StoredRun> runs(String tag, String value) {
    return client.runs().tagged(client.experiments().obtain(experiment), tag, value);
  }

  @Test
  void repeatedJournalDoublesNothing() throws IOException {
    RunJournal journal = journals.accepted("1");

    assertThat(upload().repeat(journal)).isTrue();
    assertThat(upload().repeat(journal)).isFalse();

    StoredRun run = runs("chatwarden.run_key", "key-1").getFirst();
    assertThat(runs("chatwarden.run_key", "key-1")).hasSize(1);
    assertThat(runs("mlflow.parentRunId", run.id())).hasSize(3);
    assertThat(run.state()).isEqualTo("FINISHED");
    assertThat(run.parameters()).containsEntry("seed", "7");
    assertThat(run.parameters().get("note")).hasSize(6_000).endsWith(" … (7000 characters)");
    assertThat(run.metrics()).contains("macro_f1", "calibration error offensive probability");
    assertThat(run.datasets()).isEqualTo(2);
    assertThat(run.tags()).containsEntry("mlflow.source.git.commit", "c0ffee");
    assertThat(run.models()).hasSize(1);
    assertThat(client.artefacts().names(run.artefacts()))
        .contains("MODEL_CARD.md", RunJournal.FILE);
  }

  @Test
  void journalIsSentAsFarAsItGoes() throws IOException {
    RunJournal journal = journals.begun("1");
    upload().repeat(journal);
    assertThat(runs("chatwarden.run_key", "key-1").getFirst().state()).isEqualTo("RUNNING");

    journals.ended(journal, "the disk is full");
    upload().repeat(journal);

    StoredRun run = runs("chatwarden.run_key", "key-1").getFirst();
    assertThat(run.state()).isEqualTo("FAILED");
    assertThat(run.tags()).containsEntry("chatwarden.problem", "the disk is full");
    assertThat(run.models()).isEmpty();
  }

  @Test
  void trialEndsAsItsRun() throws IOException {
    upload().repeat(journals.begun("1"));

    for (List<String> trial :
        List.of(
            List.of("key-1/0", "FINISHED", "true"),
            List.of("key-1/1", "KILLED", "false"),
            List.of("key-1/2", "FAILED", "false"))) {
      StoredRun run = runs("chatwarden.run_key", trial.getFirst()).getFirst();
      assertThat(run.state()).isEqualTo(trial.get(1));
      assertThat(run.tags()).containsEntry("chatwarden.winner", trial.get(2));
    }
  }

  @Test
  void firstVersionIsChampionAndTheNextIsChallenger() throws IOException {
    RunJournal first = journals.accepted("1");
    upload().repeat(first);
    upload().repeat(journals.accepted("2"));

    String name = name(first);
    RegisteredVersion champion = client.registry().find(name, "champion").orElseThrow();
    RegisteredVersion challenger = client.registry().find(name, "challenger").orElseThrow();
    assertThat(champion.tags())
        .containsEntry("chatwarden.version", "1")
        .containsEntry("gate", "passed")
        .containsKey("sha256:weights.safetensors");
    assertThat(challenger.tags()).containsEntry("chatwarden.version", "2");
  }

  @Test
  void aliasThatWasMovedStaysWhereItIs() throws IOException {
    RunJournal first = journals.accepted("1");
    String name = name(first);
    upload().repeat(first);
    upload().repeat(journals.accepted("2"));
    String second = client.registry().find(name, "challenger").orElseThrow().version();

    client.registry().point(name, "champion", second);
    client.runs().tag(runs("chatwarden.run_key", "key-1").getFirst().id(), "chatwarden.events", "");
    upload().repeat(first);

    assertThat(client.registry().find(name, "champion").orElseThrow().version()).isEqualTo(second);
  }

  @Test
  void refusedVersionIsNotRegistered() throws IOException {
    RunJournal journal = journals.refused("1");
    upload().repeat(journal);

    StoredRun run = runs("chatwarden.run_key", "key-1").getFirst();
    assertThat(run.tags()).containsEntry("chatwarden.gate", "refused");
    assertThat(run.metrics()).contains("macro_f1");
    assertThat(run.models()).isEmpty();
    assertThat(client.registry().aliases()).doesNotContainKey(name(journal));
  }

  @Test
  void fileThatChangedSinceTheTrainingIsNotSent() throws IOException {
    RunJournal journal = journals.accepted("1");
    Files.writeString(journal.model().resolve("1").resolve("weights.safetensors"), "others");

    assertThatThrownBy(() -> upload().repeat(journal))
        .hasMessageContaining("has changed since the training wrote it");
  }

  private static String name(RunJournal journal) {
    return String.valueOf(journal.model().getFileName());
  }
}

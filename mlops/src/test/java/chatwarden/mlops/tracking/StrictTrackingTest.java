package chatwarden.mlops.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.mlflow.MlflowClient;
import chatwarden.mlflow.StrictMlflow;
import chatwarden.mlflow.TrackingServer;
import chatwarden.mlops.journal.RunJournal;
import chatwarden.runtime.error.FaultCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tracking at a double that is stricter than the server, and that loses answers. */
class StrictTrackingTest extends TrackingContract {
  @AutoClose private final StrictMlflow mlflow;

  StrictTrackingTest() throws IOException {
    mlflow = StrictMlflow.start();
  }

  @Override
  TrackingServer server() {
    return TrackingServer.at(mlflow.uri());
  }

  @Test
  void answerThatIsLostAnywhereDoublesNothing(@TempDir Path folder) throws IOException {
    RunJournal journal = new JournalFixture(folder, "lossy").accepted("1");
    RunUpload upload = new RunUpload(new MlflowClient(server()), "lost");
    for (String call : callsOf(folder)) {
      try (StrictMlflow server = StrictMlflow.start()) {
        RunUpload there = new RunUpload(new MlflowClient(TrackingServer.at(server.uri())), "lost");
        server.loseAnswers(call::equals);
        assertThatThrownBy(() -> there.repeat(journal))
            .as(call)
            .matches(FaultCode.UNAVAILABLE::isOf);
        server.loseAnswers(other -> false);
        there.repeat(journal);

        assertThat(server.store().runs()).as(call).hasSize(4);
        assertThat(server.store().models()).as(call).isOne();
        assertThat(server.store().versions("lossy")).as(call).isOne();
        assertThat(server.store().aliases("lossy")).as(call).containsOnlyKeys("champion");
      }
    }
    assertThat(upload.repeat(journal)).isTrue();
  }

  /** Returns each call of an upload once; one of a file stands for those of all files. */
  private static Set<String> callsOf(Path folder) throws IOException {
    try (StrictMlflow server = StrictMlflow.start()) {
      RunJournal journal = RunJournal.all(folder).getFirst();
      new RunUpload(new MlflowClient(TrackingServer.at(server.uri())), "lost").repeat(journal);
      return new LinkedHashSet<>(server.calls());
    }
  }

  @Test
  void trackerSendsWhatComesWhileTheServerIsAway(@TempDir Path folder) throws IOException {
    List<String> problems = new CopyOnWriteArrayList<>();
    JournalFixture journals = new JournalFixture(folder, "away");
    mlflow.loseAnswers(call -> true);
    RunTracker tracker =
        RunTracker.start(new RunUpload(new MlflowClient(server()), "away"), problems::add);
    RunJournal journal = journals.begun("1");
    tracker.appended(journal);
    Awaitility.await().until(() -> problems.size() == 1);

    mlflow.loseAnswers(call -> false);
    journals.ended(journal, "");
    tracker.appended(journal);
    tracker.close();

    assertThat(problems.getFirst()).startsWith("not tracked: cannot reach MLflow at ");
    assertThat(mlflow.store().runs().getFirst().status()).isEqualTo("FINISHED");
  }
}

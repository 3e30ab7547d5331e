package chatwarden.mlops.tracking;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.mlflow.MlflowClient;
import chatwarden.mlflow.TrackingServer;
import chatwarden.mlops.journal.RunJournal;
import chatwarden.runtime.error.FaultCode;
import chatwarden.testing.engine.MlflowServer;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tracking at a real server that asks for an account. */
class GuardedTrackingTest {
  @AutoClose private static @Nullable MlflowServer mlflow;

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    mlflow = MlflowServer.startGuarded();
  }

  private static TrackingServer server() {
    return TrackingServer.at(requireNonNull(mlflow, "mlflow").uri());
  }

  @Test
  void accountOfTheSettingsIsUsed() throws IOException {
    RunJournal journal = new JournalFixture(folder, "guarded").accepted("1");
    TrackingServer known = server().as(MlflowServer.USER, MlflowServer.PASSWORD);

    assertThat(new RunUpload(new MlflowClient(known), "guarded").repeat(journal)).isTrue();
    assertThat(new MlflowClient(known).registry().find("guarded", "champion")).isPresent();
  }

  @Test
  void wrongAccountIsNamedWithoutItsPassword() throws IOException {
    RunJournal journal = new JournalFixture(folder, "guarded").accepted("2");
    TrackingServer stranger = server().as("stranger", "guessed secret");

    assertThatThrownBy(() -> new RunUpload(new MlflowClient(stranger), "guarded").repeat(journal))
        .matches(FaultCode.UNAUTHENTICATED::isOf)
        .hasMessageContaining("tracking.password")
        .hasMessageNotContaining("guessed secret");
  }
}

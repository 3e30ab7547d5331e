package chatwarden.ingest.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatwarden.ingest.source.SourceException;
import chatwarden.livechat.v1.Session;
import chatwarden.type.v1.ChatState;
import chatwarden.type.v1.Comment;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("replaces the standard error of the process")
final class FailedSessionLogTest extends SessionSupervisorFixture {

  private final PrintStream before = System.err;
  private final ByteArrayOutputStream logged = new ByteArrayOutputStream();

  @BeforeEach
  void catchLog() {
    System.setErr(new PrintStream(logged, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void restoreLog() {
    System.setErr(before);
  }

  @Test
  void aFailedSessionIsLoggedWithItsReasonAndTheKindsOfItsCauses() {
    Session session = create();
    start(
        (wish, checkpoint) ->
            to -> {
              to.deliver(
                  Comment.newBuilder().setId("1").setChat("room").setText("secret words").build());
              throw new SourceException(
                  SourceException.Reason.UNREACHABLE,
                  "the platform does not answer",
                  new UncheckedIOException(
                      new ConnectException("https://platform.test/chat?token=secret-token")));
            });
    await().untilAsserted(() -> assertThat(state(session)).isEqualTo(ChatState.FAILED));

    String log = logged.toString(StandardCharsets.UTF_8);
    assertThat(log.lines())
        .anySatisfy(
            line ->
                assertThat(line)
                    .contains("WARN")
                    .contains("Failed session=" + session.getId())
                    .contains("chat=room")
                    .contains("because=UNREACHABLE")
                    .contains("UncheckedIOException < ConnectException")
                    .contains("reason=\"the platform does not answer\""));
    assertThat(log).doesNotContain("secret");
  }
}

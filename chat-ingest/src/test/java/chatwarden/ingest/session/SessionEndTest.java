package chatwarden.ingest.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatwarden.ingest.source.Rejection;
import chatwarden.ingest.source.SourceException;
import chatwarden.livechat.v1.Session;
import chatwarden.pipeline.v1.ChatEvent;
import chatwarden.type.v1.ChatState;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class SessionEndTest extends SessionSupervisorFixture {

  @Test
  void sessionThatComesToItsEndIsToldAndFinishedInThisOrder() {
    Session session = create();
    start(counting(3));
    await().untilAsserted(() -> assertThat(state(session)).isEqualTo(ChatState.ENDED));
    assertThat(reason(session)).isEqualTo("the source came to its end");
    assertThat(sink.ids()).containsExactly("0", "1", "2");
    ChatEvent last = (ChatEvent) sink.taken().getLast();
    assertThat(last.getChat()).isEqualTo("room");
    assertThat(last.getEnded().getState()).isEqualTo(ChatState.ENDED);
    assertThat(last.getEnded().getChat()).isEqualTo("room");
    assertThat(last.getEnded().hasEndTime()).isTrue();
  }

  @Test
  void sessionIsNotFinishedBeforeTheBrokerKnowsOfItsEnd() {
    CompletableFuture<Long> confirm = new CompletableFuture<>();
    sink.confirmBy(() -> confirm);
    Session session = create();
    start(counting(1));
    await().until(() -> sink.events().size() == 1);
    // Longer than the lease: it is renewed while the broker is waited for.
    await()
        .during(TTL.plusMillis(500))
        .atMost(TTL.plusSeconds(5))
        .until(() -> state(session) == ChatState.LIVE && sessions.isHeld("s1"));
    confirm.complete(0L);
    await().untilAsserted(() -> assertThat(state(session)).isEqualTo(ChatState.ENDED));
  }

  @Test
  void sourceThatFailsFailsItsChatWithTheReasonForPeople() {
    Session session = create();
    start(
        (wish, checkpoint) ->
            to -> {
              throw new SourceException(SourceException.Reason.NO_CHAT, "the video has no chat");
            });
    await().untilAsserted(() -> assertThat(state(session)).isEqualTo(ChatState.FAILED));
    assertThat(reason(session)).isEqualTo("the video has no chat");
    assertThat(sink.events().getLast().getEnded().getState()).isEqualTo(ChatState.FAILED);
    assertThat(sink.events().getLast().getEnded().getReason()).isEqualTo("the video has no chat");
  }

  @Test
  void sourceThatCannotBeMadeFailsItsChatLikewise() {
    Session session = create();
    start(
        (wish, checkpoint) -> {
          throw new SourceException(SourceException.Reason.NOT_PERMITTED, "not permitted");
        });
    await().untilAsserted(() -> assertThat(state(session)).isEqualTo(ChatState.FAILED));
    assertThat(reason(session)).isEqualTo("not permitted");
  }

  @Test
  void bugInASourceFailsItsChatWithoutTheBugsWords() {
    Session session = create();
    start(
        (wish, checkpoint) ->
            to -> {
              throw new IllegalStateException("secret text");
            });
    await().untilAsserted(() -> assertThat(state(session)).isEqualTo(ChatState.FAILED));
    assertThat(reason(session)).contains("a bug").doesNotContain("secret");
  }

  @Test
  void requestToStopIsHeededWithinASecondAndEndsTheChat() {
    Session session = create();
    start((wish, checkpoint) -> SessionSupervisorFixture::waitForEver);
    await().until(() -> sessions.isHeld(session.getId()));
    sessions.requestStop(session.getId());
    await()
        .atMost(Duration.ofSeconds(1))
        .untilAsserted(() -> assertThat(state(session)).isEqualTo(ChatState.ENDED));
    assertThat(reason(session)).isEqualTo("stopped on request");
    assertThat(sink.events()).hasSize(1);
  }

  @Test
  void refusedInputsAreCountedWithTheLastOfThem() {
    Session session = create();
    start(
        (wish, checkpoint) ->
            to -> {
              for (int i = 1; i <= 1_200; i++) {
                to.reject(new Rejection("line " + i, "text", "must not be blank"));
              }
            });
    await().untilAsserted(() -> assertThat(state(session)).isEqualTo(ChatState.ENDED));
    assertThat(sessions.get("s1").orElseThrow().getRejectedCount()).isEqualTo(1_200);
    assertThat(sessions.get("s1").orElseThrow().getLastRejection())
        .isEqualTo("line 1200: text: must not be blank");
  }
}

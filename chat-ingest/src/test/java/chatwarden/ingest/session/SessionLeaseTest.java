package chatwarden.ingest.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatwarden.livechat.v1.Session;
import chatwarden.type.v1.ChatState;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SessionLeaseTest extends SessionSupervisorFixture {

  @Test
  void sessionThatTheStoreLostIsReadAnewFromItsSource() {
    create();
    start((wish, checkpoint) -> SessionSupervisorFixture::waitForEver);
    await().until(() -> sessions.isHeld("s1"));

    sessions.forgetAll();

    await().until(() -> sessions.get("s2").isPresent() && sessions.isHeld("s2"));
    assertThat(sessions.get("s2").orElseThrow().getChat()).isEqualTo("room");
  }

  @Test
  void runnerThatLostItsLeaseLeavesTheSourceAndWritesNothing() {
    Session session = create();
    CountDownLatch left = new CountDownLatch(1);
    start(
        (wish, checkpoint) ->
            to -> {
              try {
                waitForEver(to);
              } finally {
                left.countDown();
              }
            });
    await().until(() -> sessions.isHeld(session.getId()));
    sessions.stealLeases();
    await().atMost(Duration.ofSeconds(2)).until(() -> left.getCount() == 0);
    await().during(Duration.ofMillis(300)).until(() -> state(session) == ChatState.LIVE);
    assertThat(sink.events()).isEmpty();
  }

  @Test
  void storeThatIsAwayForLongerThanTheLeaseCostsTheLease() {
    create();
    CountDownLatch left = new CountDownLatch(1);
    start(
        (wish, checkpoint) ->
            to -> {
              try {
                waitForEver(to);
              } finally {
                left.countDown();
              }
            });
    await().until(() -> sessions.isHeld("s1"));
    sessions.away(true);
    await().atMost(TTL.plusSeconds(3)).until(() -> left.getCount() == 0);
    assertThat(sink.events()).isEmpty();
  }

  @Test
  void storeThatIsAwayForAMomentCostsNothing() {
    Session session = create();
    Semaphore next = new Semaphore(1);
    start((wish, checkpoint) -> new Steps(0, 2, next));
    await().untilAsserted(() -> assertThat(saved(session)).isEqualTo("1"));
    sessions.away(true);
    next.release();
    await().until(() -> sink.events().size() == 1);
    sessions.away(false);
    await().untilAsserted(() -> assertThat(state(session)).isEqualTo(ChatState.ENDED));
    assertThat(sink.ids()).containsExactly("0", "1");
  }

  @Test
  void severalSessionsRunAtOnceUpToTheBound() {
    for (int i = 0; i < 5; i++) {
      create();
    }
    start((wish, checkpoint) -> SessionSupervisorFixture::waitForEver);
    await().until(() -> held() == 3);
    await().during(Duration.ofMillis(300)).until(() -> held() == 3);
    sessions.requestStop("s1");
    await().until(() -> held() == 3 && state(sessions.get("s1").orElseThrow()) == ChatState.ENDED);
  }

  private long held() {
    return IntStream.rangeClosed(1, 5).filter(i -> sessions.isHeld("s" + i)).count();
  }
}

package chatwarden.ingest.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatwarden.livechat.v1.Session;
import chatwarden.runtime.error.FaultCode;
import chatwarden.type.v1.ChatState;
import chatwarden.type.v1.Comment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SessionCheckpointTest extends SessionSupervisorFixture {

  @Test
  void placeIsSavedOnlyBehindTheConfirmOfWhatCameBeforeIt() {
    List<CompletableFuture<Long>> confirms = new ArrayList<>();
    sink.confirmBy(() -> barrier(confirms));
    Semaphore next = new Semaphore(1);
    Session session = create();
    start((wish, checkpoint) -> new Steps(0, 10, next));
    await().until(() -> count(confirms) == 1);
    next.release(3);
    await().until(() -> sink.ids().size() == 4);
    // Three more were delivered since, but the barrier covers the first alone.
    assertThat(sessions.checkpoint(session.getId())).isEmpty();
    complete(confirms, 0);
    await().untilAsserted(() -> assertThat(saved(session)).isEqualTo("1"));
    await().until(() -> count(confirms) == 2);
    complete(confirms, 1);
    await().untilAsserted(() -> assertThat(saved(session)).isEqualTo("4"));
  }

  @Test
  void countOfPublishedMessagesIsSavedForSourcesWithoutAPlaceToo() {
    sink.confirmBy(() -> CompletableFuture.completedFuture(7L));
    Session session = create();
    start(
        (wish, checkpoint) ->
            to -> {
              to.deliver(Comment.newBuilder().setId("1").setText("xin chào").build());
              waitForEver(to);
            });
    await().until(() -> sessions.published(session.getId()) == 7);
    assertThat(sessions.checkpoint(session.getId())).isEmpty();
  }

  @Test
  void placesAreSavedAFewTimesASecondHoweverManyComments() {
    Session session = create();
    Semaphore next = new Semaphore(Integer.MAX_VALUE);
    long begin = System.nanoTime();
    start((wish, checkpoint) -> new Steps(0, 20_000, next));
    await().untilAsserted(() -> assertThat(state(session)).isEqualTo(ChatState.ENDED));
    long tenths = (System.nanoTime() - begin) / 100_000_000 + 1;
    assertThat(sessions.checkpointsSaved(session.getId())).isLessThanOrEqualTo((int) tenths);
  }

  @Test
  void sessionGoesOnFromItsCheckpointWhenItsProcessDied() {
    Session session = create();
    Semaphore first = new Semaphore(5);
    SessionSupervisor dying = start((wish, checkpoint) -> new Steps(0, 10, first));
    await().untilAsserted(() -> assertThat(saved(session)).isEqualTo("5"));
    sessions.stealLeases();
    await().until(() -> dyingIsIdle(dying));
    sessions.expireLeases();
    AtomicInteger resumedAt = new AtomicInteger(-1);
    start(
        (wish, checkpoint) -> {
          int at = checkpoint.map(SessionSupervisorFixture::number).orElse(0);
          resumedAt.set(at);
          return new Steps(at, 10, new Semaphore(100));
        });
    await().untilAsserted(() -> assertThat(state(session)).isEqualTo(ChatState.ENDED));
    assertThat(resumedAt).hasValue(5);
    assertThat(sink.ids()).isEqualTo(IntStream.range(0, 10).mapToObj(String::valueOf).toList());
  }

  @Test
  void pipelineThatLostCommentsHasThemReadAgain() {
    AtomicInteger barriers = new AtomicInteger();
    sink.confirmBy(
        () ->
            barriers.getAndIncrement() == 0
                ? CompletableFuture.failedFuture(new IllegalStateException("lost"))
                : CompletableFuture.completedFuture(0L));
    Session session = create();
    start(
        (wish, checkpoint) ->
            new Steps(
                checkpoint.map(SessionSupervisorFixture::number).orElse(0), 3, new Semaphore(100)));
    await().untilAsserted(() -> assertThat(state(session)).isEqualTo(ChatState.ENDED));
    assertThat(sink.ids()).containsExactly("0", "1", "2", "0", "1", "2");
  }

  @Test
  void pipelineThatIsAwayWhenASourceDeliversHasTheSessionTakenUpAgain() {
    AtomicInteger tries = new AtomicInteger();
    Session session = create();
    start(
        (wish, checkpoint) ->
            to -> {
              if (tries.getAndIncrement() == 0) {
                throw FaultCode.UNAVAILABLE.exception("STAGE_CLOSED", "closed");
              }
            });
    await().untilAsserted(() -> assertThat(state(session)).isEqualTo(ChatState.ENDED));
    assertThat(tries).hasValue(2);
  }

  @Test
  void drainSavesThePlaceAndGivesTheSessionBackWithoutEndingIt() throws Exception {
    Session session = create();
    Semaphore next = new Semaphore(7);
    SessionSupervisor supervisor = start((wish, checkpoint) -> new Steps(0, 100, next));
    await().until(() -> sink.ids().size() == 7);
    long begin = System.nanoTime();
    supervisor.drain(Duration.ofSeconds(3));
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
    assertThat(saved(session)).isEqualTo("7");
    assertThat(state(session)).isEqualTo(ChatState.LIVE);
    assertThat(sessions.isHeld(session.getId())).isFalse();
    assertThat(sink.events()).isEmpty();
  }

  @Test
  void drainIsBoundedWhenTheBrokerDoesNotAnswer() throws Exception {
    sink.confirmBy(CompletableFuture::new);
    Session session = create();
    SessionSupervisor supervisor = start((wish, checkpoint) -> new Steps(0, 100, new Semaphore(7)));
    await().until(() -> sink.ids().size() == 7);
    long begin = System.nanoTime();
    supervisor.drain(Duration.ofSeconds(1));
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
    assertThat(sessions.checkpoint(session.getId())).isEmpty();
    assertThat(state(session)).isEqualTo(ChatState.LIVE);
    await().until(() -> !sessions.isHeld(session.getId()));
  }

  private static boolean dyingIsIdle(SessionSupervisor supervisor) {
    supervisor.close();
    return supervisor.running() == 0;
  }

  private static synchronized CompletionStage<Long> barrier(
      List<CompletableFuture<Long>> confirms) {
    CompletableFuture<Long> confirm = new CompletableFuture<>();
    confirms.add(confirm);
    return confirm;
  }

  private static synchronized int count(List<CompletableFuture<Long>> confirms) {
    return confirms.size();
  }

  private static synchronized void complete(List<CompletableFuture<Long>> confirms, int index) {
    confirms.get(index).complete(0L);
  }
}

package chatwarden.ingest.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatwarden.ingest.source.ChatSource;
import chatwarden.ingest.source.RecordingSink;
import chatwarden.ingest.source.Rejection;
import chatwarden.ingest.source.SourceException;
import chatwarden.ingest.source.SourceSink;
import chatwarden.livechat.v1.Session;
import chatwarden.pipeline.v1.ChatEvent;
import chatwarden.runtime.error.FaultCode;
import chatwarden.type.v1.ChatState;
import chatwarden.type.v1.Comment;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionSupervisorTest {
  private static final Duration TTL = Duration.ofSeconds(2);

  private final MemorySessions sessions = new MemorySessions();
  private final RecordingSink sink = new RecordingSink();
  private final List<SessionSupervisor> supervisors = new ArrayList<>();

  @AfterEach
  void stopAll() {
    supervisors.forEach(SessionSupervisor::close);
  }

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
  void sessionThatTheStoreLostIsReadAnewFromItsSource() {
    create();
    start((wish, checkpoint) -> SessionSupervisorTest::waitForEver);
    await().until(() -> sessions.isHeld("s1"));

    sessions.forgetAll();

    await().until(() -> sessions.get("s2").isPresent() && sessions.isHeld("s2"));
    assertThat(sessions.get("s2").orElseThrow().getChat()).isEqualTo("room");
  }

  @Test
  void requestToStopIsHeededWithinASecondAndEndsTheChat() {
    Session session = create();
    start((wish, checkpoint) -> SessionSupervisorTest::waitForEver);
    await().until(() -> sessions.isHeld(session.getId()));
    sessions.requestStop(session.getId());
    await()
        .atMost(Duration.ofSeconds(1))
        .untilAsserted(() -> assertThat(state(session)).isEqualTo(ChatState.ENDED));
    assertThat(reason(session)).isEqualTo("stopped on request");
    assertThat(sink.events()).hasSize(1);
  }

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
          int at = checkpoint.map(SessionSupervisorTest::number).orElse(0);
          resumedAt.set(at);
          return new Steps(at, 10, new Semaphore(100));
        });
    await().untilAsserted(() -> assertThat(state(session)).isEqualTo(ChatState.ENDED));
    assertThat(resumedAt).hasValue(5);
    assertThat(sink.ids()).isEqualTo(IntStream.range(0, 10).mapToObj(String::valueOf).toList());
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
                checkpoint.map(SessionSupervisorTest::number).orElse(0), 3, new Semaphore(100)));
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

  @Test
  void severalSessionsRunAtOnceUpToTheBound() {
    for (int i = 0; i < 5; i++) {
      create();
    }
    start((wish, checkpoint) -> SessionSupervisorTest::waitForEver);
    await().until(() -> held() == 3);
    await().during(Duration.ofMillis(300)).until(() -> held() == 3);
    sessions.requestStop("s1");
    await().until(() -> held() == 3 && state(sessions.get("s1").orElseThrow()) == ChatState.ENDED);
  }

  private long held() {
    return IntStream.rangeClosed(1, 5).filter(i -> sessions.isHeld("s" + i)).count();
  }

  private Session create() {
    return sessions.create(Session.newBuilder().setSource("test:").setChat("room").build());
  }

  private SessionSupervisor start(SourceFactory sources) {
    SessionSupervisor supervisor =
        new SessionSupervisor(
            sessions,
            sources,
            (session, fence, threshold, rejections) -> sink,
            new SessionSettings("test", TTL, Duration.ofMillis(20), Duration.ofMillis(100), 3),
            InstantSource.system(),
            new SimpleMeterRegistry());
    supervisors.add(supervisor);
    supervisor.start();
    return supervisor;
  }

  private ChatState state(Session session) {
    return sessions.get(session.getId()).orElseThrow().getState();
  }

  private String reason(Session session) {
    return sessions.get(session.getId()).orElseThrow().getReason();
  }

  private String saved(Session session) {
    return sessions
        .checkpoint(session.getId())
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
        .orElse("none");
  }

  private static boolean dyingIsIdle(SessionSupervisor supervisor) {
    supervisor.close();
    return supervisor.running() == 0;
  }

  private static int number(byte[] checkpoint) {
    return Integer.parseInt(new String(checkpoint, StandardCharsets.UTF_8));
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

  private static void waitForEver(SourceSink to) throws InterruptedException {
    new CountDownLatch(1).await();
  }

  private static SourceFactory counting(int count) {
    return (wish, checkpoint) -> new Steps(0, count, new Semaphore(count));
  }

  /** Delivers numbered comments as permits come; its place is how many it has delivered. */
  private static final class Steps implements ChatSource {
    private final int from;
    private final int to;
    private final Semaphore permits;
    private volatile int place;

    Steps(int from, int to, Semaphore permits) {
      this.from = from;
      this.to = to;
      this.permits = permits;
      this.place = from;
    }

    @Override
    public void run(SourceSink sink) throws InterruptedException {
      for (int i = from; i < to; i++) {
        permits.acquire();
        sink.deliver(
            Comment.newBuilder().setId(String.valueOf(i)).setChat("room").setText("x").build());
        place = i + 1;
      }
    }

    @Override
    public Optional<byte[]> checkpoint() {
      return place == from
          ? Optional.empty()
          : Optional.of(String.valueOf(place).getBytes(StandardCharsets.UTF_8));
    }
  }
}

package chatwarden.store.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.livechat.v1.Session;
import chatwarden.pipeline.v1.ChatEvent;
import chatwarden.pipeline.v1.ClassifiedBatch;
import chatwarden.pipeline.v1.Publication;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.store.comment.TestChat;
import chatwarden.store.redis.OpenStores;
import chatwarden.type.v1.ChatState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What sessions and leases promise, on every kind of Redis. */
abstract class SessionStoreContract {

  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Duration SHORT = Duration.ofMillis(300);

  protected abstract OpenStores stores();

  abstract void forgetEverything() throws Exception;

  @BeforeEach
  void startEmpty() throws Exception {
    forgetEverything();
  }

  @Test
  void createdSessionIsLiveAndRegistersItsChat() {
    Session session =
        stores()
            .sessions()
            .create(
                Session.newBuilder()
                    .setChat("demo")
                    .setSource("file:demo.jsonl")
                    .setCommentsPerSecond(12.5)
                    .setFlagThreshold(0.4f)
                    .build());
    assertThat(session.getId()).matches("[A-Za-z0-9_.-]+");
    assertThat(stores().sessions().get(session.getId())).contains(session);
    assertThat(session.getFlagThreshold()).isEqualTo(0.4f);
    assertThat(session.getCommentsPerSecond()).isEqualTo(12.5);
    assertThat(session.hasCreateTime()).isTrue();
    assertThat(stores().comments().chat("demo"))
        .hasValueSatisfying(
            chat -> {
              assertThat(chat.getState()).isEqualTo(ChatState.LIVE);
              assertThat(chat.getSource()).isEqualTo("file:demo.jsonl");
            });
  }

  @Test
  void secondReaderOfAChatIsRefused() {
    stores().start("demo");
    assertThatThrownBy(() -> stores().start("demo"))
        .isInstanceOfSatisfying(
            ChatwardenException.class, e -> assertThat(e.reason()).isEqualTo("CHAT_ALREADY_READ"));
    assertThat(stores().sessions().list(0, "").sessions()).hasSize(1);
  }

  @Test
  void ofManyWhoStartTheSameChatOneSucceeds() throws Exception {
    List<Callable<Boolean>> starts = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      starts.add(
          () -> {
            try {
              stores().start("raced");
              return true;
            } catch (ChatwardenException e) {
              assertThat(e).matches(FaultCode.ALREADY_EXISTS::isOf);
              return false;
            }
          });
    }
    int started = 0;
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> start : executor.invokeAll(starts)) {
        started += start.get() ? 1 : 0;
      }
    }
    assertThat(started).isEqualTo(1);
    assertThat(stores().sessions().list(0, "").sessions()).hasSize(1);
  }

  @Test
  void wishesThatCannotBeMetAreRefusedByTheirField() {
    Session good = Session.newBuilder().setChat("demo").setSource("push:demo").build();
    refused("session.chat", good.toBuilder().setChat("a/b").build());
    refused("session.chat", good.toBuilder().setChat("").build());
    refused("session.chat", good.toBuilder().setChat("..").build());
    refused("session.chat", good.toBuilder().setChat("a".repeat(129)).build());
    refused("session.source", good.toBuilder().setSource(" ").build());
    refused("session.source", good.toBuilder().setSource("a\nb").build());
    refused("session.flag_threshold", good.toBuilder().setFlagThreshold(1.1f).build());
    refused(
        "session.comments_per_second", good.toBuilder().setCommentsPerSecond(Double.NaN).build());
  }

  @Test
  void oldestSessionIsClaimedFirstAndOnlyOnce() {
    stores().start("first");
    stores().start("second");
    assertThat(claim(LONG).orElseThrow().session().getChat()).isEqualTo("first");
    assertThat(claim(LONG).orElseThrow().session().getChat()).isEqualTo("second");
    assertThat(claim(LONG)).isEmpty();
  }

  @Test
  void everySessionIsClaimedByOneOfManyProcesses() throws Exception {
    for (int i = 0; i < 12; i++) {
      stores().start("chat-" + i);
    }
    Set<String> claimed = ConcurrentHashMap.newKeySet();
    List<Callable<Integer>> owners = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      owners.add(
          () -> {
            int mine = 0;
            for (var lease = claim(LONG); lease.isPresent(); lease = claim(LONG)) {
              assertThat(claimed.add(lease.get().session().getId())).isTrue();
              mine++;
            }
            return mine;
          });
    }
    int all = 0;
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Integer> mine : executor.invokeAll(owners)) {
        all += mine.get();
      }
    }
    assertThat(all).isEqualTo(12);
  }

  @Test
  void leaseThatIsNotRenewedGoesToAnotherAndTheFirstIsRefused() {
    stores().start("demo");
    SessionLease first = claim(SHORT).orElseThrow();
    first.saveCheckpoint(new byte[] {1, 0, -1}, 0);
    SessionLease second = awaitClaim();
    assertThat(second.checkpoint())
        .hasValueSatisfying(c -> assertThat(c).containsExactly(1, 0, -1));
    assertThat(first.renew()).isFalse();
    lost(() -> first.saveCheckpoint(new byte[] {9}, 0));
    lost(() -> first.reject("line 3"));
    lost(() -> first.finish(ChatState.FAILED, "late"));
    first.close();
    assertThat(second.renew()).isTrue();
    assertThat(second.checkpoint())
        .hasValueSatisfying(c -> assertThat(c).containsExactly(1, 0, -1));
    assertThat(stores().sessions().get(second.session().getId()))
        .hasValueSatisfying(s -> assertThat(s.getState()).isEqualTo(ChatState.LIVE));
  }

  @Test
  void endWaitsForTheMessagesOfItsLeaseAndOfEarlierOnesUpToTheirCheckpoint() {
    stores().start("demo");
    TestChat chat = TestChat.of("demo", 50, 0);
    List<ClassifiedBatch> batches = chat.classifiedBatches(10);
    SessionLease dead = claim(SHORT).orElseThrow();
    dead.saveCheckpoint(new byte[] {2}, 2);
    SessionLease lease = awaitClaim();
    ChatEvent end = numbered(chat.end("2026-01-01T12:30:00Z"), lease, 3);

    record(numbered(batches.get(2), lease, 1));
    assertThat(record(end)).isEqualTo(3);
    record(numbered(batches.get(0), dead, 1));
    record(numbered(batches.get(0), dead, 1));
    record(numbered(batches.get(3), lease, 2));
    assertThat(record(end)).isEqualTo(1);
    assertThat(state("demo")).isEqualTo(ChatState.LIVE);
    // Published after the last checkpoint, so published again by the next lease.
    record(numbered(batches.get(4), dead, 3));
    assertThat(record(end)).isEqualTo(1);
    record(numbered(batches.get(1), dead, 2));

    assertThat(record(end)).isZero();
    assertThat(state("demo")).isEqualTo(ChatState.ENDED);
  }

  @Test
  void endDoesNotWaitForMessagesThatArePassedOver() {
    stores().start("demo");
    TestChat chat = TestChat.of("demo", 10, 0);
    SessionLease lease = claim(LONG).orElseThrow();
    ChatEvent end = numbered(chat.end("2026-01-01T12:30:00Z"), lease, 3);
    record(numbered(chat.deletion(chat.commentId(0)), lease, 2));
    assertThat(record(end)).isEqualTo(1);

    OpenStores.await(stores().comments().passOver("demo", publication(lease, 1)));

    assertThat(record(end)).isZero();
    assertThat(state("demo")).isEqualTo(ChatState.ENDED);
  }

  @Test
  void endDoesNotWaitForItselfOnceACheckpointCountsIt() {
    stores().start("demo");
    TestChat chat = TestChat.of("demo", 10, 0);
    SessionLease lease = claim(LONG).orElseThrow();
    record(numbered(chat.deletion(chat.commentId(0)), lease, 1));
    lease.saveCheckpoint(new byte[] {1}, 2);

    assertThat(record(numbered(chat.end("2026-01-01T12:30:00Z"), lease, 2))).isZero();
    assertThat(state("demo")).isEqualTo(ChatState.ENDED);
  }

  @Test
  void endDoesNotWaitForMessagesOfLaterLeases() {
    stores().start("demo");
    TestChat chat = TestChat.of("demo", 10, 0);
    SessionLease earlier = claim(LONG).orElseThrow();
    ChatEvent end = numbered(chat.end("2026-01-01T12:30:00Z"), earlier, 1);
    earlier.close();
    claim(LONG).orElseThrow().saveCheckpoint(new byte[] {1}, 5);

    assertThat(record(end)).isZero();
    assertThat(state("demo")).isEqualTo(ChatState.ENDED);
  }

  @Test
  void endWithoutAPlaceAndOneOfAnUnknownSessionWaitForNothing() {
    stores().start("demo");
    TestChat chat = TestChat.of("demo", 1, 0);
    assertThat(record(chat.end("2026-01-01T12:30:00Z"))).isZero();
    stores().start("other");
    Publication strange =
        Publication.newBuilder().setSession("other.unknown").setFence(1).addNumbers(9).build();
    ChatEvent end = TestChat.of("other", 1, 0).end("2026-01-01T12:30:00Z");
    assertThat(record(end.toBuilder().setPublication(strange).build())).isZero();
    assertThat(state("other")).isEqualTo(ChatState.ENDED);
  }

  @Test
  void checkpointWithoutAPlaceKeepsThePlaceBefore() {
    stores().start("demo");
    SessionLease lease = claim(LONG).orElseThrow();
    lease.saveCheckpoint(new byte[] {7}, 1);
    lease.saveCheckpoint(new byte[0], 2);
    assertThat(lease.checkpoint()).hasValueSatisfying(c -> assertThat(c).containsExactly(7));
  }

  @Test
  void numbersInAnyOrderMakeRanges() {
    stores().start("demo");
    SessionLease lease = claim(LONG).orElseThrow();
    List<Long> numbers = new ArrayList<>(LongStream.rangeClosed(1, 200).boxed().toList());
    numbers.remove(100L);
    numbers.addAll(numbers.subList(10, 60));
    Collections.shuffle(numbers, new Random(5));
    for (int from = 0; from < numbers.size(); from += 7) {
      List<Long> some = numbers.subList(from, Math.min(from + 7, numbers.size()));
      Publication publication = publication(lease).toBuilder().addAllNumbers(some).build();
      OpenStores.await(stores().comments().passOver("demo", publication));
    }
    ChatEvent end = TestChat.of("demo", 1, 0).end("2026-01-01T12:30:00Z");
    // 100 and 201 are missing.
    assertThat(record(numbered(end, lease, 202))).isEqualTo(2);
    assertThat(record(numbered(end, lease, 100))).isZero();
  }

  @Test
  void placesThatNoLeaseGivesAreRefusedByTheirField() {
    ClassifiedBatch batch = TestChat.of("demo", 1, 0).classifiedBatches(1).getFirst();
    for (Publication wrong :
        List.of(
            Publication.newBuilder().setFence(-1).build(),
            Publication.newBuilder().addNumbers(0).build(),
            Publication.newBuilder().addNumbers(1L << 53).build())) {
      assertThatThrownBy(() -> record(batch.toBuilder().setPublication(wrong).build()))
          .hasMessageContaining("publication.");
    }
  }

  private static Publication publication(SessionLease lease, long... numbers) {
    Publication.Builder publication =
        Publication.newBuilder().setSession(lease.session().getId()).setFence(lease.fence());
    LongStream.of(numbers).forEach(publication::addNumbers);
    return publication.build();
  }

  private static ClassifiedBatch numbered(ClassifiedBatch batch, SessionLease lease, long number) {
    return batch.toBuilder().setPublication(publication(lease, number)).build();
  }

  private static ChatEvent numbered(ChatEvent event, SessionLease lease, long number) {
    return event.toBuilder().setPublication(publication(lease, number)).build();
  }

  private void record(ClassifiedBatch batch) {
    OpenStores.await(stores().comments().record(batch));
  }

  private long record(ChatEvent event) {
    return OpenStores.await(stores().comments().record(event));
  }

  private ChatState state(String chat) {
    return stores().comments().chat(chat).orElseThrow().getState();
  }

  @Test
  void renewedLeaseIsKept() {
    stores().start("demo");
    Duration ttl = Duration.ofSeconds(2);
    SessionLease lease = claim(ttl).orElseThrow();
    long until = System.nanoTime() + ttl.multipliedBy(2).toNanos();
    Awaitility.await()
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> {
              assertThat(lease.renew()).isTrue();
              assertThat(claim(ttl)).isEmpty();
              return System.nanoTime() > until;
            });
  }

  @Test
  void leaseGivenBackIsFreeAtOnceAndOfNoMoreUse() {
    stores().start("demo");
    SessionLease lease = claim(LONG).orElseThrow();
    lease.close();
    lost(() -> lease.saveCheckpoint(new byte[] {1}, 0));
    assertThat(claim(LONG)).isPresent();
  }

  @Test
  void finishedSessionIsOverAndItsChatCanBeReadAgain() {
    Session session = stores().start("demo");
    SessionLease lease = claim(LONG).orElseThrow();
    lease.finish(ChatState.FAILED, "the video is private");
    assertThat(claim(LONG)).isEmpty();
    assertThat(stores().sessions().get(session.getId()))
        .hasValueSatisfying(
            s -> {
              assertThat(s.getState()).isEqualTo(ChatState.FAILED);
              assertThat(s.getReason()).isEqualTo("the video is private");
            });
    Session next = stores().start("demo");
    assertThat(claim(LONG).orElseThrow().session().getId()).isEqualTo(next.getId());
    assertThat(stores().sessions().list(1, "").sessions()).containsExactly(next);
  }

  @Test
  void requestToStopReachesWhoeverHoldsTheSession() {
    Session session = stores().start("demo");
    SessionLease lease = claim(LONG).orElseThrow();
    assertThat(lease.stopRequested()).isFalse();
    stores().sessions().requestStop(session.getId());
    assertThat(lease.stopRequested()).isTrue();
    lease.finish(ChatState.ENDED, "stopped");
    assertThat(stores().sessions().requestStop(session.getId()).getState())
        .isEqualTo(ChatState.ENDED);
    for (String unknown : List.of("demo.aaaaaaaaaa", "nothing", "")) {
      assertThatThrownBy(() -> stores().sessions().requestStop(unknown))
          .matches(FaultCode.NOT_FOUND::isOf);
    }
  }

  @Test
  void rejectionsAreCountedOverAllLeases() {
    Session session = stores().start("demo");
    SessionLease first = claim(LONG).orElseThrow();
    first.reject("line 3: text: is blank");
    first.reject("line 4: id: is missing");
    first.close();
    SessionLease second = claim(LONG).orElseThrow();
    second.reject("line 9: " + "x".repeat(2_000));
    assertThat(stores().sessions().get(session.getId()))
        .hasValueSatisfying(
            s -> {
              assertThat(s.getRejectedCount()).isEqualTo(3);
              assertThat(s.getLastRejection()).startsWith("line 9").hasSize(1_000);
            });
  }

  @Test
  void sessionsAreListedTheNewestFirst() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      ids.add(0, stores().start("chat-" + i).getId());
    }
    List<String> listed = new ArrayList<>();
    String token = "";
    do {
      SessionPage page = stores().sessions().list(3, token);
      page.sessions().forEach(session -> listed.add(session.getId()));
      token = page.nextPageToken();
    } while (!token.isEmpty());
    assertThat(listed).isEqualTo(ids);
  }

  private void refused(String field, Session wish) {
    assertThatThrownBy(() -> stores().sessions().create(wish))
        .isInstanceOfSatisfying(
            InvalidInputException.class,
            e -> assertThat(e.problems().get(0).field()).isEqualTo(field));
  }

  private static void lost(Runnable write) {
    assertThatThrownBy(write::run)
        .isInstanceOfSatisfying(
            ChatwardenException.class, e -> assertThat(e.reason()).isEqualTo("LEASE_LOST"));
  }

  private Optional<SessionLease> claim(Duration ttl) {
    return stores().sessions().claim("test", ttl);
  }

  private SessionLease awaitClaim() {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> claim(LONG), Optional::isPresent)
        .orElseThrow();
  }
}

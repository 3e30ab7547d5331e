package chatwarden.store.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.livechat.v1.Session;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.testing.engine.RedisServer;
import chatwarden.type.v1.ChatState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Specifies sessions and their leases, on every kind of Redis. */
abstract class SessionStoreContract extends SessionStoreFixture {

  SessionStoreContract(RedisServer redis) throws InterruptedException {
    super(redis);
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
  void checkpointWithoutAPlaceKeepsThePlaceBefore() {
    stores().start("demo");
    SessionLease lease = claim(LONG).orElseThrow();
    lease.saveCheckpoint(new byte[] {7}, 1);
    lease.saveCheckpoint(new byte[0], 2);
    assertThat(lease.checkpoint()).hasValueSatisfying(c -> assertThat(c).containsExactly(7));
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
  void wayOfReadingIsNotedUntilItChanges() {
    Session session = stores().start("demo");
    SessionLease first = claim(LONG).orElseThrow();
    first.noteWay("twitch:9", "");
    assertThat(stores().sessions().get(session.getId()).orElseThrow().getAccount())
        .isEqualTo("twitch:9");
    first.close();
    SessionLease second = claim(LONG).orElseThrow();
    assertThat(second.session().getAccount()).isEqualTo("twitch:9");
    lost(() -> first.noteWay("twitch:8", ""));
    second.noteWay("", "the permission was taken back" + "x".repeat(2_000));
    Session noted = stores().sessions().get(session.getId()).orElseThrow();
    assertThat(noted.getAccount()).isEmpty();
    assertThat(noted.getAccountProblem()).startsWith("the permission").hasSize(1_000);
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
}

package chatwarden.store.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.action.v1.Action;
import chatwarden.action.v1.ActionKind;
import chatwarden.action.v1.ActionState;
import chatwarden.livechat.v1.WatchCommentsResponse;
import chatwarden.review.v1.AuditAction;
import chatwarden.review.v1.AuditEntry;
import chatwarden.runtime.error.FaultCode;
import chatwarden.store.redis.OpenStores;
import chatwarden.store.redis.StoredTime;
import chatwarden.testing.engine.RedisServer;
import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** On a cluster, which refuses scripts whose keys are not together. */
class ActionStoreTest {
  private static final Instant NOW = Instant.parse("2026-11-30T10:00:00Z");
  private static final Timestamp TIME = StoredTime.timestamp(NOW);

  @AutoClose private final RedisServer redis = RedisServer.startCluster();
  @AutoClose private final OpenStores stores;
  private final ActionStore actions;

  ActionStoreTest() throws InterruptedException {
    stores = OpenStores.on(redis);
    actions = stores.acting().actions();
    stores.start("c");
  }

  private static Action.Builder waiting(String id, ActionKind kind) {
    return Action.newBuilder()
        .setId(id)
        .setChat("c")
        .setKind(kind)
        .setComment("m1")
        .setAuthorId("u1")
        .setReviewer("Ann")
        .setCaller("key:1")
        .setMessage("be kind")
        .setState(ActionState.WAITING)
        .setCreateTime(TIME)
        .setUpdateTime(TIME)
        .setNextTryTime(TIME);
  }

  private StoredAction stored(String id) {
    return actions.find("c", id).orElseThrow();
  }

  private static Action in(ActionState state, StoredAction stored) {
    return stored.action().toBuilder().setState(state).clearNextTryTime().build();
  }

  @Test
  void actionWithATakenIdIsAddedOnce() {
    Action first = waiting("a", ActionKind.BAN_AUTHOR).build();
    assertThat(actions.add(first)).isEqualTo(first);
    assertThat(actions.add(waiting("a", ActionKind.WARN_AUTHOR).build())).isEqualTo(first);

    assertThat(actions.list("c", "", 0, "").actions()).containsExactly(first);
    assertThat(actions.list("c", "m1", 0, "").actions()).containsExactly(first);
    assertThat(actions.list("c", "m2", 0, "").actions()).isEmpty();
  }

  @Test
  void changeBasedOnAnEarlierRevisionIsNotMade() {
    actions.add(waiting("a", ActionKind.BAN_AUTHOR).build());
    StoredAction read = stored("a");

    assertThat(actions.change(read, in(ActionState.SENDING, read))).isTrue();
    assertThat(actions.change(read, in(ActionState.CANCELLED, read))).isFalse();
    assertThat(stored("a").action().getState()).isEqualTo(ActionState.SENDING);
  }

  @Test
  void actionThatIsBeingSentIsDueWhenItsSenderMustBeGone() {
    actions.add(waiting("a", ActionKind.BAN_AUTHOR).build());
    assertThat(actions.due("c", NOW.minusMillis(1), 10)).isEmpty();
    assertThat(actions.due("c", NOW, 10)).hasSize(1);

    StoredAction read = stored("a");
    Instant gone = NOW.plusSeconds(40);
    actions.change(
        read,
        read.action().toBuilder()
            .setState(ActionState.SENDING)
            .setNextTryTime(StoredTime.timestamp(gone))
            .build());
    assertThat(actions.due("c", gone.minusMillis(1), 10)).isEmpty();
    assertThat(actions.due("c", gone, 10)).hasSize(1);
  }

  @Test
  void actionOnAnAuthorIsSentWhenTheOneBeforeIsOver() {
    actions.add(waiting("ban", ActionKind.BAN_AUTHOR).build());
    actions.add(waiting("lift", ActionKind.LIFT_BAN).build());
    StoredAction lift = stored("lift");
    assertThat(lift.action().getFollows()).isEqualTo("ban");
    assertThat(actions.change(lift, in(ActionState.SENDING, lift))).isFalse();

    StoredAction ban = stored("ban");
    actions.change(ban, in(ActionState.DONE, ban));
    assertThat(actions.change(lift, in(ActionState.SENDING, lift))).isTrue();
    StoredAction sent = stored("lift");
    actions.change(sent, in(ActionState.DONE, sent));
    actions.add(waiting("later", ActionKind.BAN_AUTHOR).build());
    StoredAction later = stored("later");
    assertThat(later.action().getFollows()).isEqualTo("lift");
    assertThat(actions.change(later, in(ActionState.SENDING, later))).isTrue();
  }

  @Test
  void actionThatEndsLeavesTheQueueAndIsInTheAuditLog() {
    actions.add(waiting("a", ActionKind.WARN_AUTHOR).build());
    StoredAction read = stored("a");
    Action done = in(ActionState.DONE, read);
    actions.change(read, done);

    assertThat(actions.openCount("c")).isZero();
    assertThat(actions.due("c", NOW.plusSeconds(3_600), 10)).isEmpty();
    AuditEntry entry = stores.reviews().audit("c", 0, "").entries().getFirst();
    assertThat(entry.getAction()).isEqualTo(AuditAction.ACT);
    assertThat(entry.getReviewer()).isEqualTo("Ann");
    assertThat(entry.getPlatformAction()).isEqualTo(done);
  }

  @Test
  void watchersSeeEveryStateButNotWhoAskedForIt() {
    actions.add(waiting("a", ActionKind.WARN_AUTHOR).build());
    StoredAction read = stored("a");
    actions.change(read, in(ActionState.DONE, read));

    List<Action> seen =
        stores.allEvents("c").stream()
            .filter(WatchCommentsResponse::hasAction)
            .map(WatchCommentsResponse::getAction)
            .toList();
    assertThat(seen)
        .extracting(Action::getState)
        .containsExactly(ActionState.WAITING, ActionState.DONE);
    assertThat(seen)
        .allSatisfy(
            action -> {
              assertThat(action.getReviewer()).isEmpty();
              assertThat(action.getCaller()).isEmpty();
              assertThat(action.getMessage()).isEmpty();
            });
  }

  @Test
  void fullOutboxRefusesMore() {
    for (int i = 0; i < ActionStore.MAX_OPEN; i++) {
      actions.add(waiting("a" + i, ActionKind.WARN_AUTHOR).build());
    }
    Action more = waiting("more", ActionKind.WARN_AUTHOR).build();
    assertThatThrownBy(() -> actions.add(more)).matches(FaultCode.OVERLOADED::isOf);
  }

  @Test
  void pagesHaveEveryActionOnceTheNewestFirst() {
    for (int i = 0; i < 5; i++) {
      Timestamp time = StoredTime.timestamp(NOW.plusSeconds(i));
      actions.add(waiting("a" + i, ActionKind.WARN_AUTHOR).setCreateTime(time).build());
    }
    ActionPage first = actions.list("c", "", 3, "");
    ActionPage last = actions.list("c", "", 3, first.nextPageToken());
    assertThat(first.actions()).extracting(Action::getId).containsExactly("a4", "a3", "a2");
    assertThat(last.actions()).extracting(Action::getId).containsExactly("a1", "a0");
    assertThat(last.nextPageToken()).isEmpty();
  }
}

package chatwarden.store.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import chatwarden.action.v1.ActingMode;
import chatwarden.action.v1.Action;
import chatwarden.action.v1.ActionKind;
import chatwarden.action.v1.ActionState;
import chatwarden.livechat.v1.Session;
import chatwarden.review.v1.Decision;
import chatwarden.store.comment.TestChat;
import chatwarden.store.redis.OpenStores;
import chatwarden.store.review.Reviewer;
import chatwarden.store.review.Verdict;
import chatwarden.testing.chat.GoldenStages;
import chatwarden.testing.engine.RedisServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class DecisionRelayTest {
  private static final Reviewer ANN = new Reviewer("Ann", "key:1");

  @AutoClose private final RedisServer redis = RedisServer.start();
  @AutoClose private final OpenStores stores;
  private final ActingStores acting;
  private final TestChat chat = TestChat.of("chan", 60, 0.5);

  DecisionRelayTest() throws InterruptedException {
    stores = OpenStores.on(redis);
    acting = stores.acting();
  }

  private void readFrom(String source) {
    stores
        .sessions()
        .create(
            Session.newBuilder()
                .setChat(chat.id())
                .setSource(source)
                .setFlagThreshold(0.375f)
                .build());
    OpenStores.await(stores.comments().record(GoldenStages.classifiedBatch(chat.comments())));
  }

  private void mode(ActingMode mode) {
    acting.modes().set(chat.id(), mode, "", ANN);
  }

  private String decided(Decision decision) {
    String id =
        stores
            .reviews()
            .claim(chat.id(), ANN, 1, Duration.ofMinutes(5))
            .getReviews(0)
            .getComment()
            .getComment()
            .getId();
    stores.reviews().decide(chat.id(), id, ANN, new Verdict(decision, "", null));
    return id;
  }

  private List<Action> relayed() {
    acting.relay().relay(chat.id());
    return acting.actions().list(chat.id(), "", 0, "").actions();
  }

  @Test
  void decisionOfAChatThatDoesNotActIsARecordOnly() {
    readFrom("twitch:chan");
    decided(Decision.HIDE);
    assertThat(relayed()).isEmpty();
  }

  @Test
  void decisionBecomesItsActionOnce() {
    readFrom("twitch:chan");
    decided(Decision.BAN);
    mode(ActingMode.ACTING_ON);
    String hidden = decided(Decision.HIDE);

    assertThat(relayed()).hasSize(1);
    acting.modes().advance(chat.id(), "0-0"); // As where a process ended before it noted how far.
    Action action = relayed().getFirst();
    assertThat(acting.actions().list(chat.id(), hidden, 0, "").actions()).containsExactly(action);
    assertThat(action.getKind()).isEqualTo(ActionKind.DELETE_COMMENT);
    assertThat(action.getState()).isEqualTo(ActionState.WAITING);
    assertThat(action.getReviewer()).isEqualTo("Ann");
    assertThat(action.getCaller()).isEqualTo("key:1");
  }

  @Test
  void decisionsGoByTheModeAtTheirTime() {
    readFrom("twitch:chan");
    mode(ActingMode.ACTING_DRY_RUN);
    String dry = decided(Decision.TIME_OUT);
    mode(ActingMode.ACTING_ON);
    String real = decided(Decision.TIME_OUT);

    assertThat(relayed())
        .extracting(Action::getComment, Action::getState)
        .containsExactlyInAnyOrder(
            tuple(dry, ActionState.DRY_RUN), tuple(real, ActionState.WAITING));
  }

  @Test
  void decisionsBeforeTheSwitchToOffStillAct() {
    readFrom("twitch:chan");
    mode(ActingMode.ACTING_ON);
    String id = decided(Decision.HIDE);
    mode(ActingMode.ACTING_OFF);
    decided(Decision.HIDE);

    assertThat(relayed()).extracting(Action::getComment).containsExactly(id);
    assertThat(acting.modes().get(chat.id()).isRelaying()).isFalse();
  }

  @Test
  void undoneDecisionIsCancelledWhileItWaitsAndLiftedWhenItIsDone() {
    readFrom("twitch:chan");
    mode(ActingMode.ACTING_ON);
    String waiting = decided(Decision.BAN);
    relayed();
    stores.reviews().undo(chat.id(), waiting, ANN);
    assertThat(relayed())
        .extracting(Action::getKind, Action::getState)
        .containsExactly(tuple(ActionKind.BAN_AUTHOR, ActionState.CANCELLED));
    stores.reviews().decide(chat.id(), waiting, ANN, new Verdict(Decision.BAN, "", null));
    Action ban = relayed().getFirst();
    StoredAction stored = acting.actions().find(chat.id(), ban.getId()).orElseThrow();
    acting.actions().change(stored, ban.toBuilder().setState(ActionState.DONE).build());
    stores.reviews().undo(chat.id(), waiting, ANN);

    Action lift = relayed().getFirst();
    assertThat(lift.getKind()).isEqualTo(ActionKind.LIFT_BAN);
    assertThat(lift.getState()).isEqualTo(ActionState.WAITING);
  }

  @Test
  void banOnYouTubeAlsoDeletesTheComment() {
    readFrom("youtube:dQw4w9WgXcQ");
    mode(ActingMode.ACTING_ON);
    decided(Decision.BAN);
    assertThat(relayed())
        .extracting(Action::getKind)
        .containsExactlyInAnyOrder(ActionKind.BAN_AUTHOR, ActionKind.DELETE_COMMENT);
  }

  @Test
  void chatOfAFileActsInDryRunAlone() {
    readFrom("file:chan.jsonl");
    mode(ActingMode.ACTING_ON);
    decided(Decision.HIDE);
    assertThat(relayed()).isEmpty();
    mode(ActingMode.ACTING_DRY_RUN);
    decided(Decision.HIDE);
    assertThat(relayed()).hasSize(1);
  }

  private void changed(String id, Decision from, Decision to) {
    stores.reviews().decideAny(chat.id(), id, ANN, new Verdict(to, "", null), from);
  }

  private void done(Action action) {
    StoredAction stored = acting.actions().find(chat.id(), action.getId()).orElseThrow();
    acting.actions().change(stored, action.toBuilder().setState(ActionState.DONE).build());
  }

  @Test
  void replacedDecisionIsCancelledWhileItWaits() {
    readFrom("twitch:chan");
    mode(ActingMode.ACTING_ON);
    String id = decided(Decision.BAN);
    relayed();
    changed(id, Decision.BAN, Decision.HIDE);

    assertThat(relayed())
        .extracting(Action::getKind, Action::getState, Action::getProblemReason)
        .containsExactly(
            tuple(ActionKind.DELETE_COMMENT, ActionState.WAITING, ""),
            tuple(ActionKind.BAN_AUTHOR, ActionState.CANCELLED, "DECISION_REPLACED"));
  }

  @Test
  void banThatIsDoneIsLiftedBeforeATimeOutTakesItsPlace() {
    readFrom("twitch:chan");
    mode(ActingMode.ACTING_ON);
    String id = decided(Decision.BAN);
    done(relayed().getFirst());
    changed(id, Decision.BAN, Decision.TIME_OUT);

    List<Action> actions = relayed();
    Action timeout =
        actions.stream()
            .filter(action -> action.getKind() == ActionKind.TIME_OUT_AUTHOR)
            .findFirst()
            .orElseThrow();
    Action lift =
        actions.stream()
            .filter(action -> action.getKind() == ActionKind.LIFT_BAN)
            .findFirst()
            .orElseThrow();
    assertThat(timeout.getFollows()).isEqualTo(lift.getId());
  }

  @Test
  void banTakesThePlaceOfATimeOutWithoutALift() {
    readFrom("twitch:chan");
    mode(ActingMode.ACTING_ON);
    String id = decided(Decision.TIME_OUT);
    done(relayed().getFirst());
    changed(id, Decision.TIME_OUT, Decision.BAN);

    assertThat(relayed())
        .extracting(Action::getKind)
        .containsExactlyInAnyOrder(ActionKind.BAN_AUTHOR, ActionKind.TIME_OUT_AUTHOR);
  }
}

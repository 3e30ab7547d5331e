package chatwarden.store.action;

import chatwarden.action.v1.ActingMode;
import chatwarden.action.v1.Action;
import chatwarden.action.v1.ActionState;
import chatwarden.domain.action.ActionRules;
import chatwarden.domain.action.DecisionActions;
import chatwarden.domain.source.SourceAddress;
import chatwarden.livechat.v1.Chat;
import chatwarden.review.v1.AuditAction;
import chatwarden.review.v1.AuditEntry;
import chatwarden.review.v1.Decision;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.store.comment.CommentStore;
import chatwarden.store.redis.StoredTime;
import chatwarden.store.review.ReviewStore;
import com.google.protobuf.Timestamp;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Turns the decisions of a chat's audit log into actions, in order. A decision is in the log at the
 * same stroke, so that no decision is lost however a process ends, and an entry that is relayed
 * twice gives its actions once. Safe for use by many threads.
 */
public final class DecisionRelay {

  private static final int SLICE = 100;

  private final CommentStore comments;
  private final ReviewStore reviews;
  private final ActingStore acting;
  private final ActionStore actions;
  private final InstantSource clock;

  /** A relay between the stores. */
  public DecisionRelay(
      CommentStore comments,
      ReviewStore reviews,
      ActingStore acting,
      ActionStore actions,
      InstantSource clock) {
    this.comments = comments;
    this.reviews = reviews;
    this.acting = acting;
    this.actions = actions;
    this.clock = clock;
  }

  /** Returns the scheme of the platform that a chat is read from; empty where it is unknown. */
  public static String platformOf(Chat chat) {
    try {
      return SourceAddress.parse(chat.getSource()).scheme();
    } catch (InvalidInputException e) {
      return "";
    }
  }

  /** Relays what the log has since the last time. */
  public void relay(String chat) {
    String platform = comments.chat(chat).map(DecisionRelay::platformOf).orElse("");
    Acting now = acting.get(chat);
    String last = now.cursor();
    List<AuditEntry> entries = List.of();
    while (now.isRelaying() && !platform.isEmpty()) {
      entries = reviews.auditAfter(chat, last, SLICE);
      for (AuditEntry entry : entries) {
        relay(entry, platform, now.modeAt(entry.getId()));
        last = entry.getId();
      }
      if (!entries.isEmpty()) {
        acting.advance(chat, last);
      }
      if (entries.size() < SLICE) {
        return;
      }
    }
  }

  private void relay(AuditEntry entry, String platform, ActingMode mode) {
    if (mode == ActingMode.ACTING_OFF) {
      return;
    }
    boolean endsAnother =
        entry.getAction() == AuditAction.UNDO
            || entry.getReplacedDecision() != Decision.DECISION_UNSPECIFIED;
    boolean isLifted = endsAnother && isEffective(entry, mode);
    for (Action action : DecisionActions.of(entry, platform, isLifted)) {
      if (mode == ActingMode.ACTING_DRY_RUN || ActionRules.has(platform, action.getKind())) {
        actions.add(begun(action, mode, entry.getCreateTime()));
      }
    }
  }

  /** Returns an action at its beginning: waiting, or over where the mode is dry run. */
  public static Action begun(Action action, ActingMode mode, Timestamp time) {
    Action.Builder begun = action.toBuilder().setCreateTime(time).setUpdateTime(time);
    return mode == ActingMode.ACTING_DRY_RUN
        ? begun.setState(ActionState.DRY_RUN).build()
        : begun.setState(ActionState.WAITING).setNextTryTime(time).build();
  }

  /**
   * Cancels the actions of the decision that an entry takes back or replaces, where they wait, and
   * returns whether any may have reached the platform.
   */
  private boolean isEffective(AuditEntry entry, ActingMode mode) {
    boolean isEffective = false;
    boolean isUndone = entry.getAction() == AuditAction.UNDO;
    String reason = isUndone ? "DECISION_UNDONE" : "DECISION_REPLACED";
    String problem = isUndone ? "the decision was taken back" : "another decision replaced it";
    ActionPage page = actions.list(entry.getChat(), entry.getComment(), SLICE, "");
    for (Action action : page.actions()) {
      if (!action.getDecisionEntry().isEmpty()
          && Acting.isAfter(entry.getId(), action.getDecisionEntry())) {
        isEffective |=
            switch (cancel(action, reason, problem).getState()) {
              case CANCELLED, REFUSED -> false;
              case DRY_RUN -> mode == ActingMode.ACTING_DRY_RUN;
              default -> true;
            };
      }
    }
    return isEffective;
  }

  /**
   * Ends an action if it waits, and returns it as it is then. One that waits as an answer was lost
   * may have had its effect, and ends as UNKNOWN.
   */
  public Action cancel(Action action, String reason, String problem) {
    Optional<StoredAction> found = actions.find(action.getChat(), action.getId());
    while (found.isPresent() && found.get().action().getState() == ActionState.WAITING) {
      Action before = found.get().action();
      boolean isLost = before.getProblemReason().equals(ActionRules.ANSWER_LOST);
      Action after =
          before.toBuilder()
              .setState(isLost ? ActionState.UNKNOWN : ActionState.CANCELLED)
              .setProblemReason(reason)
              .setProblem(isLost ? problem + "; an answer before was lost" : problem)
              .clearNextTryTime()
              .setUpdateTime(StoredTime.timestamp(clock.instant()))
              .build();
      if (actions.change(found.get(), after)) {
        return after;
      }
      found = actions.find(action.getChat(), action.getId());
    }
    return found.map(StoredAction::action).orElse(action);
  }
}

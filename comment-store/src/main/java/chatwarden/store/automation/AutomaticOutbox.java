package chatwarden.store.automation;

import chatwarden.action.v1.ActingMode;
import chatwarden.action.v1.Action;
import chatwarden.action.v1.ActionKind;
import chatwarden.action.v1.ActionState;
import chatwarden.automation.v1.AutomaticAction;
import chatwarden.automation.v1.AutomationOutcome;
import chatwarden.domain.automation.EffectRules;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.store.action.ActingStores;
import chatwarden.store.action.DecisionRelay;
import chatwarden.store.action.StoredAction;
import chatwarden.store.redis.StoredTime;
import chatwarden.store.review.Reviewer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Puts automatic actions into the outbox, once each: the id of an action is made of the comment and
 * the rule, so that one that is put there twice is there once. Safe for use by many threads.
 */
public final class AutomaticOutbox {

  private static final int SLICE = 100;
  private static final int ID_BYTES = 16;
  private static final int MAX_MESSAGE = 500;

  private final AutomationStore automations;
  private final AutomaticActionStore automatic;
  private final ActingStores acting;
  private final AutomationGate gate;
  private final InstantSource clock;

  AutomaticOutbox(
      AutomationStore automations,
      AutomaticActionStore automatic,
      ActingStores acting,
      AutomationGate gate,
      InstantSource clock) {
    this.automations = automations;
    this.automatic = automatic;
    this.acting = acting;
    this.gate = gate;
    this.clock = clock;
  }

  /** Returns the id of the action that follows from a comment and a rule. */
  static String id(String comment, String rule) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest((comment + "\n" + rule).getBytes(StandardCharsets.UTF_8));
      return "auto-" + HexFormat.of().formatHex(digest, 0, ID_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /**
   * Puts the automatic actions of a chat into the outbox that are not there yet. While automation
   * is stopped or off they enter it as CANCELLED; while it is full they wait.
   */
  public void relay(String chat) {
    for (AutomaticAction each : automatic.pending(chat, SLICE)) {
      if (!put(each)) {
        return;
      }
      automatic.relayed(chat, each.getComment());
    }
  }

  private boolean put(AutomaticAction from) {
    Action action = DecisionRelay.begun(action(from), ActingMode.ACTING_ON, from.getCreateTime());
    Optional<AutomationGate.Refusal> refusal = gate.refusal(action);
    if (refusal.isPresent()) {
      action =
          action.toBuilder()
              .setState(ActionState.CANCELLED)
              .setProblemReason(refusal.get().reason())
              .setProblem(refusal.get().problem())
              .clearNextTryTime()
              .build();
    }
    try {
      var _ = acting.actions().add(action);
      return true;
    } catch (ChatwardenException e) {
      FaultCode.OVERLOADED.orThrow(e);
      return false;
    }
  }

  private static Action action(AutomaticAction from) {
    Action.Builder action =
        Action.newBuilder()
            .setId(from.getAction())
            .setChat(from.getChat())
            .setKind(kind(from))
            .setComment(from.getComment())
            .setAuthorId(from.getAuthorId())
            .setReviewer(AutomationCaller.REVIEWER)
            .setCaller(AutomationCaller.of(from.getRule()));
    if (from.hasAuthorTimeout()) {
      action.setAuthorTimeout(from.getAuthorTimeout());
    }
    if (action.getKind() == ActionKind.WARN_AUTHOR) {
      action.setMessage(message(from.getSuggestion()));
    }
    return action.build();
  }

  private static ActionKind kind(AutomaticAction from) {
    return switch (from.getEffect()) {
      case DELETE_THE_COMMENT -> ActionKind.DELETE_COMMENT;
      case TIME_OUT_THE_AUTHOR ->
          from.getBan() ? ActionKind.BAN_AUTHOR : ActionKind.TIME_OUT_AUTHOR;
      case SUGGEST_A_REWRITE -> ActionKind.WARN_AUTHOR;
      case HOLD_FOR_REVIEW, AUTOMATION_EFFECT_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalStateException(from.getEffect() + " acts on no platform (a bug)");
    };
  }

  private static String message(String suggestion) {
    String message = "Please keep it polite. A suggestion: " + suggestion;
    int length = message.codePointCount(0, message.length());
    return message.substring(0, message.offsetByCodePoints(0, Math.min(length, MAX_MESSAGE)));
  }

  /**
   * Takes an automatic action back: cancels it where it waits, and lifts a time-out or ban that was
   * made.
   *
   * @throws ChatwardenException NOT_FOUND, AUTOMATIC_ACTION_NOT_FOUND; FAILED_PRECONDITION,
   *     ACTION_IRREVERSIBLE
   */
  public AutomaticAction undo(String chat, String comment, Reviewer reviewer) {
    relay(chat);
    AutomaticAction made =
        automatic
            .find(chat, comment)
            .filter(found -> found.getOutcome() == AutomationOutcome.ACTED)
            .orElseThrow(
                () ->
                    FaultCode.NOT_FOUND.exception(
                        "AUTOMATIC_ACTION_NOT_FOUND", "no rule acted on a comment of this id"));
    Optional<Action> action =
        acting.actions().find(chat, made.getAction()).map(StoredAction::action);
    if (!made.getUndone() && action.isPresent()) {
      lift(acting.relay().cancel(action.get(), "TAKEN_BACK", "a moderator took it back"), reviewer);
    }
    automatic.undo(automations.get(chat).automation(), made, reviewer);
    return automatic.find(chat, comment).orElse(made);
  }

  private void lift(Action action, Reviewer reviewer) {
    boolean isWithoutEffect =
        switch (action.getState()) {
          case CANCELLED, REFUSED, DRY_RUN -> true;
          default -> false;
        };
    if (isWithoutEffect) {
      return;
    }
    if (!EffectRules.isReversible(action.getKind())) {
      throw FaultCode.FAILED_PRECONDITION.exception(
          "ACTION_IRREVERSIBLE",
          action.getKind() + " was sent to the platform and cannot be taken back");
    }
    Action lift =
        Action.newBuilder()
            .setId(action.getId() + "-lift")
            .setChat(action.getChat())
            .setKind(ActionKind.LIFT_BAN)
            .setComment(action.getComment())
            .setAuthorId(action.getAuthorId())
            .setReviewer(reviewer.name())
            .setCaller(reviewer.caller())
            .build();
    var _ =
        acting
            .actions()
            .add(
                DecisionRelay.begun(
                    lift, ActingMode.ACTING_ON, StoredTime.timestamp(clock.instant())));
  }
}

package chatwarden.domain.action;

import chatwarden.action.v1.Action;
import chatwarden.action.v1.ActionKind;
import chatwarden.domain.source.YouTubeAddress;
import chatwarden.review.v1.AuditAction;
import chatwarden.review.v1.AuditEntry;
import chatwarden.review.v1.Decision;
import com.google.protobuf.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The actions that follow from a decision. Their ids are made of the entry's, so that an entry that
 * is read twice gives the same actions.
 */
public final class DecisionActions {

  private DecisionActions() {}

  /**
   * Returns the actions that follow from an entry of the audit log, without states and times; none
   * where it allows a comment, or is about something other than comments.
   *
   * @param platform the scheme of the chat's platform
   * @param isEarlierEffective whether actions of the decision that the entry takes back or replaces
   *     may have reached the platform
   */
  public static List<Action> of(AuditEntry entry, String platform, boolean isEarlierEffective) {
    List<Action> actions = new ArrayList<>();
    if (isEarlierEffective && isLifting(entry)) {
      actions.add(action(entry, ActionKind.LIFT_BAN).build());
    }
    if (entry.getAction() == AuditAction.DECIDE) {
      actions.addAll(decided(entry, platform));
    }
    return List.copyOf(actions);
  }

  /**
   * Returns whether an entry ends a decision that keeps its author from writing. A ban takes the
   * place of a time-out by itself.
   */
  private static boolean isLifting(AuditEntry entry) {
    boolean isUndone = entry.getAction() == AuditAction.UNDO;
    Decision ended = isUndone ? entry.getDecision() : entry.getReplacedDecision();
    return !entry.getAuthorId().isEmpty()
        && (ended == Decision.TIME_OUT || ended == Decision.BAN)
        && (isUndone || entry.getDecision() != Decision.BAN);
  }

  private static List<Action> decided(AuditEntry entry, String platform) {
    boolean isAuthorKnown = !entry.getAuthorId().isEmpty();
    List<Action> actions = new ArrayList<>();
    switch (entry.getDecision()) {
      case TIME_OUT -> {
        if (isAuthorKnown) {
          actions.add(
              action(entry, ActionKind.TIME_OUT_AUTHOR).setAuthorTimeout(timeout(entry)).build());
        }
      }
      case BAN -> {
        if (isAuthorKnown) {
          actions.add(action(entry, ActionKind.BAN_AUTHOR).build());
        }
      }
      case HIDE -> {
        // The deletion below is all of it.
      }
      case ALLOW, DECISION_UNSPECIFIED, UNRECOGNIZED -> {
        return List.of();
      }
    }
    // Twitch removes the messages of an author who is banned or timed out by itself.
    if (actions.isEmpty() || platform.equals(YouTubeAddress.SCHEME)) {
      actions.add(action(entry, ActionKind.DELETE_COMMENT).build());
    }
    return List.copyOf(actions);
  }

  private static Duration timeout(AuditEntry entry) {
    long asked = entry.getAuthorTimeout().getSeconds();
    long most = ActionRules.MAX_TIMEOUT.toSeconds();
    return Duration.newBuilder().setSeconds(Math.clamp(asked, 1, most)).build();
  }

  private static Action.Builder action(AuditEntry entry, ActionKind kind) {
    String suffix =
        switch (kind) {
          case DELETE_COMMENT -> "delete";
          case LIFT_BAN -> "lift";
          case TIME_OUT_AUTHOR -> "time-out";
          default -> "ban";
        };
    return Action.newBuilder()
        .setId(entry.getId() + "-" + suffix)
        .setChat(entry.getChat())
        .setKind(kind)
        .setComment(entry.getComment())
        .setAuthorId(entry.getAuthorId())
        .setReviewer(entry.getReviewer())
        .setCaller(entry.getCaller())
        .setDecisionEntry(entry.getId());
  }
}

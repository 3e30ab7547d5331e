package chatwarden.domain.action;

import chatwarden.action.v1.ActionKind;
import chatwarden.action.v1.ActionState;
import chatwarden.domain.source.TwitchAddress;
import chatwarden.domain.source.YouTubeAddress;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** The one home of the differences between kinds of actions. */
public final class ActionRules {

  /** The longest time-out that every platform takes. */
  public static final Duration MAX_TIMEOUT = Duration.ofDays(14);

  /** The length of a time-out that names none. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(5);

  /** The reason of an action that waits to be repeated as the answer of its last call was lost. */
  public static final String ANSWER_LOST = "ANSWER_LOST";

  private static final Set<ActionState> OPEN = EnumSet.of(ActionState.WAITING, ActionState.SENDING);

  private static final Set<ActionKind> ON_AUTHORS =
      EnumSet.of(ActionKind.TIME_OUT_AUTHOR, ActionKind.BAN_AUTHOR, ActionKind.LIFT_BAN);

  private static final Set<ActionKind> REPEATABLE =
      EnumSet.of(ActionKind.DELETE_COMMENT, ActionKind.TIME_OUT_AUTHOR, ActionKind.BAN_AUTHOR);

  private static final Set<ActionKind> ON_YOUTUBE =
      EnumSet.of(
          ActionKind.DELETE_COMMENT,
          ActionKind.TIME_OUT_AUTHOR,
          ActionKind.BAN_AUTHOR,
          ActionKind.LIFT_BAN);

  private static final Set<ActionKind> ON_TWITCH =
      EnumSet.complementOf(EnumSet.of(ActionKind.ACTION_KIND_UNSPECIFIED, ActionKind.UNRECOGNIZED));

  private ActionRules() {}

  /** Returns whether an action of this state may still reach the platform. */
  public static boolean isOpen(ActionState state) {
    return OPEN.contains(state);
  }

  /** Returns whether a platform, by its scheme, can be acted on at all. */
  public static boolean canAct(String platform) {
    return platform.equals(YouTubeAddress.SCHEME) || platform.equals(TwitchAddress.SCHEME);
  }

  /** Returns whether a platform, by its scheme, has a kind of action. */
  public static boolean has(String platform, ActionKind kind) {
    return switch (platform) {
      case YouTubeAddress.SCHEME -> ON_YOUTUBE.contains(kind);
      case TwitchAddress.SCHEME -> ON_TWITCH.contains(kind);
      default -> false;
    };
  }

  /**
   * Returns whether a call whose answer was lost may be repeated: a second one has the effect of
   * the first.
   */
  public static boolean isRepeatable(ActionKind kind) {
    return REPEATABLE.contains(kind);
  }

  /** Returns whether actions of this kind on one author are sent in the order they came. */
  public static boolean isInOrderOfAuthor(ActionKind kind) {
    return ON_AUTHORS.contains(kind);
  }

  /** Returns whether this kind of action waits for others where the budget is short. */
  public static boolean isDeferrable(ActionKind kind) {
    return kind == ActionKind.DELETE_COMMENT;
  }
}

package chatwarden.domain.policy;

import chatwarden.type.v1.Badge;
import chatwarden.type.v1.FlagReason;
import chatwarden.type.v1.Label;
import java.util.Optional;

/**
 * Whether a comment is flagged, and why.
 *
 * @param flagged whether it is
 * @param reason why; unspecified where nothing would flag it
 * @param rule the phrase or pattern of the rule, or the name of the label or badge; may be empty
 * @param exceeded the threshold that it exceeds, in [0, 1]; empty where no threshold flags it
 */
public record FlagDecision(
    boolean flagged, FlagReason reason, String rule, Optional<Float> exceeded) {

  static final FlagDecision NOT_FLAGGED =
      new FlagDecision(false, FlagReason.FLAG_REASON_UNSPECIFIED, "", Optional.empty());

  static FlagDecision byFlagThreshold(float threshold) {
    return new FlagDecision(true, FlagReason.FLAG_THRESHOLD, "", Optional.of(threshold));
  }

  static FlagDecision byStrictMode(float threshold) {
    return new FlagDecision(true, FlagReason.STRICT_MODE, "", Optional.of(threshold));
  }

  static FlagDecision byLabel(Label label, float threshold) {
    return new FlagDecision(true, FlagReason.LABEL_THRESHOLD, label.name(), Optional.of(threshold));
  }

  static FlagDecision byBlockRule(String rule) {
    return new FlagDecision(true, FlagReason.BLOCK_RULE, rule, Optional.empty());
  }

  static FlagDecision byAllowRule(String rule) {
    return new FlagDecision(false, FlagReason.ALLOW_RULE, rule, Optional.empty());
  }

  static FlagDecision byExemptBadge(Badge badge) {
    return new FlagDecision(false, FlagReason.EXEMPT_BADGE, badge.name(), Optional.empty());
  }

  /** Returns whether a threshold flags it, so that allow rules may excuse a part. */
  boolean isByThreshold() {
    return flagged && reason != FlagReason.BLOCK_RULE;
  }

  /**
   * Returns the reason of a recorded decision: earlier versions named none where the flag threshold
   * flagged a comment.
   */
  public static FlagReason recorded(boolean flagged, FlagReason reason) {
    return flagged && reason == FlagReason.FLAG_REASON_UNSPECIFIED
        ? FlagReason.FLAG_THRESHOLD
        : reason;
  }

  /** Returns whether the flag threshold in force decides with this reason, alone. */
  public static boolean isByFlagThreshold(FlagReason reason) {
    return switch (reason) {
      case FLAG_REASON_UNSPECIFIED, FLAG_THRESHOLD, STRICT_MODE -> true;
      case LABEL_THRESHOLD, BLOCK_RULE, ALLOW_RULE, EXEMPT_BADGE, UNRECOGNIZED -> false;
    };
  }
}

package chatwarden.domain.policy;

import chatwarden.type.v1.FlagReason;

/**
 * Whether a comment is flagged, and what decided that.
 *
 * @param flagged whether it is
 * @param reason what decided, other than the flag threshold; unspecified where that decided alone
 * @param rule the phrase or pattern of the rule, or the name of the label or badge; may be empty
 */
public record FlagDecision(boolean flagged, FlagReason reason, String rule) {

  static FlagDecision byThreshold(boolean flagged) {
    return new FlagDecision(flagged, FlagReason.FLAG_REASON_UNSPECIFIED, "");
  }

  /** Returns whether a threshold flags it, so that allow rules may excuse a part. */
  boolean isByThreshold() {
    return flagged && reason != FlagReason.BLOCK_RULE;
  }
}

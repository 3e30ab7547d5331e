package chatwarden.bridge.policy;

import chatwarden.pipeline.v1.ClassifiedComment;
import chatwarden.policy.v1.Decided;
import chatwarden.type.v1.ModeratedComment;

/** The decisions on stored comments, and on those that are decided anew, in one form. */
final class StoredDecisions {

  private StoredDecisions() {}

  /** Returns the decision as stored, without the answer of stage 2. */
  static Decided of(ModeratedComment stored) {
    return Decided.newBuilder()
        .setFlagged(stored.getFlagged())
        .setFlagReason(stored.getFlagReason())
        .setFlagRule(stored.getFlagRule())
        .setClassification(stored.getClassification())
        .addAllAllowed(stored.getAllowedList())
        .build();
  }

  /** Returns the decision as made now, without the answer of stage 2. */
  static Decided of(ClassifiedComment now) {
    return Decided.newBuilder()
        .setFlagged(now.getFlagged())
        .setFlagReason(now.getFlagReason())
        .setFlagRule(now.getFlagRule())
        .setClassification(now.getClassification())
        .addAllAllowed(now.getAllowedList())
        .build();
  }
}

package chatwarden.store.watch;

import chatwarden.domain.policy.FlagDecision;
import chatwarden.type.v1.ModeratedComment;

/** Events of earlier versions name a flagged comment by its state of tagging alone. */
final class EarlierFlag {

  private EarlierFlag() {}

  /** Returns the comment with whether it is flagged, and why; others as they are. */
  static ModeratedComment read(ModeratedComment comment) {
    return switch (comment.getTaggingState()) {
      case PENDING, TAGGED, UNTAGGABLE -> comment.getFlagged() ? comment : flagged(comment);
      case TAGGING_STATE_UNSPECIFIED, NOT_NEEDED, UNRECOGNIZED -> comment;
    };
  }

  private static ModeratedComment flagged(ModeratedComment comment) {
    return comment.toBuilder()
        .setFlagged(true)
        .setFlagReason(FlagDecision.recorded(true, comment.getFlagReason()))
        .build();
  }
}

package chatwarden.store.comment;

import chatwarden.domain.policy.FlagDecision;
import chatwarden.pipeline.v1.ClassifiedComment;
import chatwarden.store.redis.FieldList;
import chatwarden.type.v1.FlagReason;
import chatwarden.type.v1.ModeratedComment;
import java.util.Arrays;
import java.util.Map;

/** Whether a comment is flagged, and why, as fields of its hash. */
final class FlagFields {

  private FlagFields() {}

  static void write(ClassifiedComment classified, FieldList fields) {
    fields
        .add("flagged", classified.getFlagged() ? "1" : "0")
        .add("flagReason", word(classified))
        .add("flagRule", classified.getFlagRule());
    if (classified.hasExceededThreshold()) {
      fields.add("exceededThreshold", Float.toString(classified.getExceededThreshold()));
    }
  }

  private static String word(ClassifiedComment classified) {
    FlagReason reason = FlagDecision.recorded(classified.getFlagged(), classified.getFlagReason());
    return reason == FlagReason.FLAG_REASON_UNSPECIFIED || reason == FlagReason.UNRECOGNIZED
        ? ""
        : reason.name();
  }

  /** Adds them to the comment that is read. */
  static void read(Map<String, byte[]> hash, ModeratedComment.Builder comment) {
    boolean flagged = CommentHash.word(hash, "flagged").equals("1");
    String reason = CommentHash.word(hash, "flagReason");
    comment
        .setFlagged(flagged)
        .setFlagReason(
            reason.isEmpty()
                ? FlagDecision.recorded(flagged, FlagReason.FLAG_REASON_UNSPECIFIED)
                : named(reason))
        .setFlagRule(CommentHash.word(hash, "flagRule"));
    String exceeded = CommentHash.word(hash, "exceededThreshold");
    if (!exceeded.isEmpty()) {
      comment.setExceededThreshold(Float.parseFloat(exceeded));
    }
  }

  /** A name that this version does not know was written by a later one. */
  private static FlagReason named(String name) {
    return Arrays.stream(FlagReason.values())
        .filter(reason -> reason.name().equals(name))
        .findFirst()
        .orElse(FlagReason.FLAG_REASON_UNSPECIFIED);
  }
}

package chatwarden.store.personal;

import chatwarden.type.v1.HeldComment;
import chatwarden.type.v1.ModeratedComment;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Map;

/**
 * Removes what watchers of a chat were notified of an account: its comments, held ones too, its
 * bans and actions about it.
 */
record EventErasure(String authorId) {

  private static final byte[] NONE = {};

  /** Returns no fields for an entry of the account; the same object for any other. */
  Map<String, byte[]> entry(Map<String, byte[]> fields) {
    boolean isOwn =
        switch (NameReplacement.word(fields, "event")) {
          case "banned" -> NameReplacement.word(fields, "id").equals(authorId);
          case "action" -> StoredAct.authorOf(fields).equals(authorId);
          case "classified", "tagged" ->
              author(fields.getOrDefault("proto", NONE)).equals(authorId);
          case "held" -> heldAuthor(fields.getOrDefault("proto", NONE)).equals(authorId);
          default -> false;
        };
    return isOwn ? Map.of() : fields;
  }

  private static String heldAuthor(byte[] proto) {
    try {
      return HeldComment.parseFrom(proto).getComment().getAuthor().getId();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("cannot read an event (a bug)", e);
    }
  }

  private static String author(byte[] proto) {
    try {
      return ModeratedComment.parseFrom(proto).getComment().getAuthor().getId();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("cannot read an event (a bug)", e);
    }
  }
}

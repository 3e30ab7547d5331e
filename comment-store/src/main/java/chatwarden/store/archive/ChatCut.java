package chatwarden.store.archive;

import static chatwarden.store.archive.ArchiveRecord.bytes;
import static chatwarden.store.archive.ArchiveRecord.word;

import chatwarden.store.comment.CommentHash;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The moment of a chat that a backup keeps: the one in which its meta was read. What the pipeline
 * brought to a comment later is left out.
 *
 * @param sequence the number of the chat's last event then
 * @param lastEvent its id; empty: none
 * @param lastDecision the id of the last entry of the audit log shortly before
 * @param session the session that read the chat; empty: none
 */
record ChatCut(long sequence, String lastEvent, String lastDecision, String session) {

  /** Returns the cut of a chat. */
  static ChatCut of(Map<String, byte[]> meta, String lastDecision) {
    String last = word(meta, "lastEvent");
    // Without a meta the chat is gone; marks of its comments are kept.
    long sequence = meta.isEmpty() ? Long.MAX_VALUE : sequence(last);
    return new ChatCut(sequence, last, lastDecision, word(meta, "session"));
  }

  /** Returns the number of an event within its chat, from 1; 0 without an event. */
  static long sequence(String event) {
    int dash = event.indexOf('-');
    return dash < 0 ? 0 : Long.parseLong(event.substring(dash + 1));
  }

  /** Returns a comment as it was; empty when it came later. */
  Optional<Map<String, byte[]>> apply(Map<String, byte[]> comment) {
    if (sequence(word(comment, "classifiedEvent")) > sequence) {
      return Optional.empty();
    }
    Map<String, byte[]> then = new LinkedHashMap<>(comment);
    if (sequence(word(comment, "taggedEvent")) > sequence) {
      CommentHash.TAGGED_FIELDS.forEach(then::remove);
      then.remove("taggedEvent");
      then.put("tagging", bytes("PENDING"));
    }
    if (sequence(word(comment, "rewrittenEvent")) > sequence) {
      then.remove("rewriting");
      then.remove("rewrittenEvent");
    }
    return Optional.of(then);
  }
}

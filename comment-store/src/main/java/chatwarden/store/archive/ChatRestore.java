package chatwarden.store.archive;

import static chatwarden.store.archive.ArchiveRecord.bytes;
import static chatwarden.store.archive.ArchiveRecord.text;
import static chatwarden.store.archive.ArchiveRecord.word;

import chatwarden.store.redis.ChatKeys;
import chatwarden.store.redis.Script;
import chatwarden.store.redis.ScriptCall;
import chatwarden.store.redis.StoredTime;
import com.google.protobuf.Timestamp;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes again the parts of a chat that an archive has not: the places of its comments in the
 * indexes, and counts of its meta, which is written last. Used by one thread.
 */
final class ChatRestore {

  private final ChatKeys keys;
  private Map<String, byte[]> meta = Map.of();
  private long pending;
  private long firstEvent;

  ChatRestore(String chat) {
    this.keys = new ChatKeys(chat);
  }

  /** Returns the call that writes a comment with its places. */
  ScriptCall comment(StoredKey key, ArchiveRecord entry) {
    Map<String, byte[]> fields = entry.fields();
    String published = published(fields);
    boolean isThere = !published.isEmpty();
    boolean isUndecided =
        isThere
            && word(fields, "flagged").equals("1")
            && !fields.containsKey("review")
            && !fields.containsKey("deleteTime")
            && !fields.containsKey("banTime");
    ScriptCall call =
        new ScriptCall(Script.RESTORE_COMMENT)
            .key(entry.key())
            .key(keys.byTime())
            .key(keys.undecided());
    String author = word(fields, "authorId");
    if (isThere && !author.isEmpty()) {
      call.key(keys.byAuthor(author));
    }
    call.argument(entry.expireMillis())
        .argument(key.rest())
        .argument(published)
        .argument(isUndecided ? "1" : "0");
    entry.items().forEach(call::argument);
    return call;
  }

  /** Returns the publish time of a comment in µs; empty for a mark. */
  private static String published(Map<String, byte[]> fields) {
    Timestamp time = StoredTime.read(word(fields, "publishTime"));
    return time == null || !fields.containsKey("text")
        ? ""
        : Long.toString(StoredTime.micros(time));
  }

  /** Adds to the comments that wait for stage 2. */
  void addPending(long more) {
    pending += more;
  }

  void meta(ArchiveRecord entry) {
    meta = entry.fields();
  }

  /** Notes the number of the first event that the archive has. */
  void events(ArchiveRecord entry) {
    if (firstEvent == 0 && !entry.items().isEmpty()) {
      firstEvent = ChatCut.sequence(text(entry.items().getFirst()));
    }
  }

  /**
   * Returns the meta with counts that agree with the comments and the events that were restored.
   */
  ArchiveRecord completed() {
    Map<String, byte[]> fields = new LinkedHashMap<>(meta);
    if (fields.containsKey("flaggedCount")) {
      long tagged = Math.max(0, number("flaggedCount") - pending);
      fields.put("taggedCount", bytes(Long.toString(tagged)));
    }
    long last = ChatCut.sequence(word(fields, "lastEvent"));
    long dropped = Math.max(number("droppedThrough"), firstEvent == 0 ? last : firstEvent - 1);
    if (dropped > 0) {
      fields.put("droppedThrough", bytes(Long.toString(dropped)));
    }
    return ArchiveRecord.hash(keys.meta(), 0, fields);
  }

  boolean hasMeta() {
    return !meta.isEmpty();
  }

  private long number(String field) {
    String word = word(meta, field);
    return word.isEmpty() ? 0 : Long.parseLong(word);
  }
}

package chatwarden.store.personal;

import chatwarden.store.action.ActionErasure;
import chatwarden.store.automation.AutomationErasure;
import chatwarden.store.comment.CommentStore;
import chatwarden.store.note.StoredNotes;
import chatwarden.store.redis.ChatKeys;
import chatwarden.store.redis.LogKeys;
import chatwarden.store.redis.RedisFaults;
import chatwarden.store.redis.Script;
import chatwarden.store.redis.ScriptCall;
import chatwarden.store.redis.SharedConnection;
import chatwarden.type.v1.ModeratedComment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Erases an account in one chat. The names that are looked for in notes are those of the comments,
 * so comments are removed after everything that is found by them: an erasure that broke off finds
 * the rest when it is repeated. Used by one thread, once a chat.
 */
final class AccountErasure {

  private static final int SLICE = 100;

  /** An account that renames itself for each comment keeps the rest of its names in notes. */
  private static final int MAX_NAMES = 1_000;

  private final SharedConnection redis;
  private final CommentStore comments;
  private final ErasureLock lock;
  private final StreamRewrite streams;
  private final ChatKeys keys;
  private final String authorId;
  private final String pseudonym;

  AccountErasure(
      SharedConnection redis,
      CommentStore comments,
      ErasureLock lock,
      ChatKeys keys,
      String authorId,
      String pseudonym) {
    this.redis = redis;
    this.comments = comments;
    this.lock = lock;
    this.streams = new StreamRewrite(redis, lock);
    this.keys = keys;
    this.authorId = authorId;
    this.pseudonym = pseudonym;
  }

  /** Returns whether the chat has comments, bans or actions of the account. */
  boolean hasTraces() {
    return new AccountTraces(redis).areIn(keys.chat(), authorId);
  }

  ErasureCounts erase() {
    NameReplacement replacement = new NameReplacement(authorId, names(), pseudonym);
    long auditEntries = eraseFromLog(replacement);
    StoredNotes notes = new StoredNotes(redis, keys.chat());
    long changed =
        notes.replace(it -> it.toBuilder().setText(replacement.text(it.getText())).build());
    if (!hasTraces()) {
      return new ErasureCounts(0, 0, 0, auditEntries, 0, changed);
    }
    long feedback = 0;
    long removed = 0;
    for (List<String> slice = slice(0); !slice.isEmpty(); slice = slice(0)) {
      feedback += eraseFeedback(slice);
      for (String id : slice) {
        removed += comments.delete(keys.chat(), id) ? 1 : 0;
      }
      // The index may still have the id of a comment that has expired.
      byte[][] members = slice.stream().map(NameReplacement::bytes).toArray(byte[][]::new);
      redis.ask(it -> it.zrem(keys.byAuthor(authorId), members));
      lock.renew();
    }
    long events = streams.compact(keys.events(), new EventErasure(authorId)::entry);
    byte[] ban = NameReplacement.bytes("by:" + authorId);
    redis.ask(it -> it.zrem(keys.bansByRecording(), ban));
    long bans = redis.ask(it -> it.hdel(keys.bans(), "by:" + authorId));
    new ActionErasure(redis, keys.chat()).remove(authorId);
    new AutomationErasure(redis, keys.chat()).remove(authorId);
    changed += notes.remove(authorId);
    return new ErasureCounts(removed, events, bans, auditEntries, feedback, changed);
  }

  private List<String> slice(long from) {
    return redis.ask(it -> it.zrange(keys.byAuthor(authorId), from, from + SLICE - 1)).stream()
        .map(id -> new String(id, StandardCharsets.UTF_8))
        .toList();
  }

  private Set<String> names() {
    Set<String> names = new HashSet<>();
    long from = 0;
    for (List<String> slice = slice(0); !slice.isEmpty(); slice = slice(from)) {
      List<CompletionStage<byte[]>> asked = new ArrayList<>();
      slice.forEach(id -> asked.add(redis.send(it -> it.hget(keys.comment(id), "authorName"))));
      for (CompletionStage<byte[]> each : asked) {
        byte[] name = RedisFaults.await(each);
        if (name != null && names.size() < MAX_NAMES) {
          names.add(new String(name, StandardCharsets.UTF_8));
        }
      }
      from += slice.size();
      lock.renew();
    }
    return names;
  }

  /** Rewrites the audit log, and the notes on other comments that it shows to name the account. */
  private long eraseFromLog(NameReplacement replacement) {
    return streams.rewrite(
        keys.audit(),
        fields -> {
          Map<String, byte[]> others = replacement.entry(fields);
          if (others != fields) {
            eraseNote(fields, replacement);
          }
          return others;
        });
  }

  /** Before the entry that it is found by is changed. */
  private void eraseNote(Map<String, byte[]> entry, NameReplacement replacement) {
    String note = NameReplacement.word(entry, "note");
    String comment = NameReplacement.word(entry, "comment");
    redis.runForNumber(
        new ScriptCall(Script.REPLACE_FIELD)
            .key(keys.comment(comment))
            .argument("reviewNote")
            .argument(note)
            .argument(replacement.text(note)));
  }

  private long eraseFeedback(List<String> ids) {
    Set<String> texts = new HashSet<>();
    for (String id : ids) {
      Optional<ModeratedComment> comment = comments.get(keys.chat(), id);
      comment.ifPresent(it -> texts.add(it.getComment().getText()));
    }
    // Feedback names no author: it is found by its text.
    return streams.rewrite(
        LogKeys.FEEDBACK,
        fields -> texts.contains(NameReplacement.word(fields, "text")) ? Map.of() : fields);
  }
}

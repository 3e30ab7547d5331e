package chatwarden.store.note;

import chatwarden.author.v1.AuthorNote;
import chatwarden.author.v1.AuthorNotes;
import chatwarden.runtime.error.FaultCode;
import chatwarden.store.redis.ChatKeys;
import chatwarden.store.redis.Script;
import chatwarden.store.redis.ScriptCall;
import chatwarden.store.redis.SharedConnection;
import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The notes of a chat, in one hash: of each author all notes. Safe for use by many threads. */
public final class StoredNotes {

  private final SharedConnection redis;
  private final ChatKeys keys;

  /** The notes of a chat. */
  public StoredNotes(SharedConnection redis, String chat) {
    this.redis = redis;
    this.keys = new ChatKeys(chat);
  }

  /** Returns the notes on an author, the oldest first. */
  public AuthorNotes of(String authorId) {
    return read(stored(authorId));
  }

  /** Returns whether there are notes on an author. */
  public boolean areAbout(String authorId) {
    return redis.ask(commands -> commands.hexists(keys.authorNotes(), authorId));
  }

  /** Removes the notes on an author; returns how many. */
  public long remove(String authorId) {
    long count = of(authorId).getNotesCount();
    redis.ask(commands -> commands.hdel(keys.authorNotes(), authorId));
    return count;
  }

  /**
   * Changes all notes of the chat.
   *
   * @param change gives an equal note where nothing changes
   * @return how many it changed
   */
  public long replace(UnaryOperator<AuthorNote> change) {
    long[] changed = {0};
    updateAll(
        notes -> {
          List<AuthorNote> others = notes.stream().map(change).toList();
          for (int i = 0; i < others.size(); i++) {
            changed[0] += others.get(i).equals(notes.get(i)) ? 0 : 1;
          }
          return others;
        });
    return changed[0];
  }

  /** Removes the notes that were written before a time. */
  public void removeBefore(Instant kept) {
    updateAll(
        notes ->
            notes.stream()
                .filter(note -> note.getCreateTime().getSeconds() >= kept.getEpochSecond())
                .toList());
  }

  private void updateAll(UnaryOperator<List<AuthorNote>> change) {
    Map<String, byte[]> all = redis.ask(commands -> commands.hgetall(keys.authorNotes()));
    all.keySet().forEach(author -> update(author, change, false));
  }

  /**
   * Changes the notes on an author; {@code change} runs again where others change them meanwhile.
   *
   * @param required whether the chat has to have a comment of the author
   * @return false where it has to and has none
   */
  public boolean update(String authorId, UnaryOperator<List<AuthorNote>> change, boolean required) {
    while (true) {
      byte[] before = stored(authorId);
      List<AuthorNote> notes = read(before).getNotesList();
      List<AuthorNote> others = new ArrayList<>(change.apply(notes));
      byte[] after = AuthorNotes.newBuilder().addAllNotes(others).build().toByteArray();
      long done =
          others.equals(notes) && !required
              ? 1
              : redis.runForNumber(
                  new ScriptCall(Script.CHANGE_NOTES)
                      .key(keys.authorNotes())
                      .key(keys.byAuthor(authorId))
                      .argument(authorId)
                      .argument(Optional.ofNullable(before).orElse(new byte[0]))
                      .argument(after)
                      .argument(required ? "1" : "0"));
      if (done != 0) {
        return done > 0;
      }
    }
  }

  private byte @Nullable [] stored(String authorId) {
    return redis.ask(commands -> commands.hget(keys.authorNotes(), authorId));
  }

  private static AuthorNotes read(byte @Nullable [] stored) {
    try {
      return stored == null ? AuthorNotes.getDefaultInstance() : AuthorNotes.parseFrom(stored);
    } catch (InvalidProtocolBufferException e) {
      throw FaultCode.INTERNAL.exception("NOTES_UNREADABLE", "the stored notes are broken", e);
    }
  }
}

package chatwarden.store.redis;

import chatwarden.domain.chat.ChatIds;
import java.util.List;

/**
 * The names of the keys. Those of a chat share the hash tag of the chat, so that Redis Cluster
 * keeps them together and a script may touch them all.
 *
 * @param chat the chat's id
 */
public record ChatKeys(String chat) {

  /** Sorted set: the chats by the microsecond in which they were started last. */
  public static final String CHATS = "cw:chats";

  /** Set: the chats whose decisions may become actions. */
  public static final String ACTING = "cw:acting";

  /** Sorted set: all sessions by the microsecond in which they were created. */
  public static final String SESSIONS = "cw:sessions";

  /** Sorted set: the sessions that may be LIVE, likewise. */
  public static final String LIVE_SESSIONS = "cw:sessions:live";

  /** Hash: which generation and layout of the store this is, and when it was last written to. */
  public static final String STORE = "cw:store";

  /** String that expires: a process sweeps. */
  public static final String SWEEP = "cw:sweep";

  /** String that expires: a process has the turn to publish a synthetic comment. */
  public static final String SYNTHETIC = "cw:synthetic";

  /** String that expires: the append-only file was rewritten. */
  public static final String REWRITTEN = "cw:rewritten";

  /** Hash: the tombstones of accounts that were erased in all chats. */
  public static final String ERASED = "cw:erased";

  /** String: the key of the hashes in tombstones. */
  public static final String ERASED_SALT = "cw:erased-salt";

  public ChatKeys {
    if (!ChatIds.isValid(chat)) {
      throw new IllegalArgumentException("chat: " + chat + " (expected: an id of a chat)");
    }
  }

  /** Hash: the facts of the chat. */
  public String meta() {
    return key("meta");
  }

  /** Stream: what happened. */
  public String events() {
    return key("events");
  }

  /** Sorted set: the comments by the microsecond of their publication. */
  public String byTime() {
    return key("time");
  }

  /**
   * Sorted set: the comments that were recorded at one stroke, their ids parted by line feeds, by
   * the microsecond of their recording.
   */
  public String byRecording() {
    return key("recorded");
  }

  /** Hash: the times of the bans of each author. */
  public String bans() {
    return key("bans");
  }

  /** Sorted set: the fields of {@link #bans()} by the microsecond of their recording. */
  public String bansByRecording() {
    return key("banned");
  }

  /** Sorted set: the flagged comments without a decision, by the microsecond of publication. */
  public String undecided() {
    return key("undecided");
  }

  /** Sorted set: the comments that reviewers hold, by the millisecond in which their leases end. */
  public String reviewLeases() {
    return key("review-leases");
  }

  /** Hash: who holds which comment. */
  public String reviewers() {
    return key("reviewers");
  }

  /** The three keys of the queue of reviews, in the order in which scripts take them. */
  public List<String> reviewQueue() {
    return List.of(undecided(), reviewLeases(), reviewers());
  }

  /** Stream: what people decided. */
  public String audit() {
    return key("audit");
  }

  /** Hash: what the moderators want flagged. */
  public String settings() {
    return key("settings");
  }

  /** Hash: whether decisions become actions on the platform, and how far they did. */
  public String acting() {
    return key("acting");
  }

  /** Hash: a comment. */
  public String comment(String id) {
    return key("comment:" + id);
  }

  /** Sorted set: the comments of an author by the microsecond of their publication. */
  public String byAuthor(String authorId) {
    return key("author:" + authorId);
  }

  /** Hash: the words of the comments that were published in an hour. */
  public String words(long hour) {
    return key("words:" + hour);
  }

  /** Hash: the notes on authors. */
  public String authorNotes() {
    return key("author-notes");
  }

  /** Hash: the counts of the comments that were recorded, tagged or decided on in an hour. */
  public String sketch(long hour) {
    return key("sketch:" + hour);
  }

  /** Sorted set: the hours that have such counts, by their number from 1970. */
  public String sketchedHours() {
    return key("sketches");
  }

  /** Hash: the tombstones of erased accounts. */
  public String erased() {
    return key("erased");
  }

  /** Hash: a session that reads the chat, or did. */
  public String session(String sessionId) {
    return key("session:" + sessionId);
  }

  private String key(String name) {
    return "cw:{" + chat + "}:" + name;
  }
}

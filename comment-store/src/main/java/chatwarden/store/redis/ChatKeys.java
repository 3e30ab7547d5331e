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

  /** Sorted set: all sessions by the microsecond in which they were created. */
  public static final String SESSIONS = "cw:sessions";

  /** Sorted set: the sessions that may be LIVE, likewise. */
  public static final String LIVE_SESSIONS = "cw:sessions:live";

  /** Hash: which generation of the store this is, and when it was last written to. */
  static final String STORE = "cw:store";

  /** String that expires: a process sweeps. */
  public static final String SWEEP = "cw:sweep";

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

  /** Hash: a comment. */
  public String comment(String id) {
    return key("comment:" + id);
  }

  /** Sorted set: the comments of an author by the microsecond of their publication. */
  public String byAuthor(String authorId) {
    return key("author:" + authorId);
  }

  /** Hash: a session that reads the chat, or did. */
  public String session(String sessionId) {
    return key("session:" + sessionId);
  }

  private String key(String name) {
    return "cw:{" + chat + "}:" + name;
  }
}

package chatwarden.store.redis;

import chatwarden.domain.chat.ChatIds;
import java.util.List;

/**
 * The names of the keys. Those of a chat share the hash tag of the chat, so that Redis Cluster
 * keeps them together and a script may touch them all.
 *
 * @param chat the chat's id
 */
record ChatKeys(String chat) {

  /** Sorted set: the chats by the microsecond in which they were started last. */
  static final String CHATS = "cw:chats";

  /** Sorted set: all sessions by the microsecond in which they were created. */
  static final String SESSIONS = "cw:sessions";

  /** Sorted set: the sessions that may be LIVE, likewise. */
  static final String LIVE_SESSIONS = "cw:sessions:live";

  /** Hash: which generation of the store this is, and when it was last written to. */
  static final String STORE = "cw:store";

  /** String that expires: a process sweeps. */
  static final String SWEEP = "cw:sweep";

  ChatKeys {
    if (!ChatIds.isValid(chat)) {
      throw new IllegalArgumentException("chat: " + chat + " (expected: an id of a chat)");
    }
  }

  /** Hash: the facts of the chat. */
  String meta() {
    return key("meta");
  }

  /** Stream: what happened. */
  String events() {
    return key("events");
  }

  /** Sorted set: the comments by the microsecond of their publication. */
  String byTime() {
    return key("time");
  }

  /**
   * Sorted set: the comments that were recorded at one stroke, their ids parted by line feeds, by
   * the microsecond of their recording.
   */
  String byRecording() {
    return key("recorded");
  }

  /** Hash: the times of the bans of each author. */
  String bans() {
    return key("bans");
  }

  /** Sorted set: the flagged comments without a decision, by the microsecond of publication. */
  String undecided() {
    return key("undecided");
  }

  /** Sorted set: the comments that reviewers hold, by the millisecond in which their leases end. */
  String reviewLeases() {
    return key("review-leases");
  }

  /** Hash: who holds which comment. */
  String reviewers() {
    return key("reviewers");
  }

  /** The three keys of the queue of reviews, in the order in which scripts take them. */
  List<String> reviewQueue() {
    return List.of(undecided(), reviewLeases(), reviewers());
  }

  /** Stream: what people decided. */
  String audit() {
    return key("audit");
  }

  /** Hash: what the moderators want flagged. */
  String settings() {
    return key("settings");
  }

  /** Hash: a comment. */
  String comment(String id) {
    return key("comment:" + id);
  }

  /** Sorted set: the comments of an author by the microsecond of their publication. */
  String byAuthor(String authorId) {
    return key("author:" + authorId);
  }

  /** Hash: a session that reads the chat, or did. */
  String session(String sessionId) {
    return key("session:" + sessionId);
  }

  private String key(String name) {
    return "cw:{" + chat + "}:" + name;
  }
}

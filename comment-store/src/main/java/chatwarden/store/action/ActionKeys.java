package chatwarden.store.action;

/**
 * The names of the keys of a chat's actions, which share the hash tag of the chat.
 *
 * @param chat the chat's id
 */
record ActionKeys(String chat) {

  /** Hash: an action. */
  String action(String id) {
    return key("action:" + id);
  }

  /** Sorted set: all actions by the microsecond of their creation. */
  String all() {
    return key("actions");
  }

  /** Sorted set: the actions about a comment, likewise. */
  String of(String comment) {
    return key("actions:" + comment);
  }

  /** Sorted set: the open ones by the millisecond in which they are due. */
  String open() {
    return key("actions-open");
  }

  /** String: the id of the last ban, time-out or lift of an author. */
  String lastOn(String author) {
    return key("actions-author:" + author);
  }

  private String key(String name) {
    return "cw:{" + chat + "}:" + name;
  }
}

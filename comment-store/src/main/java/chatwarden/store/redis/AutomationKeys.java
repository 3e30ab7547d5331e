package chatwarden.store.redis;

import java.util.List;

/**
 * The names of the keys of a chat's automation, which share the hash tag of the chat.
 *
 * @param chat the chat's id
 */
public record AutomationKeys(String chat) {

  /** Set: the chats whose automation is not off. */
  public static final String CHATS = "cw:automation";

  /** Hash: whether all automatic actions are stopped, and who said so. */
  public static final String STOP = "cw:automation-stop";

  /** Hash: the rules. */
  public String rules() {
    return key("automation");
  }

  /** Hash: the last event that the rules were tried on. */
  public String place() {
    return key("automation-place");
  }

  /** Hash: the automatic action on a comment. */
  public String action(String comment) {
    return key("automation:" + comment);
  }

  /** Sorted set: the comments with automatic actions, by the microsecond of these. */
  public String actions() {
    return key("automations");
  }

  /** Sorted set: those that are not in the outbox yet, likewise. */
  public String pending() {
    return key("automation-pending");
  }

  /** String that expires: how many comments of a minute were acted on. */
  public String minute(long minute) {
    return key("automation-minute:" + minute);
  }

  /**
   * Hash that expires: the strikes of an author.
   *
   * @param isRehearsal those of dry runs
   */
  public String strikes(String author, boolean isRehearsal) {
    return key((isRehearsal ? "strikes-rehearsed:" : "strikes:") + author);
  }

  /** Set: the names of the bands. */
  public String bands() {
    return key("automation-bands");
  }

  /** Hash that expires: the counts of a band. */
  public String band(String band) {
    return key("automation-band:" + band);
  }

  /** Sorted set that expires: the comments of a band that wait for an audit, by their draw. */
  public String sample(String band) {
    return key("automation-sample:" + band);
  }

  /** Returns the keys that do not expire, apart from those of bands. */
  public List<String> lasting() {
    return List.of(rules(), place(), actions(), pending(), bands());
  }

  private String key(String name) {
    return "cw:{" + chat + "}:" + name;
  }
}

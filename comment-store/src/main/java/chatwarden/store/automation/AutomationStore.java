package chatwarden.store.automation;

import chatwarden.automation.v1.Automation;
import chatwarden.automation.v1.AutomationStop;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.store.review.Reviewer;
import java.util.List;

/** The rules of all chats. Safe for use by many threads; every method blocks for the store. */
public interface AutomationStore {

  /**
   * The rules of a chat.
   *
   * @param automation with its defaults and its etag, without audits
   * @param since the last event when the mode was set
   */
  record Stored(Automation automation, String since) {}

  /** Returns the rules of a chat; those that are off where they were never set. */
  Stored get(String chat);

  /**
   * Replaces the rules of a chat, for comments that are recorded from now on, and appends to the
   * audit log.
   *
   * @param automation checked, with its defaults; its etag is the one that the change is based on
   * @throws ChatwardenException FAILED_PRECONDITION, AUTOMATION_CHANGED
   */
  void set(String chat, Automation automation, Reviewer reviewer);

  /** Returns the chats whose rules are tried, or that have automatic actions under way. */
  List<String> chats();

  /** Takes a chat out of that list, unless its rules are tried. */
  void retire(String chat);

  /** Returns whether all automatic actions are stopped. */
  AutomationStop stop();

  /**
   * Stops all automatic actions, or lets them go on, and appends to the audit log of each chat with
   * rules that are tried.
   */
  void setStop(boolean stopped, Reviewer reviewer);
}

package chatwarden.store.action;

import chatwarden.action.v1.ActingMode;
import chatwarden.store.review.Reviewer;
import java.util.List;

/** Which chats act on their platforms. Safe for use by many threads; blocks for the store. */
public interface ActingStore {

  /** Returns the state of a chat. */
  Acting get(String chat);

  /** Changes the mode of a chat, for decisions from now on, and appends to the audit log. */
  void set(String chat, ActingMode mode, String account, Reviewer reviewer);

  /** Notes that the entries of the audit log up to this one became actions. */
  void advance(String chat, String entry);

  /** Returns the chats that have something to relay or to send, or may have. */
  List<String> chats();

  /** Takes a chat out of the list that has nothing to relay and no open action. */
  void retire(String chat);
}

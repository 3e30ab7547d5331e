package chatwarden.domain.chat;

/**
 * The chat of the synthetic comments by which a platform checks itself. It is in no list, callers
 * do not find it, and its comments are in no count.
 */
public final class SyntheticChat {

  /** Its id, which no session may have. */
  public static final String ID = "chatwarden.synthetic";

  private SyntheticChat() {}

  /** Returns whether this is the id of the chat. */
  public static boolean is(String chat) {
    return chat.equals(ID);
  }
}

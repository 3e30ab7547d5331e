package chatwarden.store.comment;

import chatwarden.livechat.v1.Chat;
import java.util.List;

/**
 * A page of chats.
 *
 * @param chats the one started last first
 * @param nextPageToken what to ask for the next page with; empty on the last
 */
public record ChatPage(List<Chat> chats, String nextPageToken) {

  /** Copies the list. */
  public ChatPage {
    chats = List.copyOf(chats);
  }
}

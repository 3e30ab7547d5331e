package chatwarden.store.deletion;

import chatwarden.livechat.v1.DeletedChat;
import java.util.List;

/**
 * A page of the log of deleted chats.
 *
 * @param chats the one deleted last first
 * @param nextPageToken of the next page; empty on the last
 */
public record DeletedChatPage(List<DeletedChat> chats, String nextPageToken) {

  /** Copies the list. */
  public DeletedChatPage {
    chats = List.copyOf(chats);
  }
}

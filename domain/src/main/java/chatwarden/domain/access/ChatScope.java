package chatwarden.domain.access;

import chatwarden.domain.chat.ChatIds;
import chatwarden.runtime.error.InvalidInputException;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * The chats that a caller may reach: all of them, or those of a list.
 *
 * @param limited whether the list counts
 * @param chats their ids, sorted, each once; empty where it does not count
 */
public record ChatScope(boolean limited, List<String> chats) {

  /** The most chats that a list may have. */
  public static final int MAX_CHATS = 100;

  /** Every chat, those that do not exist yet too. */
  public static final ChatScope ALL = new ChatScope(false, List.of());

  /**
   * Checks the ids.
   *
   * @throws InvalidInputException naming {@code chat} when one is invalid or there are too many
   */
  public ChatScope {
    if (!limited && !chats.isEmpty()) {
      throw new IllegalArgumentException(
          "chats: " + chats.size() + " (expected: 0 if not limited)");
    }
    chats.forEach(chat -> ChatIds.check("chat", chat));
    chats = List.copyOf(new TreeSet<>(chats));
    if (chats.size() > MAX_CHATS) {
      throw InvalidInputException.of(
          "chat", "names " + chats.size() + " chats (expected: at most " + MAX_CHATS + ")");
    }
  }

  /** Returns a scope of these chats and no other; without any it covers nothing. */
  public static ChatScope of(Collection<String> chats) {
    return new ChatScope(true, List.copyOf(chats));
  }

  /** Returns whether a caller of this scope may reach the chat of this id. */
  public boolean covers(String chat) {
    return !limited || chats.contains(chat);
  }

  /** Returns {@code all chats}, or the ids with commas between. */
  @Override
  public String toString() {
    return limited ? String.join(",", chats) : "all chats";
  }
}

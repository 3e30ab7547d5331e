package chatwarden.store.personal;

import chatwarden.domain.chat.ChatIds;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.limit.CommentLimits;
import java.util.Optional;

/**
 * An account of a platform, in one chat or in all.
 *
 * @param authorId the platform's id of the account: 1 to 256 code points
 * @param chat the chat's id; empty for all chats
 */
public record AccountScope(String authorId, String chat) {

  /** Checks both ids. */
  public AccountScope {
    if (authorId.isEmpty()) {
      throw InvalidInputException.of("author_id", "is empty (expected: the platform's id)");
    }
    Optional<String> problem = CommentLimits.problemOfName(authorId);
    if (problem.isPresent()) {
      throw InvalidInputException.of("author_id", problem.get());
    }
    if (!chat.isEmpty()) {
      ChatIds.check("chat", chat);
    }
  }
}

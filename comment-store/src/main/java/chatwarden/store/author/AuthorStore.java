package chatwarden.store.author;

import chatwarden.author.v1.AuthorCard;
import chatwarden.author.v1.AuthorNote;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.store.review.Reviewer;

/** The authors of all chats. Safe for use by many threads; every method blocks. */
public interface AuthorStore {

  /**
   * Returns the card of an author.
   *
   * @throws ChatwardenException NOT_FOUND, with reason {@code CHAT_NOT_FOUND} or {@code
   *     AUTHOR_NOT_FOUND}
   */
  AuthorCard card(String chat, String authorId);

  /**
   * Adds a note.
   *
   * @throws ChatwardenException NOT_FOUND, when the chat has no comment of the author;
   *     FAILED_PRECONDITION with reason {@code TOO_MANY_NOTES}
   * @throws InvalidInputException naming {@code text}
   */
  AuthorNote addNote(String chat, String authorId, String text, Reviewer reviewer);

  /** Deletes a note, if it is there. */
  void deleteNote(String chat, String authorId, String id);
}

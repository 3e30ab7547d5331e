package chatwarden.ingest.youtube;

import chatwarden.ingest.source.Rejection;
import chatwarden.type.v1.Comment;

/** What an answer of YouTube's says that happened in a chat. */
sealed interface ChatAction {
  /** A new comment. */
  record Said(Comment comment) implements ChatAction {}

  /** A comment in place of another item: a released message, for example. */
  record Replaced(String targetId, Comment comment) implements ChatAction {}

  /** A comment is gone. */
  record Deleted(String id) implements ChatAction {}

  /** Everything that an author wrote is gone. */
  record Banned(String authorId) implements ChatAction {}

  /** Something that should be a comment is none. */
  record Unusable(Rejection rejection) implements ChatAction {}

  /**
   * An action with its place in the archive.
   *
   * @param offsetMillis milliseconds since the stream began; 0 in a live chat
   * @param usec when it happened, in microseconds since 1970; 0 when not said
   */
  record Placed(long offsetMillis, long usec, ChatAction action) {}
}

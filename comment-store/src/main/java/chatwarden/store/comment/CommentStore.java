package chatwarden.store.comment;

import chatwarden.livechat.v1.Chat;
import chatwarden.pipeline.v1.ChatEvent;
import chatwarden.pipeline.v1.ClassifiedBatch;
import chatwarden.pipeline.v1.ClassifiedComment;
import chatwarden.pipeline.v1.Publication;
import chatwarden.pipeline.v1.RewrittenBatch;
import chatwarden.pipeline.v1.TaggedBatch;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.type.v1.ModeratedComment;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The comments of all chats. Safe for use by many threads.
 *
 * <p>Everything is recorded once: a message that is repeated, whole or in part and in any order,
 * changes nothing and is not reported to watchers again. Recording never blocks the caller; the
 * stages complete on a thread of the store that must not be blocked. Reading blocks, for at most
 * the command timeout, and belongs on a virtual thread.
 *
 * <p>Every method fails with {@link FaultCode#UNAVAILABLE} while the store is away; a message that
 * failed so may have been recorded, and is recorded again without harm. Messages are recorded in
 * the order of the calls of one thread, except around a call that failed and a restart of Redis.
 */
public interface CommentStore {

  /** So many comments a batch holds at most, so that others are served in between. */
  int MAX_BATCH = 128;

  /**
   * Records comments with their classification. Of an id that is stored already with another text,
   * the first is kept.
   *
   * @return completes when the comments are stored, with those of them that are flagged and not
   *     tagged yet, as stored: the caller has to have them tagged. Fails with {@link
   *     InvalidInputException} naming the field when the batch is not one that the pipeline makes,
   *     or {@link FaultCode#UNAVAILABLE}
   */
  CompletionStage<List<ClassifiedComment>> record(ClassifiedBatch batch);

  /** Records spans; a comment that is met here first is recorded whole. Otherwise as above. */
  CompletionStage<Void> record(TaggedBatch batch);

  /**
   * Records proposals of stage 3, of comments that the chat holds; of a comment, the first is kept.
   * Otherwise as above.
   */
  CompletionStage<Void> record(RewrittenBatch batch);

  /**
   * Records what the platform reported, also of comments that are yet to come, or the end of the
   * chat. An end is recorded only when every message that its session published before it is
   * recorded or passed over; watchers are told of it once every flagged comment recorded so far is
   * tagged or given up. Otherwise as above.
   *
   * @return completes with how many messages before an end are neither recorded nor passed over; if
   *     any are, the end is not recorded and has to be recorded again later
   */
  CompletionStage<Long> record(ChatEvent event);

  /**
   * Has the end of the chat not wait for messages of its session that became dead letters. Fails as
   * above.
   */
  CompletionStage<Void> passOver(String chat, Publication publication);

  /** The comment, if the chat holds it. */
  Optional<ModeratedComment> get(String chat, String id);

  /**
   * A page of the comments of a chat, the newest first. It may hold fewer than asked for, even
   * none, while more follow: one page looks at a bounded number of comments.
   *
   * @throws ChatwardenException NOT_FOUND, with reason {@code CHAT_NOT_FOUND} when the chat is not
   *     known
   * @throws InvalidInputException naming {@code page_token} when it was not given for this query
   */
  CommentPage list(CommentQuery query);

  /**
   * Removes a comment and its text for good and notifies the watchers; later parts that the
   * pipeline may still bring of it is not stored again. The counts of the chat stay.
   *
   * @return false when the chat does not hold it
   */
  boolean delete(String chat, String id);

  /** The chat, if it is known. */
  Optional<Chat> chat(String id);

  /**
   * A page of the chats, the one started last first.
   *
   * @param pageSize how many at most, in [1, 1,000]; 0 is 50
   * @param pageToken of the page before; empty for the first page
   * @throws InvalidInputException naming {@code page_size} or {@code page_token}
   */
  ChatPage chats(int pageSize, String pageToken);
}

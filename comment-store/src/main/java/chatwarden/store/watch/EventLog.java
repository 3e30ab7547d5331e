package chatwarden.store.watch;

import chatwarden.livechat.v1.WatchCommentsResponse;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The events of the chats. Safe for use by many threads; {@link #latest} and {@link #after} block
 * for at most the command timeout and fail with {@link FaultCode#UNAVAILABLE} while the store is
 * away. Whether a chat is known at all, the comment store says.
 */
public interface EventLog {

  /** The place of the latest event of a chat, or empty before the first. */
  Optional<ResumeToken> latest(String chat);

  /**
   * Returns the first events after {@code token}, oldest first, each with its resume token; none
   * when nothing has followed yet.
   *
   * @param limit how many at most, in [1, 10,000]
   * @throws ChatwardenException OUT_OF_RANGE, with reason {@code RESUME_TOKEN_EXPIRED} when
   *     something that followed the token is not kept any more; never for {@link
   *     ResumeToken#BEGINNING}
   */
  List<WatchCommentsResponse> after(String chat, ResumeToken token, int limit);

  /**
   * Follows a chat from {@code after} on until the tail is closed. Outages of the store are waited
   * for. The tail goes on over an {@code ended} event, since a chat may be read again.
   *
   * @param events is given every event once, in order, in lists of at least one, on the tail's own
   *     virtual thread, which waits for it; if it throws, the tail is over
   */
  EventTail tail(String chat, ResumeToken after, Consumer<List<WatchCommentsResponse>> events);
}

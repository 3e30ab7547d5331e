package chatwarden.store.feedback;

import chatwarden.runtime.error.ChatwardenException;
import java.util.List;

/**
 * Feedback on judgements, for whoever trains the next model. Blocks for the store; safe for use by
 * many threads. Every call fails with a {@link ChatwardenException} when the store is away.
 */
public interface FeedbackStore {

  /** Keeps {@code feedback}; the oldest goes where more is kept than the settings allow. */
  void add(Feedback feedback);

  /** The newest {@code limit}, the newest first. */
  List<Feedback> newest(int limit);

  /**
   * Returns a page, the oldest first, without those past the retention.
   *
   * @param pageSize how many to look at, in [0, 1,000]; 0 is 50
   */
  FeedbackPage page(int pageSize, String pageToken);
}

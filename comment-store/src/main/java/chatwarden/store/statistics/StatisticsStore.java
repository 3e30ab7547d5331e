package chatwarden.store.statistics;

import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.statistics.v1.ChatStatistics;

/** Adds up stored comments. Safe for use by many threads; blocks for the store. */
public interface StatisticsStore {

  /** How many comments one query looks at, at most; the newest. */
  int MAX_COMMENTS = 50_000;

  /**
   * The statistics of a window, as they are now. Takes time in proportion to the comments in it, up
   * to {@link #MAX_COMMENTS}, and reads them in small slices.
   *
   * @throws ChatwardenException NOT_FOUND, CHAT_NOT_FOUND
   * @throws InvalidInputException naming {@code bucket_size} when the window would have more than
   *     {@link StatisticsQuery#MAX_BUCKETS} buckets
   */
  ChatStatistics read(StatisticsQuery query);
}

package chatwarden.store.feedback;

import java.time.Instant;
import java.util.List;

/**
 * Some feedback.
 *
 * @param kept within the retention, the oldest first
 * @param expired how many are past the retention
 * @param nextPageToken of the next page; empty on the last
 */
public record FeedbackPage(List<Kept> kept, long expired, String nextPageToken) {

  /** Copies the list. */
  public FeedbackPage {
    kept = List.copyOf(kept);
  }

  /**
   * A piece of feedback.
   *
   * @param time when it came
   */
  public record Kept(Instant time, Feedback feedback) {}
}

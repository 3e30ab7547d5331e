package chatwarden.store.review;

import chatwarden.review.v1.DecideReviewRequest;
import chatwarden.review.v1.Decision;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.limit.FieldRules;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a person decides.
 *
 * @param decision one that is known
 * @param note at most 500 characters
 * @param authorTimeout with TIME_OUT alone, in [1 s, 28 d]; null there is {@link #DEFAULT_TIMEOUT}
 */
public record Verdict(Decision decision, String note, @Nullable Duration authorTimeout) {

  /** The duration of a timeout unless the reviewer sets it. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(5);

  private static final Duration MAX_TIMEOUT = Duration.ofDays(28);
  private static final int MAX_NOTE = FieldRules.most(DecideReviewRequest.getDescriptor(), "note");

  /** Checks them, naming the field of {@code DecideReviewRequest}. */
  public Verdict {
    if (decision == Decision.DECISION_UNSPECIFIED || decision == Decision.UNRECOGNIZED) {
      throw InvalidInputException.of(
          "decision", "is missing or not known (expected: ALLOW, HIDE, TIME_OUT or BAN)");
    }
    if (note.codePointCount(0, note.length()) > MAX_NOTE) {
      throw InvalidInputException.of(
          "note", "is too long (expected: at most " + MAX_NOTE + " characters)");
    }
    if (decision != Decision.TIME_OUT && authorTimeout != null) {
      throw InvalidInputException.of("author_timeout", "goes with the decision TIME_OUT alone");
    }
    if (decision == Decision.TIME_OUT && authorTimeout == null) {
      authorTimeout = DEFAULT_TIMEOUT;
    }
    if (authorTimeout != null
        && (authorTimeout.compareTo(Duration.ofSeconds(1)) < 0
            || authorTimeout.compareTo(MAX_TIMEOUT) > 0)) {
      throw InvalidInputException.of("author_timeout", authorTimeout + " (expected: 1 s to 28 d)");
    }
  }
}

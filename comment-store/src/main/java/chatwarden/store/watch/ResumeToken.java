package chatwarden.store.watch;

import chatwarden.runtime.error.InvalidInputException;
import java.util.Comparator;
import java.util.regex.Pattern;

/**
 * The place of an event in its chat: the id of its entry in the chat's stream. Grows from event to
 * event.
 *
 * @param millis the first number, {@code >= 0}: the recording time by the clock of Redis, in
 *     milliseconds since 1970
 * @param sequence the second number, {@code >= 0}: counts within a millisecond
 */
public record ResumeToken(long millis, long sequence) implements Comparable<ResumeToken> {

  /** Before the first event that is kept. */
  public static final ResumeToken BEGINNING = new ResumeToken(0, 0);

  private static final Pattern TOKEN = Pattern.compile("(\\d{1,19})-(\\d{1,19})");
  private static final Comparator<ResumeToken> ORDER =
      Comparator.comparingLong(ResumeToken::millis).thenComparingLong(ResumeToken::sequence);

  /** Checks that both are 0 or greater. */
  public ResumeToken {
    if (millis < 0 || sequence < 0) {
      throw new IllegalArgumentException(
          "token: " + millis + "-" + sequence + " (expected: both >= 0)");
    }
  }

  /**
   * Reads what {@link #toString} writes.
   *
   * @throws InvalidInputException naming {@code resume_token} when it is no token
   */
  public static ResumeToken parse(String token) {
    var matcher = TOKEN.matcher(token);
    if (matcher.matches()) {
      try {
        return new ResumeToken(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
      } catch (NumberFormatException e) {
        // Longer than a long: falls through to the one refusal.
      }
    }
    throw InvalidInputException.of(
        "resume_token", "is no resume token (expected: two numbers, such as 1700000000000-0)");
  }

  @Override
  public int compareTo(ResumeToken other) {
    return ORDER.compare(this, other);
  }

  /** Such as {@code 1700000000000-0}. */
  @Override
  public String toString() {
    return millis + "-" + sequence;
  }
}

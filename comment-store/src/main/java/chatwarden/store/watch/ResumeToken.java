package chatwarden.store.watch;

import chatwarden.domain.chat.ChatIds;
import chatwarden.runtime.error.InvalidInputException;
import java.util.Comparator;
import java.util.regex.Pattern;

/**
 * The place of an event in its chat: the id of its entry in the chat's stream. Grows from event to
 * event. Callers get it with the mark of the chat appended, so that a token of one chat is refused
 * for another.
 *
 * @param millis the first number, {@code >= 0}: the recording time by the clock of Redis, in
 *     milliseconds since 1970
 * @param sequence the second number, {@code >= 0}: counts within a millisecond
 */
public record ResumeToken(long millis, long sequence) implements Comparable<ResumeToken> {

  /** Before the first event that is kept. */
  public static final ResumeToken BEGINNING = new ResumeToken(0, 0);

  private static final Pattern TOKEN =
      Pattern.compile("(\\d{1,19})-(\\d{1,19})(?:-([0-9a-f]{8}))?");
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
   * Reads the token that a caller gives for a chat. {@code 0-0} and tokens of versions that did not
   * mark them are taken for any chat.
   *
   * @throws InvalidInputException naming {@code resume_token} when it is not a token, or that of
   *     another chat
   */
  public static ResumeToken parse(String token, String chat) {
    ResumeToken read = parse(token);
    var matcher = TOKEN.matcher(token);
    String mark = matcher.matches() ? matcher.group(3) : null;
    if (mark != null && !mark.equals(ChatIds.mark(chat))) {
      throw InvalidInputException.of(
          "resume_token",
          "was given for another chat (expected: a token of an event of this chat, or 0-0)");
    }
    return read;
  }

  /**
   * Reads what {@link #toString} or {@link #in} writes, of whatever chat.
   *
   * @throws InvalidInputException naming {@code resume_token} when it is not a token
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
        "resume_token",
        "not a resume token (expected: 0-0, or a token like 1700000000000-7-1a2b3c4d)");
  }

  @Override
  public int compareTo(ResumeToken other) {
    return ORDER.compare(this, other);
  }

  /**
   * The token as callers get it, of use for {@code chat} alone: {@code 1700000000000-7-1a2b3c4d}.
   */
  public String in(String chat) {
    return this + "-" + ChatIds.mark(chat);
  }

  /** Such as {@code 1700000000000-0}. */
  @Override
  public String toString() {
    return millis + "-" + sequence;
  }
}

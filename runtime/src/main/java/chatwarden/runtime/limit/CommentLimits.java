package chatwarden.runtime.limit;

import chatwarden.runtime.error.InvalidInputException;
import chatwarden.type.v1.Comment;
import com.google.protobuf.Timestamp;
import java.util.Locale;
import java.util.Optional;

/**
 * The limits of comments. Every length counts Unicode code points, never UTF-16 units: an emoji is
 * one.
 *
 * <p>Stateless. A problem names the fault and the expectation, and never repeats the value.
 */
public final class CommentLimits {

  /** The most code points of a text. */
  public static final int MAX_TEXT = FieldRules.most(Comment.getDescriptor(), "text");

  /**
   * The most code points of the id of a comment or a request, and of the id or name of an author.
   */
  public static final int MAX_NAME = FieldRules.most(Comment.getDescriptor(), "id");

  private static final long FIRST_SECOND = -62_135_596_800L;
  private static final long LAST_SECOND = 253_402_300_799L;
  private static final int SECOND = 1_000_000_000;

  private CommentLimits() {}

  /** Returns the length of {@code value} in the unit of every limit: code points. */
  public static int length(String value) {
    return value.codePointCount(0, value.length());
  }

  /** Returns the problem of the text of a comment; empty when it is within the limits. */
  public static Optional<String> problemOfText(String text) {
    if (text.isEmpty()) {
      return Optional.of("must not be missing or empty");
    }
    int length = length(text);
    if (length > MAX_TEXT) {
      return Optional.of(tooLong(length, MAX_TEXT));
    }
    return text.codePoints().allMatch(CommentLimits::isBlank)
        ? Optional.of("must not be blank")
        : problemOfEncoding(text);
  }

  /** Returns the problem of the id of a comment; empty when it is within the limits. */
  public static Optional<String> problemOfId(String id) {
    if (id.isEmpty()) {
      return Optional.of("must not be missing or empty");
    }
    return id.chars().anyMatch(Character::isISOControl)
        ? Optional.of("must not hold control characters")
        : problemOfName(id);
  }

  /** Returns the problem of the id or the name of an author; empty when it is within the limits. */
  public static Optional<String> problemOfName(String name) {
    int length = length(name);
    return length > MAX_NAME ? Optional.of(tooLong(length, MAX_NAME)) : problemOfEncoding(name);
  }

  /**
   * Returns the id of a comment.
   *
   * @throws InvalidInputException naming {@code field} when it is beyond the limits
   */
  public static String checkId(String field, String id) {
    problemOfId(id)
        .ifPresent(
            problem -> {
              throw InvalidInputException.of(field, problem);
            });
    return id;
  }

  /** Returns whether RFC 3339 can write the time: the years 1 to 9999. */
  public static boolean isTime(Timestamp time) {
    return time.getSeconds() >= FIRST_SECOND
        && time.getSeconds() <= LAST_SECOND
        && time.getNanos() >= 0
        && time.getNanos() < SECOND;
  }

  private static String tooLong(int length, int most) {
    return String.format(Locale.ROOT, "%,d code points long (expected: at most %,d)", length, most);
  }

  private static boolean isBlank(int codePoint) {
    return Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint);
  }

  private static Optional<String> problemOfEncoding(String value) {
    boolean broken = value.codePoints().anyMatch(CommentLimits::isLoneSurrogate);
    return broken ? Optional.of("must not hold a lone surrogate") : Optional.empty();
  }

  private static boolean isLoneSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }
}

package chatwarden.domain.drift;

import chatwarden.runtime.error.InvalidInputException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;

/**
 * A range of time in whole hours.
 *
 * @param start its beginning
 * @param end its end, not included, after {@code start}
 */
public record TimeWindow(Instant start, Instant end) {
  /** Between the beginning and the end, where a window is written. */
  public static final String PARTS = "..";

  /** Checks the order. */
  public TimeWindow {
    if (!end.isAfter(start)) {
      throw new IllegalArgumentException("end: " + end + " (expected: after " + start + ")");
    }
  }

  /** Returns the window of a length that ends at {@code end}. */
  public static TimeWindow before(Instant end, Duration length) {
    return new TimeWindow(end.minus(length), end);
  }

  /**
   * Reads {@code FROM..TO}, each a day ({@code 2026-11-01}, its beginning in UTC) or a time ({@code
   * 2026-11-01T08:00:00Z}).
   *
   * @param name what the text is the value of, for the message
   */
  public static TimeWindow parse(String name, String text) {
    int parts = text.indexOf(PARTS);
    if (parts < 0) {
      throw InvalidInputException.of(name, text + " (expected: FROM..TO)");
    }
    Instant start = time(name, text.substring(0, parts));
    Instant end = time(name, text.substring(parts + PARTS.length()));
    if (!end.isAfter(start)) {
      throw InvalidInputException.of(name, text + " (expected: FROM before TO)");
    }
    return new TimeWindow(start, end);
  }

  /** Returns the window as {@link #parse} reads it. */
  @Override
  public String toString() {
    return start + PARTS + end;
  }

  private static Instant time(String name, String text) {
    try {
      return text.contains("T")
          ? Instant.parse(text)
          : LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
    } catch (DateTimeParseException e) {
      throw InvalidInputException.of(
          name, text + " (expected: a day such as 2026-11-01, or 2026-11-01T08:00:00Z)");
    }
  }
}

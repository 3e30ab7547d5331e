package chatwarden.store.redis;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** How times are written: for people and exactly, for ordering, and as a score. */
public final class StoredTime {

  private static final long FIRST_MICRO = micros(Instant.parse("0001-01-01T00:00:00Z"));
  private static final long LAST_MICRO = micros(Instant.parse("9999-12-31T23:59:59.999999Z"));

  /** Of fractions of a second, in nanoseconds: what three more digits stand for. */
  private static final int THREE_DIGITS = 1_000;

  private StoredTime() {}

  /** RFC 3339, exact. */
  public static String exact(Timestamp time) {
    int digits = 9;
    int fraction = time.getNanos();
    while (digits > 0 && fraction % THREE_DIGITS == 0) {
      fraction /= THREE_DIGITS;
      digits -= 3;
    }
    return write(time.getSeconds(), fraction, digits);
  }

  /** RFC 3339, cut to microseconds, always of the same length: sorts as text. */
  public static String sortable(Timestamp time) {
    return write(time.getSeconds(), time.getNanos() / THREE_DIGITS, 6);
  }

  /** Microseconds since 1970, cut. */
  public static long micros(Timestamp time) {
    return Math.addExact(
        Math.multiplyExact(time.getSeconds(), 1_000_000L), time.getNanos() / 1_000);
  }

  public static long micros(Instant time) {
    return micros(timestamp(time));
  }

  /** Reads either way of writing; null when there is nothing to read. */
  public static @Nullable Timestamp read(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return null;
    }
    try {
      return timestamp(Instant.parse(text));
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  public static Timestamp timestamp(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }

  /**
   * Microseconds since 1970; beyond the years that RFC 3339 can write, the first or last moment of
   * them.
   */
  public static Timestamp ofMicros(long micros) {
    long written = Math.clamp(micros, FIRST_MICRO, LAST_MICRO);
    return timestamp(Instant.EPOCH.plus(written, ChronoUnit.MICROS));
  }

  /** Milliseconds since 1970. */
  public static Timestamp ofMillis(long millis) {
    return timestamp(Instant.ofEpochMilli(millis));
  }

  public static Duration durationOfMillis(long millis) {
    return Duration.newBuilder()
        .setSeconds(millis / 1_000)
        .setNanos((int) (millis % 1_000) * 1_000_000)
        .build();
  }

  /** By hand, since every comment has its times written and a formatter takes ten times as long. */
  private static String write(long seconds, int fraction, int digits) {
    LocalDateTime time = LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC);
    StringBuilder text = new StringBuilder(30);
    digits(text, time.getYear(), 4).append('-');
    digits(text, time.getMonthValue(), 2).append('-');
    digits(text, time.getDayOfMonth(), 2).append('T');
    digits(text, time.getHour(), 2).append(':');
    digits(text, time.getMinute(), 2).append(':');
    digits(text, time.getSecond(), 2);
    if (digits > 0) {
      digits(text.append('.'), fraction, digits);
    }
    return text.append('Z').toString();
  }

  private static StringBuilder digits(StringBuilder text, int number, int count) {
    int end = text.length() + count;
    text.setLength(end);
    for (int rest = number, at = end - 1; at >= end - count; at--, rest /= 10) {
      text.setCharAt(at, (char) ('0' + rest % 10));
    }
    return text;
  }
}

package chatwarden.store.redis;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** How times are written: for people and exactly, for ordering, and as a score. */
final class StoredTime {

  private static final long FIRST_SECOND = Instant.parse("0001-01-01T00:00:00Z").getEpochSecond();
  private static final long LAST_SECOND = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private StoredTime() {}

  static boolean isValid(Timestamp time) {
    return time.getSeconds() >= FIRST_SECOND
        && time.getSeconds() <= LAST_SECOND
        && time.getNanos() >= 0
        && time.getNanos() < 1_000_000_000;
  }

  /** RFC 3339, exact. */
  static String exact(Timestamp time) {
    return instant(time).toString();
  }

  /** RFC 3339, cut to microseconds, always of the same length: sorts as text. */
  static String sortable(Timestamp time) {
    return MICROS.format(instant(time));
  }

  /** Microseconds since 1970, cut. */
  static long micros(Timestamp time) {
    return Math.addExact(
        Math.multiplyExact(time.getSeconds(), 1_000_000L), time.getNanos() / 1_000);
  }

  static long micros(Instant time) {
    return micros(timestamp(time));
  }

  /** Reads either way of writing; null when there is nothing to read. */
  static @Nullable Timestamp read(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return null;
    }
    try {
      return timestamp(Instant.parse(text));
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  static Timestamp timestamp(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }

  /** Milliseconds since 1970. */
  static Timestamp ofMillis(long millis) {
    return timestamp(Instant.ofEpochMilli(millis));
  }

  static Duration durationOfMillis(long millis) {
    return Duration.newBuilder()
        .setSeconds(millis / 1_000)
        .setNanos((int) (millis % 1_000) * 1_000_000)
        .build();
  }

  private static Instant instant(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }
}

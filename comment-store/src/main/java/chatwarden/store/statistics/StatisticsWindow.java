package chatwarden.store.statistics;

import chatwarden.runtime.error.InvalidInputException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A window of time, cut into buckets that begin at multiples of their length since 1970. All in
 * microseconds.
 *
 * @param start its beginning
 * @param end its end, not included; greater than {@code start}
 * @param bucket how long each bucket is
 */
record StatisticsWindow(long start, long end, long bucket) {

  private static final int USUAL_BUCKETS = 120;
  private static final long DAY = Duration.ofDays(1).toSeconds();
  private static final long SECOND = 1_000_000;

  /** Lengths in seconds that people think in. */
  private static final List<Long> ROUND =
      List.of(
          1L, 2L, 5L, 10L, 15L, 30L, 60L, 120L, 300L, 600L, 900L, 1_800L, 3_600L, 7_200L, 10_800L,
          21_600L, 43_200L, DAY);

  /**
   * The window from {@code start} to {@code end}.
   *
   * @param wished how long each bucket is; null for a round length of which at most 120 fit
   * @throws InvalidInputException naming {@code bucket_size} when there would be too many buckets
   */
  static StatisticsWindow of(long start, long end, @Nullable Duration wished) {
    long seconds = wished == null ? fitting(end - start) : wished.toSeconds();
    StatisticsWindow window = new StatisticsWindow(start, end, seconds * SECOND);
    long count = window.place(end - 1) + 1;
    if (count > StatisticsQuery.MAX_BUCKETS) {
      throw InvalidInputException.of(
          "bucket_size",
          seconds
              + " s makes "
              + count
              + " buckets of this window (expected: at most "
              + StatisticsQuery.MAX_BUCKETS
              + ")");
    }
    return window;
  }

  private static long fitting(long length) {
    long least = Math.ceilDiv(length, USUAL_BUCKETS * SECOND);
    return ROUND.stream()
        .filter(seconds -> seconds >= least)
        .findFirst()
        .orElse(Math.ceilDiv(least, DAY) * DAY);
  }

  /** How many buckets there are. */
  int count() {
    return (int) place(end - 1) + 1;
  }

  /** Returns the bucket of a moment of the window, from 0. */
  long place(long moment) {
    return Math.floorDiv(moment, bucket) - Math.floorDiv(start, bucket);
  }

  /** When a bucket begins. */
  long startOf(int place) {
    return (Math.floorDiv(start, bucket) + place) * bucket;
  }
}

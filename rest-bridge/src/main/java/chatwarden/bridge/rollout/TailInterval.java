package chatwarden.bridge.rollout;

import chatwarden.runtime.telemetry.LatencyScale;
import java.util.SortedMap;

/**
 * The 99th percentile of times with its interval of 99 %, by the ranks of order statistics, in
 * seconds; exact to a tenth, as the times are counted.
 *
 * @param high the upper end; infinite where there are too few calls for one
 * @param count of how many calls
 */
record TailInterval(double seconds, double low, double high, long count) {

  private static final double TAIL = 0.99;

  /** Returns the interval of calls that are counted by the numbers of {@link LatencyScale}. */
  static TailInterval of(SortedMap<Integer, Long> calls) {
    long count = calls.values().stream().mapToLong(Long::longValue).sum();
    if (count == 0) {
      return new TailInterval(0, 0, Double.POSITIVE_INFINITY, 0);
    }
    double rank = count * TAIL;
    double half = ShareInterval.Z * Math.sqrt(count * TAIL * (1 - TAIL));
    return new TailInterval(
        atRank(calls, Math.ceil(rank)),
        atRank(calls, Math.max(1, Math.floor(rank - half))),
        Math.ceil(rank + half) > count
            ? Double.POSITIVE_INFINITY
            : atRank(calls, Math.ceil(rank + half)),
        count);
  }

  private static double atRank(SortedMap<Integer, Long> calls, double rank) {
    long before = 0;
    for (var entry : calls.entrySet()) {
      before += entry.getValue();
      if (before >= rank) {
        return LatencyScale.seconds(entry.getKey());
      }
    }
    return LatencyScale.seconds(calls.lastKey());
  }
}

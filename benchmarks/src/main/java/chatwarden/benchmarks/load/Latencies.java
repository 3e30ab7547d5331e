package chatwarden.benchmarks.load;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** How long comments took, those of the warm-up left out. Written by one thread at a time. */
final class Latencies {
  private final Histogram micros = new Histogram(TimeUnit.MINUTES.toMicros(5), 3);
  private final long begin;
  private long first;
  private long last;

  Latencies(Duration warmup) {
    begin = System.nanoTime() + warmup.toNanos();
  }

  /** Counts a comment that took so long and came out now. */
  synchronized void record(long tookMicros) {
    long now = System.nanoTime();
    if (now < begin) {
      return;
    }
    if (micros.getTotalCount() == 0) {
      first = now;
    }
    last = now;
    micros.recordValue(Math.clamp(tookMicros, 0, TimeUnit.MINUTES.toMicros(5)));
  }

  /** The percentile in milliseconds. */
  synchronized double millis(double percentile) {
    return micros.getValueAtPercentile(percentile) / 1e3;
  }

  /** Comments a second, between the first and the last that were counted. */
  synchronized double perSecond() {
    return last == first ? 0 : micros.getTotalCount() * 1e9 / (last - first);
  }
}

package chatwarden.runtime.grpc;

import chatwarden.runtime.config.ConfigKey;
import chatwarden.runtime.error.OverloadedException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How many calls may be under way at a time, found out from how long they take. More are refused at
 * once, so that those that are let in are answered about as fast as on an idle server.
 *
 * <p>After Netflix's gradient limits: what a call took is compared with what calls of its kind and
 * size take when little is going on. Where calls took more than {@value #TOLERANCE} times that, in
 * the geometric mean over a while, the limit falls in proportion; where they did not and the room
 * was used, it grows. It never falls under one call a processor, and calls that are slow though few
 * at a time do not lower it. When the crowd is gone the limit returns to where it began.
 *
 * <p>Never blocks; safe for use by many threads.
 */
public final class AdmissionLimit {

  /** The most calls under way. */
  public static final ConfigKey<Integer> MAX_CALLS =
      ConfigKey.integer(
          "admission.max-calls",
          256,
          0,
          100_000,
          "How many unary calls to a model may be under way at most; the limit in force is lower"
              + " while calls take more than twice as long as on an idle server. Further ones are"
              + " refused with RESOURCE_EXHAUSTED (429). 0 lets all in.");

  static final double TOLERANCE = 2;

  private static final Duration RETRY_AFTER = Duration.ofMillis(500);
  private static final int BEGIN_PER_PROCESSOR = 16;
  private static final long WINDOW_NANOS = Duration.ofMillis(50).toNanos();
  private static final int WINDOW_CALLS = 10;
  private static final double STEEPEST_FALL = 0.5;
  private static final double MOST_TIMES = 16;

  private final int max;
  private final int floor;
  private final int begin;
  private final LongSupplier nanoTime;
  private final Map<Kind, UsualTime> usual = new HashMap<>();
  private final Counter refused;

  private double limit;
  private int underWay;

  /** Since the limit was last looked at. */
  private long windowBegin;

  private int calls;
  private double sumOfLogarithms;
  private int mostUnderWay;

  /** Calls that are expected to take about the same: of one method, of sizes within a factor 2. */
  private record Kind(String method, int magnitude) {}

  /**
   * A limit.
   *
   * @param name what is limited, for the metrics
   * @param max from {@link #MAX_CALLS}
   */
  public AdmissionLimit(String name, int max, MeterRegistry metrics) {
    this(name, max, Runtime.getRuntime().availableProcessors(), metrics, System::nanoTime);
  }

  AdmissionLimit(
      String name, int max, int processors, MeterRegistry metrics, LongSupplier nanoTime) {
    this.max = max == 0 ? Integer.MAX_VALUE : max;
    this.floor = Math.min(processors, this.max);
    this.begin = Math.min(processors * BEGIN_PER_PROCESSOR, this.max);
    this.nanoTime = nanoTime;
    this.limit = max == 0 ? this.max : begin;
    this.windowBegin = nanoTime.getAsLong();
    Tags tags = Tags.of("of", name);
    Gauge.builder("admission.limit", this, AdmissionLimit::limit)
        .description("Calls that may be under way")
        .tags(tags)
        .register(metrics);
    Gauge.builder("admission.call", this, AdmissionLimit::underWay)
        .description("Calls under way")
        .tags(tags)
        .register(metrics);
    this.refused =
        Counter.builder("admission.refusal")
            .description("Calls that were refused because too many were under way")
            .tags(tags)
            .register(metrics);
  }

  /** Lets a call in, to be followed by exactly one {@link #leave}; or does not. */
  public synchronized boolean tryEnter() {
    if (underWay >= (int) limit) {
      refused.increment();
      return false;
    }
    underWay++;
    mostUnderWay = Math.max(mostUnderWay, underWay);
    return true;
  }

  /** How a call is refused. */
  public static OverloadedException refusal() {
    return OverloadedException.of(
        "SERVER_OVERLOADED", "the server has as many calls as it can answer in time", RETRY_AFTER);
  }

  /** A call that was let in is over, and says nothing of how busy the server is. */
  public synchronized void leave() {
    underWay--;
  }

  /**
   * A call that was let in is answered.
   *
   * @param method what it called
   * @param size about how large it was, such as in bytes
   * @param nanos how long it took
   */
  public synchronized void leave(String method, long size, long nanos) {
    underWay--;
    if (limit > max) {
      return;
    }
    long now = nanoTime.getAsLong();
    Kind kind = new Kind(method, Long.SIZE - Long.numberOfLeadingZeros(Math.max(0, size)));
    double times = usual.computeIfAbsent(kind, _ -> new UsualTime()).compare(nanos, now);
    sumOfLogarithms += Math.log(Math.clamp(times, 1, MOST_TIMES));
    calls++;
    if (calls >= WINDOW_CALLS && now - windowBegin >= WINDOW_NANOS) {
      adapt(Math.exp(sumOfLogarithms / calls));
      windowBegin = now;
      calls = 0;
      sumOfLogarithms = 0;
      mostUnderWay = underWay;
    }
  }

  private void adapt(double times) {
    if (times > TOLERANCE) {
      if (mostUnderWay > floor) {
        double crowd = Math.min(limit, mostUnderWay);
        limit = Math.max(floor, crowd * Math.max(STEEPEST_FALL, TOLERANCE / times));
      }
    } else if (mostUnderWay >= limit / 2) {
      limit = Math.min(max, limit + Math.max(0.25, Math.sqrt(limit) / 4));
    } else if (limit < begin) {
      limit = Math.min(begin, limit * 1.25);
    }
  }

  /** How many calls may be under way now. */
  public synchronized int limit() {
    return (int) limit;
  }

  /** How many calls are under way. */
  public synchronized int underWay() {
    return underWay;
  }

  /**
   * What calls of one kind take when little is going on: follows faster calls at once, and forgets
   * slowly, so that a long crowd is not taken for the usual.
   */
  private static final class UsualTime {
    private static final double TOWARDS_FASTER = 0.2;
    private static final double FORGOTTEN_A_SECOND = 0.0005;

    private double nanos;
    private long at;

    /** How many times the usual a call took. */
    double compare(long took, long now) {
      if (nanos == 0) {
        nanos = Math.max(1, took);
      } else {
        double seconds = Math.clamp((now - at) / 1e9, 0.0, 60.0);
        nanos *= 1 + FORGOTTEN_A_SECOND * seconds;
        if (took < nanos) {
          nanos += TOWARDS_FASTER * (Math.max(1, took) - nanos);
        }
      }
      at = now;
      return took / nanos;
    }
  }
}

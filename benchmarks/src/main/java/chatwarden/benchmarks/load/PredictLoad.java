package chatwarden.benchmarks.load;

import chatwarden.benchmarks.load.UnaryClient.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.HdrHistogram.ConcurrentHistogram;

/**
 * Calls {@code /predict} for a while over so many connections, and counts how the calls ended and
 * how long those took that were answered, each from when it was sent. For one load.
 */
final class PredictLoad {
  private final int port;
  private final int connections;
  private final ConcurrentHistogram micros =
      new ConcurrentHistogram(TimeUnit.MINUTES.toMicros(2), 3);
  private final LongAdder[] ended =
      Stream.generate(LongAdder::new).limit(Outcome.values().length).toArray(LongAdder[]::new);
  private final AtomicLong made = new AtomicLong();
  private long begin;
  private long count;
  private long end;

  PredictLoad(int port, int connections) {
    this.port = port;
    this.connections = connections;
  }

  /**
   * Calls as often as the connections allow.
   *
   * @param warmup not counted
   */
  PredictLoad closed(Duration warmup, Duration duration) throws InterruptedException {
    return run(0, warmup, duration);
  }

  /**
   * Calls so often a second, whatever becomes of the calls; a call that finds every connection
   * taken waits for one, unseen by the server, and is timed from when it is sent.
   */
  PredictLoad open(double perSecond, Duration warmup, Duration duration)
      throws InterruptedException {
    return run(1e9 / perSecond, warmup, duration);
  }

  private PredictLoad run(double intervalNanos, Duration warmup, Duration duration)
      throws InterruptedException {
    begin = System.nanoTime();
    count = begin + warmup.toNanos();
    end = count + duration.toNanos();
    ChatTexts texts = new ChatTexts(new Random(42));
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        String text = texts.next();
        running.add(
            callers.submit(
                () -> {
                  call(text, intervalNanos);
                  return null;
                }));
      }
      for (Future<?> one : running) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a connection broke", e);
    }
    return this;
  }

  private void call(String text, double intervalNanos) throws IOException, InterruptedException {
    try (PredictConnection connection = new PredictConnection(port, text)) {
      while (true) {
        long due = begin + (long) (made.getAndIncrement() * intervalNanos);
        TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
        long sent = System.nanoTime();
        if (sent >= end) {
          return;
        }
        Outcome outcome = connection.call();
        if (sent >= count) {
          record(outcome, System.nanoTime() - sent);
        }
      }
    }
  }

  private void record(Outcome outcome, long nanos) {
    ended[outcome.ordinal()].increment();
    if (outcome == Outcome.ACCEPTED) {
      micros.recordValue(Math.min(nanos / 1_000, micros.getHighestTrackableValue()));
    }
  }

  /** How many calls ended so. */
  long count(Outcome outcome) {
    return ended[outcome.ordinal()].sum();
  }

  /** How many calls a second ended so. */
  double perSecond(Outcome outcome) {
    return count(outcome) * 1e9 / (end - count);
  }

  /** The percentile of the calls that were answered, in milliseconds. */
  double millis(double percentile) {
    return micros.getValueAtPercentile(percentile) / 1e3;
  }
}

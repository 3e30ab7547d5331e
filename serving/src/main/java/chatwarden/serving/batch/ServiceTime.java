package chatwarden.serving.batch;

import java.util.concurrent.TimeUnit;

/**
 * How long a token takes an inference thread, over about the last second of work. Unknown until
 * {@value #TRUSTED} batches have run: the first ones load and compile code.
 *
 * <p>Safe for use by many threads.
 */
final class ServiceTime {

  private static final double MEMORY_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int TRUSTED = 200;

  private double nanos;
  private double tokens;
  private int batches;
  private volatile double nanosPerToken;

  /** A batch of so many tokens took so long. */
  synchronized void ran(long batchTokens, long batchNanos) {
    double kept = Math.exp(-batchNanos / MEMORY_NANOS);
    nanos = nanos * kept + batchNanos;
    tokens = tokens * kept + batchTokens;
    if (batches < TRUSTED) {
      batches++;
    } else {
      nanosPerToken = nanos / tokens;
    }
  }

  /** How long one thread takes for so many tokens; 0 while that is unknown. */
  double nanos(long someTokens) {
    return someTokens * nanosPerToken;
  }
}

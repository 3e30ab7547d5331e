package chatwarden.runtime.grpc;

import chatwarden.runtime.config.Config;
import chatwarden.runtime.config.ConfigKey;
import chatwarden.runtime.error.OverloadedException;
import java.time.Duration;

/**
 * How long a unary call to a model may wait for its turn. The bridge and the model servers each
 * estimate that wait when a call arrives, and refuse the call where it would be longer.
 *
 * @param nanos the longest wait in nanoseconds; {@link Long#MAX_VALUE} for any
 */
public record AdmissionBudget(long nanos) {

  /** The longest wait. */
  public static final ConfigKey<Duration> BUDGET =
      ConfigKey.duration(
          "admission.budget",
          Duration.ofMillis(100),
          "How long a unary call to a model may wait for its turn, at the bridge and again at the"
              + " model server. A call that would wait longer is refused with RESOURCE_EXHAUSTED"
              + " (429) and a retry hint; 0 lets every call wait.");

  private static final long LONGEST = Duration.ofDays(1).toNanos();
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  /** The budget of {@code config}. */
  public static AdmissionBudget of(Config config) {
    long nanos = config.get(BUDGET).toNanos();
    return new AdmissionBudget(nanos == 0 ? Long.MAX_VALUE : nanos);
  }

  /**
   * Whether a call may wait so long.
   *
   * @param waitNanos the expected wait
   * @param leftNanos the time until the call's deadline; {@link Long#MAX_VALUE} without one
   */
  public boolean allows(double waitNanos, long leftNanos) {
    return waitNanos <= Math.min(nanos, leftNanos);
  }

  /**
   * How long a call may stay in line that takes so long once its turn has come.
   *
   * @param leftNanos as above
   */
  public long patience(long turnNanos, long leftNanos) {
    return Math.max(0, Math.min(Math.min(nanos, leftNanos), LONGEST) - turnNanos);
  }

  /** The answer to a call that may not wait. */
  public static OverloadedException refusal() {
    return OverloadedException.of(
        "SERVER_OVERLOADED",
        "the call would wait longer than admission.budget; try again after the hint",
        RETRY_AFTER);
  }
}

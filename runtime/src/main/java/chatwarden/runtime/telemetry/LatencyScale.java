package chatwarden.runtime.telemetry;

/**
 * Numbers for lengths of time, each a tenth longer than the one before, so that many calls are
 * counted in few numbers and a quantile is known within a tenth.
 */
public final class LatencyScale {

  /** The highest number. */
  public static final int MOST = 200;

  private static final double FIRST_NANOS = 50_000;
  private static final double STEP = 1.1;

  private LatencyScale() {}

  /** Returns the number of {@code nanos}; 0 for all up to 55 µs, {@value #MOST} for the longest. */
  public static int number(long nanos) {
    double steps = Math.log(Math.max(1, nanos) / FIRST_NANOS) / Math.log(STEP);
    return (int) Math.clamp(Math.floor(steps + 1e-9), 0, MOST);
  }

  /** Returns the least time of a number, in seconds. */
  public static double seconds(int number) {
    return FIRST_NANOS * Math.pow(STEP, number) / 1e9;
  }
}

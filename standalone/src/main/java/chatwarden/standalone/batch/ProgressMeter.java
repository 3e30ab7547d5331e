package chatwarden.standalone.batch;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Says how far a run is: on a terminal by a bar that is drawn over, elsewhere by a line every ten
 * seconds. Used by one thread.
 */
public final class ProgressMeter {
  private static final int BAR = 24;
  private static final Duration ON_TERMINAL = Duration.ofMillis(200);
  private static final Duration ELSEWHERE = Duration.ofSeconds(10);

  private final PrintStream err;
  private final boolean terminal;
  private final LongSupplier nanos;
  private long begin;
  private long firstRow;
  private double firstShare;
  private long shown;
  private int width;

  /**
   * Prints to a stream.
   *
   * @param terminal whether people see it as it is printed
   */
  public ProgressMeter(PrintStream err, boolean terminal, LongSupplier nanos) {
    this.err = err;
    this.terminal = terminal;
    this.nanos = nanos;
  }

  /** Begins, at a place that an earlier run may have come to. */
  void begin(long rows, double share) {
    begin = nanos.getAsLong();
    shown = begin;
    firstRow = rows;
    firstShare = share;
    if (rows > 0) {
      err.printf(Locale.ROOT, "going on after %,d rows%n", rows);
    }
  }

  /** Says it, if it is time to. */
  void update(long rows, double share) {
    long now = nanos.getAsLong();
    if (now - shown < (terminal ? ON_TERMINAL : ELSEWHERE).toNanos()) {
      return;
    }
    shown = now;
    String line = line(rows, share, now - begin);
    if (terminal) {
      int filled = (int) (share * BAR);
      String bar = "[" + "=".repeat(filled) + " ".repeat(BAR - filled) + "] " + line;
      err.print("\r" + bar + " ".repeat(Math.max(0, width - bar.length())));
      width = bar.length();
    } else {
      err.println(line);
    }
  }

  private String line(long rows, double share, long elapsed) {
    double seconds = Math.max(elapsed, 1) / 1e9;
    double done = share - firstShare;
    String left =
        done <= 0
            ? ""
            : ", " + words(Duration.ofNanos((long) (elapsed * (1 - share) / done))) + " left";
    return String.format(
        Locale.ROOT,
        "%.0f %%, %,d rows, %,.0f rows/s%s",
        100 * share,
        rows,
        (rows - firstRow) / seconds,
        left);
  }

  /** Says how it ended. */
  void end(long rows, long errors, String output) {
    Duration elapsed = Duration.ofNanos(nanos.getAsLong() - begin);
    if (terminal && width > 0) {
      err.print("\r" + " ".repeat(width) + "\r");
    }
    err.printf(
        Locale.ROOT,
        "%,d rows, %,d of them with an error, in %s: %s%n",
        rows,
        errors,
        words(elapsed),
        output);
  }

  private static String words(Duration duration) {
    if (duration.toMinutes() == 0) {
      return duration.toSeconds() + "s";
    }
    return duration.toHours() == 0
        ? "%dm %ds".formatted(duration.toMinutes(), duration.toSecondsPart())
        : "%dh %dm".formatted(duration.toHours(), duration.toMinutesPart());
  }
}

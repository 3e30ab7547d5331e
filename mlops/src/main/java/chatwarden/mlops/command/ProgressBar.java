package chatwarden.mlops.command;

import java.io.PrintWriter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reports the progress of a training. On a terminal the lines that count ({@code fold=2 of=4})
 * become a bar that is drawn over itself; elsewhere every line is printed as it is. Safe for use by
 * many threads.
 */
final class ProgressBar implements AutoCloseable {
  private static final Pattern COUNTED =
      Pattern.compile("^(.*?) ?(?:fold|trial)=(\\d+) of=(\\d+)(.*)$");
  private static final int WIDTH = 24;

  private final PrintWriter out;
  private final boolean terminal;
  private boolean drawn;

  private ProgressBar(PrintWriter out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** ProgressBar on standard error, drawn where that is a terminal. */
  static ProgressBar on(PrintWriter err) {
    return to(err, System.console() != null && System.console().isTerminal());
  }

  static ProgressBar to(PrintWriter out, boolean terminal) {
    return new ProgressBar(out, terminal);
  }

  synchronized void accept(String line) {
    Matcher counted = COUNTED.matcher(line);
    if (terminal && counted.matches()) {
      draw(counted);
    } else {
      close();
      out.println(line);
      out.flush();
    }
  }

  private void draw(Matcher counted) {
    int done = Integer.parseInt(counted.group(2));
    int of = Math.max(1, Integer.parseInt(counted.group(3)));
    int filled = Math.min(WIDTH, WIDTH * done / of);
    out.print(
        "\r\u001b[2K%s [%s%s] %d/%d%s"
            .formatted(
                counted.group(1),
                "#".repeat(filled),
                "-".repeat(WIDTH - filled),
                done,
                of,
                counted.group(4)));
    out.flush();
    drawn = true;
  }

  /** Ends the line of a bar. */
  @Override
  public synchronized void close() {
    if (drawn) {
      out.println();
      drawn = false;
    }
  }
}

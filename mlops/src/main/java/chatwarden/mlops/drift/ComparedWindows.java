package chatwarden.mlops.drift;

import chatwarden.domain.drift.TextComparison;
import chatwarden.domain.drift.TimeWindow;
import chatwarden.domain.sketch.Sketch;
import chatwarden.mlops.textshift.AuthoredText;
import chatwarden.mlops.textshift.TextShift;
import chatwarden.mlops.textshift.TextShiftCheck;
import chatwarden.runtime.error.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The windows that are compared, each a file or a time of a platform, to whose Redis it connects
 * when the first such window is read. Used by one thread.
 */
public final class ComparedWindows implements AutoCloseable {
  private final String redis;
  private final Path dataDir;
  private @Nullable StoredWindows stored;

  /** Windows of files, and of the platform of {@link StoredWindows#open}. */
  public ComparedWindows(String redis, Path dataDir) {
    this.redis = redis;
    this.dataDir = dataDir;
  }

  /**
   * Reads the counts of a window.
   *
   * @param option what names the window, for messages
   * @param named a file, or {@code FROM..TO}
   * @throws InvalidInputException naming the option or the file
   */
  public List<Sketch> sketches(String option, String named)
      throws IOException, InterruptedException {
    if (isFile(named)) {
      return CommentFile.read(Path.of(named));
    }
    TimeWindow window = time(option, named);
    List<Sketch> sketches = platform().read(window);
    if (sketches.isEmpty()) {
      throw InvalidInputException.of(option, named + ": the platform recorded nothing then");
    }
    return sketches;
  }

  /**
   * Compares the texts of two windows; of a platform's, the result is kept for its metrics.
   *
   * @return the result of each language of the current window
   */
  public List<TextShift> textShifts(TextShiftCheck check, String reference, String current)
      throws IOException, InterruptedException {
    List<TextShift> shifts =
        check.compare(texts("--reference", reference), texts("--current", current));
    if (!isFile(reference) && !isFile(current)) {
      platform()
          .save(
              shifts.stream()
                  .max(Comparator.comparingDouble(TextShift::severity))
                  .map(nearest -> comparison(nearest.area(), nearest.threshold()))
                  .orElseGet(() -> comparison(0, 0)));
    }
    return shifts;
  }

  private static TextComparison comparison(double area, double threshold) {
    return new TextComparison(area, threshold, Instant.now());
  }

  private List<AuthoredText> texts(String option, String named)
      throws IOException, InterruptedException {
    if (isFile(named)) {
      return TextFile.read(Path.of(named));
    }
    TimeWindow window = time(option, named);
    return platform().texts(window);
  }

  private static boolean isFile(String named) {
    return Files.isRegularFile(Path.of(named));
  }

  private static TimeWindow time(String option, String named) {
    if (!named.contains(TimeWindow.PARTS)) {
      throw InvalidInputException.of(option, named + " (expected: a file, or FROM..TO)");
    }
    return TimeWindow.parse(option, named);
  }

  private StoredWindows platform() throws IOException, InterruptedException {
    StoredWindows open = stored == null ? StoredWindows.open(redis, dataDir) : stored;
    stored = open;
    return open;
  }

  @Override
  public void close() {
    if (stored != null) {
      stored.close();
    }
  }
}

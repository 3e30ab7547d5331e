package chatwarden.mlops.search;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The trials of a search in a file, so that a search that was stopped goes on where it was. The
 * first line names the search; the file of another search is written anew. A last line that was cut
 * off is dropped. For one process at a time.
 */
public final class TrialJournal {
  private final Path file;
  private final List<Trial> trials;

  private TrialJournal(Path file, List<Trial> trials) {
    this.file = file;
    this.trials = trials;
  }

  /**
   * Opens the journal of a search, made if it is missing.
   *
   * @param file its place
   * @param fingerprint distinguishes searches: data, space and seed; one line
   * @throws IOException if the file cannot be read or written
   */
  public static TrialJournal open(Path file, String fingerprint) throws IOException {
    if (!Files.exists(file)) {
      return begin(file, fingerprint);
    }
    String content = Files.readString(file);
    List<String> lines = content.lines().toList();
    if (lines.isEmpty() || !lines.getFirst().equals(fingerprint)) {
      return begin(file, fingerprint);
    }
    int whole = content.endsWith("\n") ? lines.size() : lines.size() - 1;
    List<Trial> trials = new ArrayList<>();
    for (String line : lines.subList(1, Math.max(1, whole))) {
      trials.add(Trial.parse(line));
    }
    TrialJournal journal = begin(file, fingerprint);
    for (Trial trial : trials) {
      journal.append(trial);
    }
    return journal;
  }

  private static TrialJournal begin(Path file, String fingerprint) throws IOException {
    Files.writeString(file, fingerprint + "\n");
    return new TrialJournal(file, new ArrayList<>());
  }

  /** Returns the trials so far, in the order in which they were made. */
  public List<Trial> trials() {
    return List.copyOf(trials);
  }

  void append(Trial trial) throws IOException {
    Files.writeString(file, trial.line() + "\n", StandardCharsets.UTF_8, StandardOpenOption.APPEND);
    trials.add(trial);
  }
}

package chatwarden.standalone.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/** The end of what an engine wrote into its logs, for the message of its fault. */
final class LastWords {

  private static final int SHOWN_LINES = 2;

  private LastWords() {}

  /** The last lines that {@code counts} takes, of the first of {@code logs} that has some. */
  static String of(Path folder, Predicate<String> counts, String... logs) {
    for (String name : logs) {
      try {
        List<String> lines =
            Files.readAllLines(folder.resolve(name), StandardCharsets.ISO_8859_1).stream()
                .filter(line -> !line.isBlank())
                .filter(counts)
                .toList();
        if (!lines.isEmpty()) {
          int from = Math.max(0, lines.size() - SHOWN_LINES);
          return "it says: " + String.join(" / ", lines.subList(from, lines.size()));
        }
      } catch (IOException e) {
        // The other file may say more.
      }
    }
    return "it says nothing";
  }
}

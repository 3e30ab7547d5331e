package chatwarden.mlops.drift;

import chatwarden.mlops.textshift.AuthoredText;
import chatwarden.runtime.error.InvalidInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The texts of a window in a file as of {@link CommentFile}, by the columns {@code text} and {@code
 * author}, and {@code language} and {@code time} where there are such.
 */
public final class TextFile {
  private TextFile() {}

  /**
   * Reads a file.
   *
   * @throws InvalidInputException naming the row that is wrong, or the file without such columns
   */
  public static List<AuthoredText> read(Path file) throws IOException {
    CommentRows rows = new CommentRows(file);
    List<AuthoredText> texts = new ArrayList<>();
    rows.forEach(
        (number, row) -> {
          String text = row.getOrDefault("text", "");
          if (!text.isBlank() && row.containsKey("author")) {
            texts.add(
                new AuthoredText(
                    text,
                    row.getOrDefault("author", ""),
                    row.getOrDefault("language", ""),
                    rows.time(number, row)));
          }
        });
    if (texts.isEmpty()) {
      throw InvalidInputException.of(
          file.toString(), "has no rows with the columns text and author, as --texts needs");
    }
    return texts;
  }
}

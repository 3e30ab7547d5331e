package chatwarden.standalone.record;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A row of an input file.
 *
 * @param cells the values by the columns of the file, each of the type of its column, or null; not
 *     copied
 * @param problem the reason why the row as a whole cannot be read; never its content
 */
public record SourceRow(@Nullable Object[] cells, Optional<String> problem) {

  /** Returns a row that could be read. */
  public static SourceRow of(@Nullable Object[] cells) {
    return new SourceRow(cells, Optional.empty());
  }

  /** Returns a row of nothing but a problem. */
  public static SourceRow broken(int columns, String problem) {
    return new SourceRow(new @Nullable Object[columns], Optional.of(problem));
  }

  /** Returns about how many characters its texts have. */
  public int characters() {
    int characters = 0;
    for (Object cell : cells) {
      if (cell instanceof String text) {
        characters += text.length();
      }
    }
    return characters;
  }
}

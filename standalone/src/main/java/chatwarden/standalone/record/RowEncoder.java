package chatwarden.standalone.record;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes rows as lines of text. */
interface RowEncoder {

  /** Returns what comes before the first row; empty where nothing does. */
  String head(List<Column> columns);

  /** Returns a row, with its line feed. */
  String row(List<Column> columns, @Nullable Object[] cells);
}

package chatwarden.standalone.labels;

import chatwarden.labels.v1.LabelledText;
import chatwarden.type.v1.Label;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A row of an exported file.
 *
 * @param columns the names of the columns
 * @param cells one for each column
 */
record LabelRow(List<String> columns, List<String> cells) {

  LabelRow {
    columns = List.copyOf(columns);
    cells = List.copyOf(cells);
  }

  /** Returns the cell of a column, empty where the file has no such column. */
  String cell(String column) {
    int at = columns.indexOf(column);
    return at < 0 ? "" : cells.get(at);
  }

  /** Returns the comment that was labelled; its parts are empty for feedback. */
  CommentPlace comment() {
    return new CommentPlace(cell("chat"), cell("comment"));
  }

  /** Returns when it was labelled, if the file says so. */
  Optional<Instant> labelTime() {
    try {
      return Optional.of(Instant.parse(cell("labelled")));
    } catch (DateTimeParseException e) {
      return Optional.empty(); // Another program has changed the file.
    }
  }

  /** Returns the text, its label and its author, as groups of rows need them. */
  LabelledText labelledText() {
    Label label =
        Arrays.stream(Label.values())
            .filter(known -> known.name().equals(cell("label")))
            .findFirst()
            .orElse(Label.LABEL_UNSPECIFIED);
    return LabelledText.newBuilder()
        .setText(cell("text"))
        .setLabel(label)
        .setAuthorHash(cell("author"))
        .build();
  }
}

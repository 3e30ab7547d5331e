package chatwarden.standalone.batch;

import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.limit.CommentLimits;
import chatwarden.standalone.batch.RowAnswer.Given;
import chatwarden.standalone.batch.RowAnswer.Missing;
import chatwarden.standalone.record.Column;
import chatwarden.standalone.record.MalformedText;
import chatwarden.standalone.record.PlainType;
import chatwarden.standalone.record.SourceRow;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The columns of the output: the number of the row where the input has no ids, the columns of the
 * input, those of the answers, and the error.
 */
final class OutputLayout {
  static final String ID = "id";

  private final String textColumn;
  private final int textPlace;
  private final boolean numbered;
  private final int carried;
  private final AnswerColumns answers;
  private final List<Column> columns;

  private OutputLayout(
      String textColumn,
      int textPlace,
      boolean numbered,
      AnswerColumns answers,
      List<Column> columns,
      int carried) {
    this.textColumn = textColumn;
    this.textPlace = textPlace;
    this.numbered = numbered;
    this.answers = answers;
    this.columns = columns;
    this.carried = carried;
  }

  /**
   * Lays the output out.
   *
   * @throws InvalidInputException if the input lacks a column, or has one that the answers need
   */
  static OutputLayout of(BatchSettings settings, List<Column> input, AnswerColumns answers) {
    List<String> names = input.stream().map(Column::name).toList();
    int text = names.indexOf(settings.textColumn());
    if (text < 0) {
      throw absent("--text-column", settings.textColumn(), names);
    }
    String id = settings.idColumn().orElse(ID);
    boolean numbered = !names.contains(id);
    if (numbered && settings.idColumn().isPresent()) {
      throw absent("--id-column", id, names);
    }
    List<Column> columns = new ArrayList<>();
    if (numbered) {
      columns.add(new Column(id, PlainType.WHOLE));
    }
    columns.addAll(input);
    int carried = columns.size();
    Stream.concat(answers.columns().stream(), Stream.of(new Column("error", PlainType.TEXT)))
        .map(column -> new Column(settings.prefix() + column.name(), column.type()))
        .forEach(column -> add(columns, column));
    return new OutputLayout(
        settings.textColumn(), text, numbered, answers, List.copyOf(columns), carried);
  }

  private static InvalidInputException absent(String option, String name, List<String> names) {
    return InvalidInputException.of(
        option, "the input has no column " + name + " (expected: one of " + names + ")");
  }

  private static void add(List<Column> columns, Column column) {
    if (columns.stream().anyMatch(other -> other.name().equals(column.name()))) {
      throw InvalidInputException.of(
          "--prefix",
          "the input has a column "
              + column.name()
              + " already; begin the names of the added columns with another prefix");
    }
    columns.add(column);
  }

  List<Column> columns() {
    return columns;
  }

  /** Returns the text of a row, or why it has none that can be sent. */
  RowText text(SourceRow row) {
    if (row.problem().isPresent()) {
      return new RowText.Unusable(row.problem().get());
    }
    return switch (row.cells()[textPlace]) {
      case null -> unusable("must not be missing or empty");
      case MalformedText _ -> unusable("must be well-formed UTF-8");
      case String text -> checked(text);
      case JsonNode value when value.isTextual() -> checked(value.textValue());
      default -> unusable("must be a string");
    };
  }

  private RowText checked(String text) {
    return CommentLimits.problemOfText(text)
        .<RowText>map(this::unusable)
        .orElseGet(() -> new RowText.Usable(text));
  }

  private RowText unusable(String problem) {
    return new RowText.Unusable(textColumn + " " + problem);
  }

  /** Returns the cells of a row of the output. */
  @Nullable Object[] cells(long number, SourceRow row, RowAnswer answer) {
    @Nullable Object[] cells = new @Nullable Object[columns.size()];
    int from = numbered ? 1 : 0;
    if (numbered) {
      cells[0] = number;
    }
    System.arraycopy(row.cells(), 0, cells, from, row.cells().length);
    switch (answer) {
      case Given given -> {
        @Nullable Object[] found = answers.cells(given.message());
        System.arraycopy(found, 0, cells, carried, found.length);
      }
      case Missing missing -> cells[cells.length - 1] = missing.error();
    }
    return cells;
  }
}

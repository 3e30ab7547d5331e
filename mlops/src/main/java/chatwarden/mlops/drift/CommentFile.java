package chatwarden.mlops.drift;

import static java.util.Objects.requireNonNull;

import chatwarden.domain.sketch.Sketch;
import chatwarden.domain.sketch.SketchColumn;
import chatwarden.domain.sketch.SketchFields;
import chatwarden.domain.sketch.SketchTally;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.text.Normalizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * A window of comments in a file: CSV with a header (RFC 4180), or JSON lines where the name ends
 * in {@code .jsonl}, in UTF-8. Columns, each of them optional, but at least one: {@code text},
 * {@code probability}, {@code label}, {@code flagged} and {@code overturned} (true or false),
 * {@code coverage}, {@code unknown_ngrams}, {@code language}, {@code model}, {@code time} (as
 * {@code 2026-11-01T08:00:00Z}; without it the rows count as independent). Others are skipped.
 */
public final class CommentFile {
  private final CommentRows rows;
  private final SketchTally tally = new SketchTally();

  private CommentFile(Path file) {
    rows = new CommentRows(file);
  }

  /**
   * Reads a file.
   *
   * @throws InvalidInputException naming the row that is wrong
   */
  public static List<Sketch> read(Path file) throws IOException {
    CommentFile read = new CommentFile(file);
    read.rows.forEach(read::add);
    List<Sketch> sketches = read.tally.sketches();
    if (sketches.isEmpty()) {
      throw InvalidInputException.of(file.toString(), "has no rows with a column to compare");
    }
    return sketches;
  }

  private void add(int number, Map<String, String> row) {
    SketchFields fields =
        new SketchFields(row.getOrDefault("language", ""), row.getOrDefault("model", ""));
    String text = row.get("text");
    if (text != null) {
      fields
          .add(SketchColumn.LENGTH, text.codePointCount(0, text.length()))
          .add(SketchColumn.OBFUSCATION, Normalizer.standard().isObfuscated(text));
    }
    with(row, "label", (name, value) -> fields.add(SketchColumn.LABEL, value));
    with(
        row,
        "flagged",
        (name, value) -> fields.add(SketchColumn.FLAGGED, flag(number, name, value)));
    with(
        row,
        "overturned",
        (name, value) -> fields.add(SketchColumn.OVERTURNED, flag(number, name, value)));
    with(
        row,
        "probability",
        (name, value) -> fields.add(SketchColumn.PROBABILITY, share(number, name, value)));
    with(
        row,
        "coverage",
        (name, value) -> fields.add(SketchColumn.COVERAGE, share(number, name, value)));
    with(
        row,
        "unknown_ngrams",
        (name, value) -> fields.add(SketchColumn.UNKNOWN_NGRAMS, share(number, name, value)));
    if (!fields.items().isEmpty()) {
      tally.add(Sketch.startOf(Sketch.hourOf(rows.time(number, row))), fields);
    }
  }

  private static void with(
      Map<String, String> row, String name, BiConsumer<String, String> consumer) {
    String value = row.get(name);
    if (value != null && !value.isEmpty()) {
      consumer.accept(name, requireNonNull(value));
    }
  }

  private boolean flag(int row, String name, String value) {
    return switch (value) {
      case "true", "1" -> true;
      case "false", "0" -> false;
      default -> throw rows.broken(row, name + ": " + value + " (expected: true or false)");
    };
  }

  private double share(int row, String name, String value) {
    try {
      double share = Double.parseDouble(value);
      if (share >= 0 && share <= 1) {
        return share;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw rows.broken(row, name + ": " + value + " (expected: in [0, 1])");
  }
}

package chatwarden.mlops.drift;

import chatwarden.domain.drift.ColumnDrift;
import chatwarden.domain.drift.DriftState;
import chatwarden.mlops.textshift.TextShift;
import chatwarden.runtime.error.FaultCode;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * The result of a comparison, as a table for people and as JSON for programs.
 *
 * @param columns the columns, in order
 * @param texts the comparison of the texts by language; empty where they were not compared
 */
public record DriftTable(List<ColumnDrift> columns, List<TextShift> texts) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Copies the lists. */
  public DriftTable {
    columns = List.copyOf(columns);
    texts = List.copyOf(texts);
  }

  /** Returns whether a column has drifted, or the texts have. */
  public boolean hasDrifted() {
    return columns.stream().anyMatch(column -> column.state() == DriftState.DRIFTED)
        || texts.stream().anyMatch(shift -> shift.state() == DriftState.DRIFTED);
  }

  /** Returns a line for each column, and the comparison of the texts below. */
  public String text() {
    return texts.isEmpty()
        ? columnsText()
        : columnsText() + System.lineSeparator() + new TextShiftTable(texts).text();
  }

  /** Returns a line for each column. */
  public String columnsText() {
    StringBuilder table = new StringBuilder();
    line(table, "column", "language", "state", "score", "threshold", "psi", "wasserstein");
    for (ColumnDrift column : columns) {
      boolean compared = column.threshold() > 0;
      line(
          table,
          column.column().id(),
          column.language().isEmpty() ? "-" : column.language(),
          column.state().name().toLowerCase(Locale.ROOT),
          compared ? number(column.score()) : "-",
          compared ? number(column.threshold()) : "-",
          compared ? number(column.populationStability()) : "-",
          shown(column.wasserstein()));
    }
    return table.toString();
  }

  private static void line(StringBuilder table, Object... words) {
    table.append(String.format(Locale.ROOT, "%-20s %-8s %-12s %9s %9s %9s %11s%n", words));
  }

  private static String shown(OptionalDouble value) {
    return value.isPresent() ? number(value.getAsDouble()) : "-";
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  /**
   * Returns a JSON object with the keys {@code drifted} and {@code columns}, and {@code texts}
   * where they were compared.
   */
  public String json() {
    ObjectNode root = JSON.createObjectNode();
    root.put("drifted", hasDrifted());
    ArrayNode all = root.putArray("columns");
    for (ColumnDrift column : columns) {
      ObjectNode one =
          all.addObject()
              .put("column", column.column().id())
              .put("language", column.language())
              .put("state", column.state().name())
              .put("score", column.score())
              .put("threshold", column.threshold())
              .put("psi", column.populationStability())
              .put("referenceCount", column.referenceCount())
              .put("currentCount", column.currentCount());
      column.wasserstein().ifPresent(distance -> one.put("wasserstein", distance));
    }
    if (!texts.isEmpty()) {
      new TextShiftTable(texts).addTo(root.putArray("texts"));
    }
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw FaultCode.INTERNAL.exception("DRIFT_JSON", "numbers cannot be written (a bug)", e);
    }
  }
}

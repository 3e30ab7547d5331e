package chatwarden.mlops.validation;

import chatwarden.mlops.validation.DataValidation.RareLabel;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The result of a validation. It names rows by their numbers and has no texts.
 *
 * @param labels the classes
 * @param files the names of the files
 * @param counts of the labels by file, in the order of the labels
 * @param found how many problems there are of each kind that there is
 * @param rows the problems of rows
 * @param shifts all comparisons of shares, problems or not
 * @param rare the labels with too few rows
 */
public record ValidationReport(
    List<String> labels,
    List<String> files,
    Map<String, List<Long>> counts,
    Map<ProblemKind, Long> found,
    List<RowProblem> rows,
    List<LabelShift> shifts,
    List<RareLabel> rare) {

  /** How many rows of a kind are named. */
  private static final int NAMED = 20;

  private static final JsonMapper JSON = new JsonMapper();

  /** Copies lists and maps. */
  public ValidationReport {
    labels = List.copyOf(labels);
    files = List.copyOf(files);
    counts = Map.copyOf(counts);
    found = Map.copyOf(found);
    rows = List.copyOf(rows);
    shifts = List.copyOf(shifts);
    rare = List.copyOf(rare);
  }

  /** Returns whether the data has no problem. */
  public boolean isFine() {
    return found.isEmpty();
  }

  /**
   * Returns the report of the same data in which contradicting rows are no problem, if their share
   * of all rows is at most {@code share}; the rows are named all the same.
   */
  public ValidationReport toleratingConflicts(double share) {
    long all = counts.values().stream().flatMap(List::stream).mapToLong(Long::longValue).sum();
    if (found.getOrDefault(ProblemKind.CONFLICT, 0L) > share * all) {
      return this;
    }
    Map<ProblemKind, Long> rest = new TreeMap<>(found);
    rest.remove(ProblemKind.CONFLICT);
    return new ValidationReport(labels, files, counts, rest, rows, shifts, rare);
  }

  private List<RowProblem> named(ProblemKind kind) {
    return rows.stream().filter(problem -> problem.kind() == kind).limit(NAMED).toList();
  }

  /** Returns the report as lines for people. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (String file : files) {
      lines.add(file + ": " + shares(counts.getOrDefault(file, List.of())));
    }
    for (ProblemKind kind : ProblemKind.values()) {
      if (found.containsKey(kind)) {
        lines.add("%s: %d %s".formatted(kind, found.get(kind), kind.words()));
        named(kind).forEach(each -> lines.add("  " + each.row() + " and " + each.other()));
      }
    }
    rare.forEach(
        each ->
            lines.add(
                "  %s: %d rows of %s (expected: at least %d)"
                    .formatted(each.file(), each.rows(), each.label(), each.expected())));
    shifts.forEach(
        shift -> lines.add((shift.isProblem() ? "  shift " : "  no shift ") + of(shift)));
    lines.add(isFine() ? "no problems" : "problems: " + new TreeMap<>(found));
    return lines;
  }

  private String shares(List<Long> ofLabels) {
    StringBuilder line = new StringBuilder();
    long all = ofLabels.stream().mapToLong(Long::longValue).sum();
    line.append(all).append(" rows");
    for (int k = 0; k < ofLabels.size(); k++) {
      line.append(
          String.format(
              Locale.ROOT,
              ", %s %d (%.1f %%)",
              labels.get(k),
              ofLabels.get(k),
              100.0 * ofLabels.get(k) / Math.max(1, all)));
    }
    return line.toString();
  }

  private static String of(LabelShift shift) {
    return String.format(
        Locale.ROOT,
        "%s to %s: chi-square %.2f, p %.4f, Cramér's V %.3f, at most %.1f points",
        shift.file(),
        shift.reference(),
        shift.chiSquare(),
        shift.pValue(),
        shift.effect(),
        100 * shift.largestDifference());
  }

  /** Returns the report as one JSON object. */
  public String json() {
    ObjectNode root = JSON.createObjectNode();
    root.put("fine", isFine());
    ObjectNode ofFiles = root.putObject("labels");
    for (String file : files) {
      ObjectNode node = ofFiles.putObject(file);
      List<Long> ofLabels = counts.getOrDefault(file, List.of());
      for (int k = 0; k < ofLabels.size(); k++) {
        node.put(labels.get(k), ofLabels.get(k));
      }
    }
    ObjectNode problems = root.putObject("problems");
    found.forEach((kind, count) -> problems.put(kind.name(), count));
    ArrayNode named = root.putArray("rows");
    for (ProblemKind kind : ProblemKind.values()) {
      named(kind).forEach(each -> write(each, named.addObject()));
    }
    ArrayNode compared = root.putArray("shifts");
    shifts.forEach(shift -> write(shift, compared.addObject()));
    ArrayNode few = root.putArray("tooFewRows");
    rare.forEach(few::addPOJO);
    try {
      return JSON.writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a report that is not JSON (a bug)", e);
    }
  }

  private static void write(RowProblem problem, ObjectNode node) {
    node.put("kind", problem.kind().name());
    node.put("file", problem.row().file()).put("row", problem.row().row());
    node.put("otherFile", problem.other().file()).put("otherRow", problem.other().row());
  }

  private static void write(LabelShift shift, ObjectNode node) {
    node.put("file", shift.file()).put("reference", shift.reference());
    node.put("chiSquare", shift.chiSquare()).put("p", shift.pValue());
    node.put("cramersV", shift.effect()).put("largestDifference", shift.largestDifference());
    node.put("problem", shift.isProblem());
  }
}

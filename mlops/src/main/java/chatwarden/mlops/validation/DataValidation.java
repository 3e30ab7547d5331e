package chatwarden.mlops.validation;

import chatwarden.mlops.data.LabelledFile;
import chatwarden.mlops.data.LabelledText;
import chatwarden.mlops.data.SplitCheck;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks for what makes a model, or the measure of it, worse than its data: repeated and
 * contradicting rows, texts on both sides of a split, labels that are shared out differently, and
 * labels that are rare. Texts are compared exactly and in normalised form. Rows that their file
 * flags as held out elsewhere are left out. Used once, by one thread.
 */
public final class DataValidation {

  /** The fewest rows of a label to train on. */
  static final int FEWEST_TO_TRAIN_ON = 30;

  /** The fewest rows of a label to measure by. */
  static final int FEWEST_TO_MEASURE_BY = 10;

  private static final String REFERENCE = "reference ";

  private final List<String> labels;
  private final Map<String, Seen> seen = new HashMap<>();
  private final List<RowProblem> rows = new ArrayList<>();
  private final List<LabelShift> shifts = new ArrayList<>();
  private final List<RareLabel> rare = new ArrayList<>();
  private final Map<String, List<Long>> counts = new HashMap<>();

  /** The first row of a normalised text. */
  private record Seen(RowPlace place, LabelledText text) {}

  /**
   * A label with too few rows in a file.
   *
   * @param expected the fewest that will do
   */
  public record RareLabel(String file, String label, long rows, int expected) {}

  private DataValidation(List<String> labels) {
    this.labels = List.copyOf(labels);
  }

  /**
   * Validates a data set.
   *
   * @param labels the classes, in the order of their indices
   * @param against a data set whose held-out files may not be trained on, and whose shares of the
   *     labels are the usual ones
   */
  public static ValidationReport of(
      LabelledFolder data, Optional<LabelledFolder> against, List<String> labels) {
    DataValidation validation = new DataValidation(labels);
    data.files().forEach(validation::look);
    data.heldOut().forEach(file -> validation.compare(file, data.train(), ""));
    against.ifPresent(
        reference -> {
          validation.compare(data.train(), reference.train(), REFERENCE);
          validation.leaks(data.train(), reference.heldOut());
        });
    return validation.report(data);
  }

  private void look(LabelledFile file) {
    List<Long> ofLabels = counts(file);
    counts.put(file.name(), ofLabels);
    int fewest = file.name().equals("train.csv") ? FEWEST_TO_TRAIN_ON : FEWEST_TO_MEASURE_BY;
    for (int k = 0; k < labels.size(); k++) {
      if (ofLabels.get(k) < fewest) {
        rare.add(new RareLabel(file.name(), labels.get(k), ofLabels.get(k), fewest));
      }
    }
    for (int i = 0; i < file.rows().size(); i++) {
      LabelledText row = file.rows().get(i);
      if (!row.heldOut()) {
        look(new RowPlace(file.name(), i + 1), row);
      }
    }
  }

  private void look(RowPlace place, LabelledText row) {
    Seen before = seen.putIfAbsent(SplitCheck.key(row.text()), new Seen(place, row));
    if (before == null) {
      return;
    }
    boolean isSameFile = before.place().file().equals(place.file());
    if (before.text().label() != row.label()) {
      rows.add(new RowProblem(ProblemKind.CONFLICT, place, before.place()));
    } else if (isSameFile) {
      boolean isExact = before.text().text().equals(row.text());
      ProblemKind kind = isExact ? ProblemKind.DUPLICATE : ProblemKind.NEAR_DUPLICATE;
      rows.add(new RowProblem(kind, place, before.place()));
    }
    if (!isSameFile) {
      rows.add(new RowProblem(ProblemKind.LEAK, place, before.place()));
    }
  }

  private List<Long> counts(LabelledFile file) {
    long[] found = new long[labels.size()];
    file.rows().stream().filter(row -> !row.heldOut()).forEach(row -> found[row.label()]++);
    return Arrays.stream(found).boxed().toList();
  }

  private void compare(LabelledFile file, LabelledFile reference, String prefix) {
    shifts.add(
        new LabelShift(file.name(), prefix + reference.name(), counts(file), counts(reference)));
  }

  private void leaks(LabelledFile train, List<LabelledFile> heldOut) {
    Map<String, RowPlace> held = new HashMap<>();
    for (LabelledFile file : heldOut) {
      for (int i = 0; i < file.rows().size(); i++) {
        held.putIfAbsent(
            SplitCheck.key(file.rows().get(i).text()),
            new RowPlace(REFERENCE + file.name(), i + 1));
      }
    }
    for (int i = 0; i < train.rows().size(); i++) {
      RowPlace twin = held.get(SplitCheck.key(train.rows().get(i).text()));
      if (twin != null && !train.rows().get(i).heldOut()) {
        rows.add(
            new RowProblem(ProblemKind.REFERENCE_LEAK, new RowPlace(train.name(), i + 1), twin));
      }
    }
  }

  private ValidationReport report(LabelledFolder data) {
    Map<ProblemKind, Long> found = new EnumMap<>(ProblemKind.class);
    rows.forEach(problem -> found.merge(problem.kind(), 1L, Long::sum));
    shifts.stream()
        .filter(LabelShift::isProblem)
        .forEach(shift -> found.merge(ProblemKind.LABEL_SHIFT, 1L, Long::sum));
    if (!rare.isEmpty()) {
      found.put(ProblemKind.TOO_FEW_ROWS, (long) rare.size());
    }
    return new ValidationReport(
        labels,
        data.files().stream().map(LabelledFile::name).toList(),
        counts,
        found,
        rows,
        shifts,
        rare);
  }
}

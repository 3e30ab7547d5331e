package chatwarden.domain.drift;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.domain.sketch.Sketch;
import chatwarden.domain.sketch.SketchColumn;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DriftCheckTest {
  private static final DriftCheck CHECK = new DriftCheck(DriftSettings.DEFAULT);
  private static final int WEEK = 7 * 24;
  private static final int DAY = 24;
  private static final SketchedTraffic USUAL = SketchedTraffic.USUAL;
  private static final List<Sketch> REFERENCE = USUAL.hours(0, WEEK, 150, 1);

  /** Returns traffic in which the column has shifted, and others as they come along with it. */
  private static SketchedTraffic shifted(SketchColumn column) {
    return switch (column) {
      case LABEL -> with(0.12, 3.0, 0.25, 0.3, 0.03, 0.35, 0.1, 0.5, 0.9);
      case FLAGGED -> with(0.12, 3.0, 0.25, 0.3, 0.03, 0.35, 0.1, 0.2, 0.3);
      case PROBABILITY -> with(0.25, 3.0, 0.25, 0.3, 0.03, 0.35, 0.1, 0.5, 0.3);
      case LENGTH -> with(0.12, 3.3, 0.25, 0.3, 0.03, 0.35, 0.1, 0.5, 0.3);
      case UNKNOWN_NGRAMS -> with(0.12, 3.0, 0.33, 0.3, 0.03, 0.35, 0.1, 0.5, 0.3);
      case LANGUAGE -> with(0.12, 3.0, 0.25, 0.5, 0.03, 0.35, 0.1, 0.5, 0.3);
      case OBFUSCATION -> with(0.12, 3.0, 0.25, 0.3, 0.09, 0.35, 0.1, 0.5, 0.3);
      case COVERAGE -> with(0.12, 3.0, 0.25, 0.3, 0.03, 0.55, 0.1, 0.5, 0.3);
      case OVERTURNED -> with(0.12, 3.0, 0.25, 0.3, 0.03, 0.35, 0.4, 0.5, 0.3);
    };
  }

  private static SketchedTraffic with(
      double abuse,
      double length,
      double unknown,
      double english,
      double obfuscated,
      double coverage,
      double overturned,
      double strictness,
      double hateful) {
    return new SketchedTraffic(
        abuse, length, unknown, english, obfuscated, coverage, overturned, strictness, hateful);
  }

  @ParameterizedTest
  @EnumSource(SketchColumn.class)
  void aShiftOfEachColumnIsFound(SketchColumn column) {
    List<ColumnDrift> found = CHECK.compare(REFERENCE, shifted(column).hours(WEEK, DAY, 300, 2));

    assertThat(drifted(found)).contains(column);
    assertThat(found)
        .filteredOn(drift -> drift.column() == column && drift.state() == DriftState.DRIFTED)
        .allSatisfy(drift -> assertThat(drift.severity()).isGreaterThan(1))
        .allSatisfy(drift -> assertThat(drift.bins()).isNotEmpty());
  }

  @Test
  void twentyUnshiftedWindowsRaiseNoAlarm() {
    for (int window = 0; window < 20; window++) {
      List<Sketch> current = USUAL.hours(WEEK + DAY * window, DAY, 100, 100 + window);

      assertThat(drifted(CHECK.compare(REFERENCE, current))).as("window %d", window).isEmpty();
    }
  }

  @Test
  void twentyShortWindowsOfFewCommentsRaiseNoAlarm() {
    for (int window = 0; window < 20; window++) {
      List<Sketch> current = USUAL.hours(WEEK + window, 2, 300, 200 + window);

      assertThat(drifted(CHECK.compare(REFERENCE, current))).as("window %d", window).isEmpty();
    }
  }

  @Test
  void theSameWindowsGiveTheSameAnswer() {
    List<Sketch> current = USUAL.hours(WEEK, DAY, 50, 3);

    assertThat(CHECK.compare(REFERENCE, current)).isEqualTo(CHECK.compare(REFERENCE, current));
  }

  @Test
  void aFewCommentsSayNothing() {
    List<ColumnDrift> found =
        CHECK.compare(REFERENCE, shifted(SketchColumn.PROBABILITY).hours(WEEK, 1, 50, 4));

    assertThat(found).extracting(ColumnDrift::state).containsOnly(DriftState.TOO_FEW);
    assertThat(found).allSatisfy(drift -> assertThat(drift.severity()).isZero());
  }

  @Test
  void aNewVersionOfTheModelHasNoReferenceYetButTheTextsHave() {
    List<ColumnDrift> found = CHECK.compare(REFERENCE, USUAL.hours("chat@5", WEEK, DAY, 300, 5));

    assertThat(found)
        .allSatisfy(
            drift ->
                assertThat(drift.state())
                    .isEqualTo(
                        drift.column().isOfModel() ? DriftState.NO_REFERENCE : DriftState.STABLE));
  }

  @Test
  void aConstantColumnHasNoDistance() {
    SketchedTraffic same = with(0, 3.0, 0.25, 0, 0, 0.35, 0.1, 2, 0.3);
    List<ColumnDrift> found = CHECK.compare(same.hours(0, 9, 300, 6), same.hours(9, 9, 300, 7));

    assertThat(found)
        .filteredOn(drift -> drift.column() == SketchColumn.FLAGGED)
        .singleElement()
        .satisfies(drift -> assertThat(drift.score()).isZero())
        .satisfies(drift -> assertThat(drift.populationStability()).isZero());
  }

  private static List<SketchColumn> drifted(List<ColumnDrift> found) {
    return found.stream()
        .filter(drift -> drift.state() == DriftState.DRIFTED)
        .map(ColumnDrift::column)
        .distinct()
        .collect(Collectors.toList());
  }
}

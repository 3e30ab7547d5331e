package chatwarden.mlops.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import chatwarden.runtime.error.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataValidationTest {

  private static final List<String> LABELS = List.of("CLEAN", "OFFENSIVE", "HATE");

  @TempDir private Path folder = Path.of("");

  private Path set(String name, List<String> train, List<String> dev) throws IOException {
    Path set = Files.createDirectories(folder.resolve(name));
    write(set.resolve("train.csv"), train);
    write(set.resolve("dev.csv"), dev);
    return set;
  }

  private static void write(Path file, List<String> rows) throws IOException {
    Files.writeString(file, "text,label\r\n" + String.join("\r\n", rows) + "\r\n");
  }

  /** So many rows of each label, no text twice. */
  private static List<String> rows(String name, int clean, int offensive, int hate) {
    List<String> rows = new ArrayList<>();
    add(rows, name, "CLEAN", clean);
    add(rows, name, "OFFENSIVE", offensive);
    add(rows, name, "HATE", hate);
    return rows;
  }

  private static void add(List<String> rows, String name, String label, int count) {
    for (int i = 0; i < count; i++) {
      String word = Integer.toString(i + 1_000, 26).replaceAll("[0-9]", "x");
      rows.add(name + " " + label + " " + word + " " + i + "," + label);
    }
  }

  private static ValidationReport report(Path data, Path... against) throws IOException {
    return DataValidation.of(
        LabelledFolder.read("DIR", data, LABELS),
        against.length == 0
            ? Optional.empty()
            : Optional.of(LabelledFolder.read("--against", against[0], LABELS)),
        LABELS);
  }

  private static List<String> with(List<String> rows, String... more) {
    List<String> all = new ArrayList<>(rows);
    all.addAll(List.of(more));
    return all;
  }

  @Test
  void dataWithoutProblemsIsFine() throws IOException {
    Path data = set("fine", rows("train", 60, 40, 40), rows("dev", 15, 10, 10));

    ValidationReport report = report(data);

    assertThat(report.isFine()).as(report.lines().toString()).isTrue();
    assertThat(report.lines()).last().isEqualTo("no problems");
  }

  @Test
  void conflictsOfASmallShareAreToleratedAndNamed() throws IOException {
    List<String> train = rows("train", 60, 40, 40);
    String contradicted = train.getFirst().replace(",CLEAN", ",HATE");

    ValidationReport report =
        report(set("differing", with(train, contradicted), rows("dev", 15, 10, 10)));

    assertThat(report.toleratingConflicts(0.005).isFine()).isFalse();
    ValidationReport tolerated = report.toleratingConflicts(0.01); // 1 of 176 rows.
    assertThat(tolerated.isFine()).isTrue();
    assertThat(tolerated.json()).contains("\"kind\":\"CONFLICT\"", "\"fine\":true");
  }

  @Test
  void repeatedContradictedAndLeakedRowsAreNamed() throws IOException {
    List<String> train =
        with(
            rows("train", 60, 40, 40),
            "Đồ ngốc này,OFFENSIVE",
            "Đồ ngốc này,OFFENSIVE",
            "đồ ngốcccc này,OFFENSIVE",
            "đồ ngốc này,CLEAN");
    Path data = set("bad", train, with(rows("dev", 15, 10, 10), "ĐỒ NGỐC NÀY,OFFENSIVE"));

    ValidationReport report = report(data);

    RowPlace first = new RowPlace("train.csv", 141);
    assertThat(report.rows())
        .containsExactly(
            new RowProblem(ProblemKind.DUPLICATE, new RowPlace("train.csv", 142), first),
            new RowProblem(ProblemKind.NEAR_DUPLICATE, new RowPlace("train.csv", 143), first),
            new RowProblem(ProblemKind.CONFLICT, new RowPlace("train.csv", 144), first),
            new RowProblem(ProblemKind.LEAK, new RowPlace("dev.csv", 36), first));
    assertThat(report.json()).contains("\"DUPLICATE\":1").doesNotContain("ngốc");
  }

  @Test
  void trainedOnTextsThatTheReferenceHoldsOutAreNamed() throws IOException {
    Path reference = set("reference", rows("other", 60, 40, 40), List.of("chào bạn,CLEAN"));
    Path data =
        set("data", with(rows("train", 60, 40, 40), "chào  BẠN,CLEAN"), rows("dev", 15, 10, 10));

    assertThat(report(data, reference).rows())
        .containsExactly(
            new RowProblem(
                ProblemKind.REFERENCE_LEAK,
                new RowPlace("train.csv", 141),
                new RowPlace("reference dev.csv", 1)));
  }

  @Test
  void otherSharesOfTheLabelsAreAShift() throws IOException {
    Path reference = set("reference", rows("other", 500, 100, 100), rows("x", 10, 10, 10));
    Path data = set("data", rows("train", 100, 500, 100), rows("dev", 20, 100, 20));

    ValidationReport report = report(data, reference);

    assertThat(report.found()).containsOnlyKeys(ProblemKind.LABEL_SHIFT);
    LabelShift shift = report.shifts().getLast();
    assertThat(shift.reference()).isEqualTo("reference train.csv");
    assertThat(shift.largestDifference()).isEqualTo(4.0 / 7, within(1e-9));
  }

  @Test
  void rareLabelsAreNamed() throws IOException {
    Path data = set("few", rows("train", 60, 40, 3), rows("dev", 15, 10, 1));

    assertThat(report(data).rare())
        .containsExactly(
            new DataValidation.RareLabel("train.csv", "HATE", 3, 30),
            new DataValidation.RareLabel("dev.csv", "HATE", 1, 10));
  }

  @Test
  void folderWithoutTrainingRowsIsRefused() {
    assertThatThrownBy(() -> LabelledFolder.read("DIR", folder.resolve("none"), LABELS))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("train.csv");
  }

  @Test
  void testEqualsAKnownExample() {
    LabelShift shift =
        new LabelShift("a", "b", List.of(90L, 60L, 104L, 95L), List.of(60L, 90L, 96L, 105L));

    assertThat(shift.chiSquare()).isEqualTo(12.81439, within(1e-4));
    assertThat(shift.pValue()).isEqualTo(0.0050557, within(1e-6));
  }

  @Property(tries = 300)
  void theTestIsSymmetricAndEqualSharesAreNoShift(
      @ForAll @IntRange(min = 1, max = 1_000) int a,
      @ForAll @IntRange(min = 1, max = 1_000) int b,
      @ForAll @IntRange(min = 1, max = 9) int times) {
    List<Long> counts = List.of((long) a, (long) b);
    List<Long> more = List.of((long) a * times, (long) b * times);

    assertThat(new LabelShift("x", "y", counts, more).chiSquare()).isEqualTo(0, within(1e-6));
    LabelShift shift = new LabelShift("x", "y", counts, List.of(7L, 3L));
    LabelShift back = new LabelShift("y", "x", List.of(7L, 3L), counts);
    assertThat(shift.chiSquare()).isEqualTo(back.chiSquare(), within(1e-9));
    assertThat(shift.effect()).isBetween(0.0, 1.0);
    assertThat(shift.pValue()).isBetween(0.0, 1.0);
  }
}

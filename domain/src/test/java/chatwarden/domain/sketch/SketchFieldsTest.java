package chatwarden.domain.sketch;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;

class SketchFieldsTest {
  private static final Instant HOUR = Instant.parse("2026-11-30T08:00:00Z");

  @Property(tries = 200)
  void theReaderAddsUpWhatTheFieldsCount(
      @ForAll @NotEmpty List<@DoubleRange(min = 0, max = 1) Double> probabilities,
      @ForAll @NotEmpty List<@IntRange(min = 0, max = 9_000) Integer> lengths) {
    Map<String, String> fields = new HashMap<>();
    probabilities.forEach(
        value -> count(fields, new SketchFields("vi", "m@1").add(SketchColumn.PROBABILITY, value)));
    lengths.forEach(
        value -> count(fields, new SketchFields("vi", "m@1").add(SketchColumn.LENGTH, value)));

    Sketch sketch = new SketchReader().add(HOUR, fields).sketches().getFirst();

    Histogram expected =
        Histogram.of(
            HistogramScale.UNIT, probabilities.stream().mapToDouble(Double::doubleValue).toArray());
    Histogram read =
        (Histogram) requireNonNull(sketch.columns().get(SketchColumn.PROBABILITY), "histogram");
    assertThat(read.counts()).isEqualTo(expected.counts());
    assertThat(read.min()).isCloseTo(expected.min(), within(1e-6));
    assertThat(read.max()).isCloseTo(expected.max(), within(1e-6));
    assertThat(sketch.columns().get(SketchColumn.LENGTH))
        .isEqualTo(
            Histogram.of(
                HistogramScale.WHOLE, lengths.stream().mapToDouble(Integer::intValue).toArray()));
    assertThat(sketch.comments()).isEqualTo(lengths.size());
  }

  @Property(tries = 100)
  void aSumOfHistogramsIsTheHistogramOfAllValues(
      @ForAll List<@DoubleRange(min = 0, max = 1) Double> some,
      @ForAll List<@DoubleRange(min = 0, max = 1) Double> others) {
    List<Double> all = new ArrayList<>(some);
    all.addAll(others);

    assertThat(Histogram.sum(HistogramScale.UNIT, List.of(of(some), of(others))))
        .isEqualTo(of(all));
  }

  @Test
  void chatsOfAnHourAddUpAndModelsStayApart() {
    Map<String, String> one = new HashMap<>();
    count(one, new SketchFields("vi", "m@1").add(SketchColumn.FLAGGED, true));
    count(one, new SketchFields("vi", "m@2").add(SketchColumn.FLAGGED, true));
    Map<String, String> other = new HashMap<>();
    count(other, new SketchFields("vi", "m@1").add(SketchColumn.FLAGGED, false));

    List<Sketch> sketches = new SketchReader().add(HOUR, one).add(HOUR, other).sketches();

    assertThat(sketches).extracting(Sketch::model).containsExactlyInAnyOrder("m@1", "m@2");
    assertThat(sketches)
        .filteredOn(sketch -> sketch.model().equals("m@1"))
        .singleElement()
        .satisfies(
            sketch ->
                assertThat(sketch.columns().get(SketchColumn.FLAGGED))
                    .isEqualTo(CategoryCounts.of(Map.of("yes", 1L, "no", 1L))));
  }

  @Test
  void countsThatWereTakenBackAndColumnsOfLaterVersionsAreSkipped() {
    Map<String, String> fields =
        Map.of("vi\tm@1\td\tyes", "0", "vi\tm@1\td\tno", "2", "vi\tm@1\tz\t7", "3", "other", "1");

    assertThat(new SketchReader().add(HOUR, fields).sketches())
        .singleElement()
        .satisfies(
            sketch ->
                assertThat(sketch.columns())
                    .containsExactly(
                        Map.entry(SketchColumn.OVERTURNED, CategoryCounts.of(Map.of("no", 2L)))));
  }

  @Test
  void namesDoNotBreakTheFields() {
    Map<String, String> fields = new HashMap<>();
    count(fields, new SketchFields("v\ti", "m\n=@1").add(SketchColumn.LABEL, "A\tB"));

    assertThat(new SketchReader().add(HOUR, fields).sketches())
        .singleElement()
        .satisfies(sketch -> assertThat(sketch.language()).isEqualTo("v?i"))
        .satisfies(sketch -> assertThat(sketch.model()).isEqualTo("m??@1"));
  }

  @Test
  void aValueOutsideOfTheScaleIsRefused() {
    assertThatThrownBy(() -> new SketchFields("vi", "m@1").add(SketchColumn.PROBABILITY, 1.5))
        .hasMessage("value: 1.5 (expected: in [0, 1])");
  }

  private static Histogram of(List<Double> values) {
    return Histogram.of(
        HistogramScale.UNIT, values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** Counts as the store's script does. */
  private static void count(Map<String, String> fields, SketchFields items) {
    for (String item : items.items().split("\n", -1)) {
      int equals = item.indexOf('=');
      if (equals < 0) {
        fields.merge(item, "1", (a, b) -> String.valueOf(Long.parseLong(a) + 1));
      } else {
        String value = item.substring(equals + 1);
        double number = Double.parseDouble(value);
        fields.merge(
            item.substring(0, equals) + "<",
            value,
            (a, b) -> Double.parseDouble(a) <= number ? a : b);
        fields.merge(
            item.substring(0, equals) + ">",
            value,
            (a, b) -> Double.parseDouble(a) >= number ? a : b);
      }
    }
  }
}

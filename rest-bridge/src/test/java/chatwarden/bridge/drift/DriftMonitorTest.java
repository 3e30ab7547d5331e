package chatwarden.bridge.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.domain.drift.TextComparison;
import chatwarden.domain.sketch.Sketch;
import chatwarden.domain.sketch.SketchColumn;
import chatwarden.domain.sketch.SketchFields;
import chatwarden.domain.sketch.SketchTally;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.store.sketch.TextComparisonStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DriftMonitorTest {
  private static final Instant NOW = Instant.parse("2026-11-30T08:20:00Z");
  private static final Instant HOUR = Instant.parse("2026-11-30T08:00:00Z");

  private final MemoryComparisons comparisons = new MemoryComparisons();
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

  @Test
  void aShiftOfTheLastDayIsInTheGaugesOfItsColumn() {
    try (DriftMonitor monitor = monitor(Config.defaults(), 40)) {
      monitor.compare();
    }

    assertThat(gauge("drift.alarm", SketchColumn.LENGTH)).isEqualTo(1);
    assertThat(gauge("drift.score", SketchColumn.LENGTH))
        .isGreaterThan(gauge("drift.threshold", SketchColumn.LENGTH));
    assertThat(gauge("drift.alarm", SketchColumn.FLAGGED)).isZero();
    assertThat(gauge("drift.threshold", SketchColumn.COVERAGE)).isZero();
    assertThat(metrics.get("drift.reference.age").gauge().value())
        .isEqualTo(Duration.ofHours(24).toSeconds());
  }

  @Test
  void withoutAShiftNothingIsAlarmed() {
    try (DriftMonitor monitor = monitor(Config.defaults(), 20)) {
      monitor.compare();
    }

    for (SketchColumn column : SketchColumn.values()) {
      assertThat(gauge("drift.alarm", column)).as(column.id()).isZero();
    }
  }

  @Test
  void aReferenceThatIsNoTimeStopsTheStart() {
    Config config = Config.defaults().with(MonitorKeys.REFERENCE, "yesterday");

    assertThatThrownBy(() -> monitor(config, 20))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("FROM..TO");
  }

  @Test
  void theLastComparisonOfTextsIsAColumnOfTheGauges() {
    try (DriftMonitor monitor = monitor(Config.defaults(), 20)) {
      monitor.compare();
      assertThat(gauge("drift.alarm", TextGauges.COLUMN)).isZero();
      assertThat(gauge("drift.threshold", TextGauges.COLUMN)).isZero();

      comparisons.save(new TextComparison(0.7, 0.6, NOW));
      monitor.compare();
    }

    assertThat(gauge("drift.score", TextGauges.COLUMN)).isEqualTo(0.7);
    assertThat(gauge("drift.threshold", TextGauges.COLUMN)).isEqualTo(0.6);
    assertThat(gauge("drift.alarm", TextGauges.COLUMN)).isEqualTo(1);
  }

  private double gauge(String name, SketchColumn column) {
    return gauge(name, column.id());
  }

  private double gauge(String name, String column) {
    return metrics.get(name).tag("column", column).gauge().value();
  }

  private DriftMonitor monitor(Config config, int lengthNow) {
    return new DriftMonitor(
        (from, to) -> comments(from, to, to.equals(HOUR) ? lengthNow : 20),
        comparisons,
        config,
        metrics,
        () -> NOW);
  }

  private static List<Sketch> comments(Instant from, Instant to, int length) {
    Random random = new Random(from.getEpochSecond());
    SketchTally tally = new SketchTally();
    for (Instant hour = from; hour.isBefore(to); hour = hour.plus(Duration.ofHours(1))) {
      for (int i = 0; i < 40; i++) {
        tally.add(
            hour,
            new SketchFields("vi", "m@1")
                .add(SketchColumn.LENGTH, 1 + random.nextInt(2 * length))
                .add(SketchColumn.FLAGGED, random.nextInt(10) == 0));
      }
    }
    return tally.sketches();
  }

  private static final class MemoryComparisons implements TextComparisonStore {
    private Optional<TextComparison> last = Optional.empty();

    @Override
    public void save(TextComparison comparison) {
      last = Optional.of(comparison);
    }

    @Override
    public Optional<TextComparison> last() {
      return last;
    }
  }
}

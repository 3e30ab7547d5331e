package chatwarden.bridge.drift;

import static java.util.Objects.requireNonNull;

import chatwarden.domain.drift.TextComparison;
import chatwarden.store.sketch.TextComparisonStore;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToDoubleFunction;

/**
 * The last comparison of texts as one more column of the gauges of drift, {@value #COLUMN}: the
 * score is the area under the ROC curve. All are 0 without a comparison.
 */
final class TextGauges {
  static final String COLUMN = "texts";

  private final TextComparisonStore store;
  private final AtomicReference<Optional<TextComparison>> last =
      new AtomicReference<>(Optional.empty());

  TextGauges(TextComparisonStore store, MeterRegistry metrics) {
    this.store = store;
    gauge(metrics, "drift.score", DriftMonitor.SCORE, TextComparison::area);
    gauge(metrics, "drift.threshold", DriftMonitor.THRESHOLD, TextComparison::threshold);
    gauge(metrics, "drift.alarm", DriftMonitor.ALARM, text -> text.hasDrifted() ? 1 : 0);
  }

  private void gauge(
      MeterRegistry metrics,
      String name,
      String description,
      ToDoubleFunction<TextComparison> value) {
    Gauge.builder(
            name, last, found -> requireNonNull(found.get()).map(value::applyAsDouble).orElse(0.0))
        .tag("column", COLUMN)
        .description(description)
        .register(metrics);
  }

  /** Reads the last comparison; blocks for the store. */
  void refresh() {
    last.set(store.last());
  }
}

package chatwarden.bridge.drift;

import static java.util.Objects.requireNonNull;

import chatwarden.domain.drift.ColumnDrift;
import chatwarden.domain.drift.DriftCheck;
import chatwarden.domain.drift.DriftSettings;
import chatwarden.domain.drift.DriftState;
import chatwarden.domain.drift.TimeWindow;
import chatwarden.domain.sketch.Sketch;
import chatwarden.domain.sketch.SketchColumn;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.error.FaultWords;
import chatwarden.store.sketch.SketchStore;
import chatwarden.store.sketch.TextComparisonStore;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the last hours with the reference every {@code monitor.interval}, on a thread of its
 * own, and has the result in gauges. Every bridge does so for itself and comes to the same. A look
 * that fails is logged when its reason is a new one; the gauges stay as they were.
 */
public final class DriftMonitor implements AutoCloseable {

  static final String SCORE =
      "The Jensen-Shannon distance of the last hours from the reference, of the language nearest to"
          + " drift; of column texts, the last area under the ROC curve of chatwarden monitor"
          + " --texts";
  static final String THRESHOLD =
      "The score from which on it is drift; 0 where there are too few comments";
  static final String ALARM = "Whether the column has drifted: 1 or 0";

  private static final Logger log = LoggerFactory.getLogger(DriftMonitor.class);

  private final SketchStore sketches;
  private final TextGauges texts;
  private final InstantSource clock;
  private final Config config;
  private final DriftCheck check;
  private final AtomicReference<Map<SketchColumn, ColumnDrift>> last =
      new AtomicReference<>(Map.of());
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("drift-monitor").daemon().factory());
  private String lastProblem = "";

  /** A monitor that is not started, with its gauges in {@code metrics}. */
  public DriftMonitor(
      SketchStore sketches,
      TextComparisonStore comparisons,
      Config config,
      MeterRegistry metrics,
      InstantSource clock) {
    this.sketches = sketches;
    this.texts = new TextGauges(comparisons, metrics);
    this.clock = clock;
    this.config = config;
    this.check =
        new DriftCheck(
            DriftSettings.DEFAULT.with(
                config.get(MonitorKeys.MIN_COMMENTS), config.get(MonitorKeys.MIN_SCORE)));
    // Named here, so that a wrong one stops the start.
    var _ = reference(TimeWindow.before(clock.instant(), config.get(MonitorKeys.WINDOW)));
    for (SketchColumn column : SketchColumn.values()) {
      gauge(metrics, "drift.score", SCORE, column, ColumnDrift::score);
      gauge(metrics, "drift.threshold", THRESHOLD, column, ColumnDrift::threshold);
      gauge(
          metrics,
          "drift.alarm",
          ALARM,
          column,
          drift -> drift.state() == DriftState.DRIFTED ? 1 : 0);
    }
    Gauge.builder("drift.reference.age", this, DriftMonitor::referenceAge)
        .description("How long ago the reference ended")
        .baseUnit("seconds")
        .register(metrics);
  }

  private void gauge(
      MeterRegistry metrics,
      String name,
      String description,
      SketchColumn column,
      ToDoubleFunction<ColumnDrift> value) {
    Gauge.builder(
            name,
            last,
            found -> {
              ColumnDrift drift = requireNonNull(found.get()).get(column);
              return drift == null ? 0 : value.applyAsDouble(drift);
            })
        .tag("column", column.id())
        .description(description)
        .register(metrics);
  }

  /** Begins to look, unless {@code monitor.interval} is 0. */
  public void start() {
    Duration interval = config.get(MonitorKeys.INTERVAL);
    if (!interval.isZero()) {
      var _ =
          thread.scheduleWithFixedDelay(this::look, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void look() {
    try {
      compare();
      lastProblem = "";
    } catch (RuntimeException e) {
      String problem = FaultWords.of(e);
      if (!problem.equals(lastProblem)) {
        log.warn("Failed to look for drift problem={}", problem);
        lastProblem = problem;
      }
    }
  }

  /** Compares both windows, and sets the gauges. */
  void compare() {
    texts.refresh();
    Instant hour = Sketch.startOf(Sketch.hourOf(clock.instant()));
    TimeWindow current = TimeWindow.before(hour, config.get(MonitorKeys.WINDOW));
    TimeWindow reference = reference(current);
    List<Sketch> now = sketches.read(current.start(), current.end());
    if (now.isEmpty()) {
      last.set(Map.of());
      return;
    }
    List<ColumnDrift> found = check.compare(sketches.read(reference.start(), reference.end()), now);
    Map<SketchColumn, ColumnDrift> nearest = new EnumMap<>(SketchColumn.class);
    found.stream()
        .sorted(Comparator.comparingDouble(ColumnDrift::severity))
        .forEach(drift -> nearest.put(drift.column(), drift));
    last.set(nearest);
    log.debug("Looked for drift columns={}", found.size());
  }

  /** Returns the columns of the last comparison; empty where nothing was compared yet. */
  public Collection<ColumnDrift> found() {
    return requireNonNull(last.get()).values();
  }

  private TimeWindow reference(TimeWindow current) {
    String named = config.get(MonitorKeys.REFERENCE);
    return named.isEmpty()
        ? TimeWindow.before(current.start(), config.get(MonitorKeys.REFERENCE_LENGTH))
        : TimeWindow.parse(MonitorKeys.REFERENCE.name(), named);
  }

  private double referenceAge() {
    TimeWindow current = TimeWindow.before(clock.instant(), config.get(MonitorKeys.WINDOW));
    return Duration.between(reference(current).end(), clock.instant()).toSeconds();
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}

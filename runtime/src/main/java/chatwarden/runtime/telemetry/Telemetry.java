package chatwarden.runtime.telemetry;

import chatwarden.runtime.config.Config;
import chatwarden.runtime.tracing.Tracing;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.function.Function;

/** The metrics of a process, those of its JVM included, and its traces. Safe for many threads. */
public final class Telemetry implements AutoCloseable {

  /** The media type of what {@link #scrape} gives. */
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private static final String PREFIX = "chatwarden.";

  /** The beginnings of the names of meters that libraries register under names of their own. */
  private static final List<String> OF_LIBRARIES =
      List.of("jvm.", "process.", "system.", "armeria.");

  private final PrometheusMeterRegistry registry;
  private final JvmGcMetrics gcMetrics = new JvmGcMetrics();

  private final Tracing tracing;

  private Telemetry(PrometheusMeterRegistry registry, Function<MeterRegistry, Tracing> tracing) {
    this.registry = registry;
    registry.config().meterFilter(new Prefixed());
    new ClassLoaderMetrics().bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    gcMetrics.bindTo(registry);
    this.tracing = tracing.apply(registry);
  }

  /** Sets the product's name before the names of its own metrics. */
  private static final class Prefixed implements MeterFilter {

    @Override
    public Meter.Id map(Meter.Id id) {
      boolean own = OF_LIBRARIES.stream().noneMatch(id.getName()::startsWith);
      return own ? id.withName(PREFIX + id.getName()) : id;
    }
  }

  /** Metrics kept for Prometheus to scrape, with names that begin with {@code chatwarden_}. */
  public static Telemetry prometheus() {
    return new Telemetry(
        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), registry -> Tracing.off());
  }

  /**
   * Returns the same with traces as configured.
   *
   * @param service the name of the process, {@code chatwarden-ingest} for example
   */
  public static Telemetry of(Config config, String service) {
    return new Telemetry(
        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
        registry -> Tracing.of(config, service, registry));
  }

  /** Returns the traces of the process. */
  public Tracing tracing() {
    return tracing;
  }

  /** Where parts register their metrics. */
  public MeterRegistry registry() {
    return registry;
  }

  /** All metrics in Prometheus' text format. */
  public String scrape() {
    return registry.scrape();
  }

  @Override
  public void close() {
    tracing.close();
    gcMetrics.close();
    registry.close();
  }
}

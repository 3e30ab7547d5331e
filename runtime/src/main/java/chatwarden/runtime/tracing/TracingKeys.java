package chatwarden.runtime.tracing;

import chatwarden.runtime.config.ConfigKey;
import java.util.List;

/** The settings of traces. */
public final class TracingKeys {

  /** Where spans are sent; empty turns tracing off. */
  public static final ConfigKey<String> OTLP =
      ConfigKey.text(
          "tracing.otlp",
          "",
          "Where a collector takes spans by OTLP over HTTP, such as http://127.0.0.1:4318; without"
              + " a path it is /v1/traces. Empty turns tracing off.");

  /** The share of traces that are sampled. */
  public static final ConfigKey<Double> RATIO =
      ConfigKey.decimal(
          "tracing.ratio",
          0.01,
          0,
          1,
          "The share of traces that are sampled, of those that begin here; one that a caller began"
              + " is sampled where the caller samples it.");

  /** How many spans may wait for their export. */
  public static final ConfigKey<Integer> QUEUE =
      ConfigKey.integer(
          "tracing.queue",
          4_096,
          512,
          1_000_000,
          "How many spans may wait for their export; further ones are dropped and counted.");

  private TracingKeys() {}

  /** Returns every key. */
  public static List<ConfigKey<?>> all() {
    return List.of(OTLP, RATIO, QUEUE);
  }
}

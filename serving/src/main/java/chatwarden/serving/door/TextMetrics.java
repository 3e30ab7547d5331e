package chatwarden.serving.door;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts the texts that models answered. */
final class TextMetrics {

  private final String server;
  private final MeterRegistry registry;
  private final Counter unknown;
  private final Map<String, Counter> texts = new ConcurrentHashMap<>();

  TextMetrics(String server, MeterRegistry registry) {
    this.server = server;
    this.registry = registry;
    this.unknown =
        Counter.builder("inference.unknown.language")
            .description("Texts not judged because no model knows their language")
            .tag("server", server)
            .register(registry);
  }

  /** Counts texts in a language that no model knows. */
  void ofUnknownLanguage(int count) {
    unknown.increment(count);
  }

  void answered(String model, int count) {
    texts
        .computeIfAbsent(
            model,
            name ->
                Counter.builder("inference.text")
                    .description("Texts answered")
                    .tag("server", server)
                    .tag("model", name)
                    .register(registry))
        .increment(count);
  }
}

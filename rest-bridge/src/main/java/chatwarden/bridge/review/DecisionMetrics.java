package chatwarden.bridge.review;

import chatwarden.review.v1.Decision;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Counts the decisions of moderators that were stored. Safe for use by many threads. */
public final class DecisionMetrics {

  private final Map<Decision, Counter> decisions = new EnumMap<>(Decision.class);
  private final Counter undone;

  /** Counts in {@code registry}. */
  public DecisionMetrics(MeterRegistry registry) {
    for (Decision decision :
        List.of(Decision.ALLOW, Decision.HIDE, Decision.TIME_OUT, Decision.BAN)) {
      decisions.put(decision, counter(decision.name().toLowerCase(Locale.ROOT), registry));
    }
    this.undone = counter("undone", registry);
  }

  private static Counter counter(String decision, MeterRegistry registry) {
    return Counter.builder("moderation.decision")
        .description("Decisions of moderators, and decisions that were taken back")
        .tag("decision", decision)
        .register(registry);
  }

  void decided(Decision decision) {
    Counter counter = decisions.get(decision);
    if (counter != null) {
      counter.increment();
    }
  }

  void undone() {
    undone.increment();
  }
}

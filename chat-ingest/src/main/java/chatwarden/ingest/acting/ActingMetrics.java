package chatwarden.ingest.acting;

import chatwarden.action.v1.ActionState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** The metrics of acting. */
final class ActingMetrics {
  private final MeterRegistry registry;
  private final AtomicLong open = new AtomicLong();

  ActingMetrics(MeterRegistry registry) {
    this.registry = registry;
    Gauge.builder("acting.open", open, AtomicLong::get)
        .description("Actions of all chats that are not over")
        .register(registry);
    for (ActionState state :
        new ActionState[] {ActionState.DONE, ActionState.REFUSED, ActionState.UNKNOWN}) {
      counter(word(state));
    }
    counter("postponed");
  }

  private Counter counter(String outcome) {
    return Counter.builder("acting.action")
        .tag("outcome", outcome)
        .description("Actions by the outcome of a try")
        .register(registry);
  }

  private static String word(ActionState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  void open(long count) {
    open.set(count);
  }

  void ended(ActionState state) {
    counter(word(state)).increment();
  }

  void postponed() {
    counter("postponed").increment();
  }
}

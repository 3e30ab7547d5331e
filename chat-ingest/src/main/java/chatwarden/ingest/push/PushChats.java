package chatwarden.ingest.push;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The chats of this process that callers may push to now. Safe for several threads. */
public final class PushChats {
  private final ConcurrentHashMap<String, PushSource> live = new ConcurrentHashMap<>();

  /** No chats yet; what waits for an answer is counted in the registry. */
  public PushChats(MeterRegistry registry) {
    Gauge.builder("push.waiting", this, PushChats::inFlight)
        .description("Pushed comments and reports that are not answered yet")
        .register(registry);
  }

  /** The source of the chat; empty when no session with a push source is live here. */
  Optional<PushSource> find(String chat) {
    return Optional.ofNullable(live.get(chat));
  }

  void open(String chat, PushSource source) {
    live.put(chat, source);
  }

  void close(String chat, PushSource source) {
    live.remove(chat, source);
  }

  /** How many things, over all chats, are taken but not answered yet. */
  int inFlight() {
    return live.values().stream().mapToInt(PushSource::inFlight).sum();
  }
}

package chatwarden.ingest.push;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The chats of this process that callers may push to now. Safe for several threads. */
final class PushChats {
  private final ConcurrentHashMap<String, PushSource> live = new ConcurrentHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition opened = lock.newCondition();

  /** No chats yet; what waits for an answer is counted in the registry. */
  public PushChats(MeterRegistry registry) {
    Gauge.builder("push.waiting", this, PushChats::inFlight)
        .description("Pushed comments and reports that are not answered yet")
        .register(registry);
  }

  /**
   * The source of the chat, awaited for so long: a session is claimed some time after its start.
   * Empty when no session with a push source became live here.
   */
  Optional<PushSource> find(String chat, Duration patience) throws InterruptedException {
    PushSource known = live.get(chat);
    return known == null ? await(chat, patience) : Optional.of(known);
  }

  private Optional<PushSource> await(String chat, Duration patience) throws InterruptedException {
    long left = patience.toNanos();
    lock.lockInterruptibly();
    try {
      while (!live.containsKey(chat) && left > 0) {
        left = opened.awaitNanos(left);
      }
      return Optional.ofNullable(live.get(chat));
    } finally {
      lock.unlock();
    }
  }

  void open(String chat, PushSource source) {
    lock.lock();
    try {
      live.put(chat, source);
      opened.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void close(String chat, PushSource source) {
    live.remove(chat, source);
  }

  /** How many things, over all chats, are taken but not answered yet. */
  int inFlight() {
    return live.values().stream().mapToInt(PushSource::inFlight).sum();
  }
}

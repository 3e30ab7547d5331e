package chatwarden.ingest.policy;

import chatwarden.policy.ChatPolicy;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.settings.v1.ChatSettings;
import chatwarden.store.settings.SettingsStore;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The policy of one chat. It is read again when it is asked for and the last reading is older than
 * the interval: a chat in which nobody speaks costs nothing, and the first comment after a pause
 * meets the settings of now. While the store is away, the last known settings hold.
 */
final class LivePolicy implements Supplier<ChatPolicy> {

  private static final Logger log = LoggerFactory.getLogger(LivePolicy.class);

  /** Comments wait no longer for settings than this. */
  private static final Duration PATIENCE = Duration.ofMillis(250);

  private final SettingsStore store;
  private final String chat;
  private final float sessionThreshold;
  private final long intervalNanos;
  private final ReentrantLock reading = new ReentrantLock();
  private volatile Known known;
  private boolean away;

  /** Settings, compiled, and when they were read. */
  private record Known(String etag, ChatPolicy policy, long nanos) {}

  LivePolicy(SettingsStore store, String chat, float sessionThreshold, Duration interval) {
    this.store = store;
    this.chat = chat;
    this.sessionThreshold = sessionThreshold;
    this.intervalNanos = interval.toNanos();
    try {
      known = compiled(store.find(chat).toCompletableFuture().join());
    } catch (CompletionException e) {
      if (e.getCause() instanceof ChatwardenException fault) {
        throw fault;
      }
      throw e;
    }
  }

  @Override
  public ChatPolicy get() {
    if (System.nanoTime() - known.nanos() >= intervalNanos && reading.tryLock()) {
      try {
        read();
      } finally {
        reading.unlock();
      }
    }
    return known.policy();
  }

  private void read() {
    try {
      ChatSettings settings =
          store.find(chat).toCompletableFuture().get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
      Known last = known;
      known =
          settings.getEtag().equals(last.etag())
              ? new Known(last.etag(), last.policy(), System.nanoTime())
              : compiled(settings);
      away = false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      if (!away) {
        log.warn("Keeping the settings known last chat={} because=store-away", chat);
      }
      away = true;
      known = new Known(known.etag(), known.policy(), System.nanoTime());
    }
  }

  private Known compiled(ChatSettings settings) {
    ChatPolicy policy = ChatPolicy.of(settings, sessionThreshold);
    return new Known(settings.getEtag(), policy, System.nanoTime());
  }
}

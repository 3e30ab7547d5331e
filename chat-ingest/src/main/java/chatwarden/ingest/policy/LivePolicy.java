package chatwarden.ingest.policy;

import chatwarden.domain.policy.ChatPolicy;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.settings.v1.ChatSettings;
import chatwarden.store.settings.SettingsStore;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The policy of one chat. It is read again when it is asked for and the last reading is older than
 * the interval: a silent chat costs nothing, and the first comment after a pause meets the settings
 * of now. Changed settings are compiled on a thread of their own. While they are not ready, or the
 * store is away, the last known settings hold.
 */
final class LivePolicy implements Supplier<ChatPolicy> {

  private static final Logger log = LoggerFactory.getLogger(LivePolicy.class);

  /** How long a batch waits for settings at most, reading and compiling together. */
  private static final Duration PATIENCE = Duration.ofMillis(250);

  private final SettingsStore store;
  private final String chat;
  private final long intervalNanos;
  private final Function<ChatSettings, ChatPolicy> compiler;
  private final ReentrantLock reading = new ReentrantLock();
  private CompletableFuture<Void> compiling = CompletableFuture.completedFuture(null);
  private volatile Known known;
  private volatile long readNanos = System.nanoTime();
  private boolean stale;

  /** Compiled settings. */
  private record Known(String etag, ChatPolicy policy) {}

  LivePolicy(
      SettingsStore store,
      String chat,
      float sessionThreshold,
      String sessionLanguage,
      Duration interval) {
    this(
        store,
        chat,
        interval,
        settings -> ChatPolicy.of(settings, sessionThreshold, sessionLanguage));
  }

  LivePolicy(
      SettingsStore store,
      String chat,
      Duration interval,
      Function<ChatSettings, ChatPolicy> compiler) {
    this.store = store;
    this.chat = chat;
    this.intervalNanos = interval.toNanos();
    this.compiler = compiler;
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
    if (System.nanoTime() - readNanos >= intervalNanos && reading.tryLock()) {
      try {
        read();
      } finally {
        reading.unlock();
      }
    }
    return known.policy();
  }

  private void read() {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try {
      if (compiling.isDone()) {
        ChatSettings settings = within(deadline, store.find(chat).toCompletableFuture());
        if (!settings.getEtag().equals(known.etag())) {
          compiling = compile(settings);
        }
      }
      within(deadline, compiling);
      stale = false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      if (!stale) {
        String reason = e instanceof TimeoutException ? "not-ready-in-time" : "not-readable";
        log.warn("Keeping the settings known last chat={} because={}", chat, reason);
      }
      stale = true;
    }
    readNanos = System.nanoTime();
  }

  /** Compiles on a platform thread: a virtual one would keep its carrier from renewing leases. */
  private CompletableFuture<Void> compile(ChatSettings settings) {
    return CompletableFuture.runAsync(
        () -> take(settings),
        task -> Thread.ofPlatform().daemon().name("policy-compiler").start(task));
  }

  private void take(ChatSettings settings) {
    known = compiled(settings);
  }

  private Known compiled(ChatSettings settings) {
    return new Known(settings.getEtag(), compiler.apply(settings));
  }

  private static <T> T within(long deadline, CompletableFuture<T> answer)
      throws InterruptedException, ExecutionException, TimeoutException {
    return answer.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
  }
}

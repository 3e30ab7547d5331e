package chatwarden.bridge.watch;

import chatwarden.domain.chat.ChatIds;
import chatwarden.livechat.v1.Chat;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.OverloadedException;
import chatwarden.store.comment.CommentStore;
import chatwarden.store.watch.EventLog;
import chatwarden.store.watch.ResumeToken;
import chatwarden.type.v1.ChatState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Gives the events of chats to any number of subscribers and reads each chat from the store only
 * once for all of them. A chat's reader starts with its first subscriber and stops a while after
 * its last.
 *
 * <p>Every subscriber gets the events after its token in order, each exactly once: first from those
 * that are stored, at its own pace, then as they come. Then it may lag by a bounded number of
 * events; beyond that it is cut, and the others do not notice. Safe for use by many threads.
 */
public final class ChatFanOut implements AutoCloseable {

  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private final CommentStore comments;
  private final EventLog log;
  private final int maxSubscribers;
  private final int buffer;
  private final Duration linger;
  private final Map<String, ChatReader> readers = new ConcurrentHashMap<>();
  private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
  private final Counter cuts;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("bridge-readers").factory());
  private volatile boolean draining;

  /** A fan-out of the events of {@code log}. */
  public ChatFanOut(CommentStore comments, EventLog log, Config config, MeterRegistry metrics) {
    this.comments = comments;
    this.log = log;
    this.maxSubscribers = config.get(WatchKeys.MAX_SUBSCRIBERS);
    this.buffer = config.get(WatchKeys.BUFFER);
    this.linger = config.get(WatchKeys.LINGER);
    Gauge.builder("bridge.watch.subscriber", watches, Set::size)
        .description("Streams of events that are open")
        .register(metrics);
    Gauge.builder("bridge.watch.reader", readers, Map::size)
        .description("Chats that are read for subscribers")
        .register(metrics);
    this.cuts =
        Counter.builder("bridge.watch.cut")
            .description("Streams of events that were cut because they were read too slowly")
            .register(metrics);
  }

  /**
   * Starts to watch a chat. Blocks for the store. Whoever watches closes it.
   *
   * <p>A chat that is over is watched to its last event, and without a token, at its last {@code
   * ended} event only. A chat that is read again after an {@code ended} event is watched on.
   *
   * @param after the last event seen; null starts now
   * @param onFailure run once when the watch fails, on any thread; must not block
   * @throws ChatwardenException when the chat is not known, the token is expired, there are too
   *     many subscribers, the store is away
   */
  Watch watch(String chat, @Nullable ResumeToken after, Runnable onFailure) {
    ChatIds.check("chat", chat);
    Chat known =
        comments
            .chat(chat)
            .orElseThrow(() -> FaultCode.NOT_FOUND.exception("CHAT_NOT_FOUND", "no such chat"));
    Watch watch = new Watch(this, log, chat, new LiveQueue(buffer, onFailure));
    enter(watch);
    try {
      watch.begin(after, isOver(known));
      return watch;
    } catch (RuntimeException e) {
      watch.close();
      throw e;
    }
  }

  /**
   * Whether no session reads the chat any more; a chat that is gone is over. Blocks for the store.
   */
  boolean isOver(String chat) {
    return comments.chat(chat).map(ChatFanOut::isOver).orElse(true);
  }

  private static boolean isOver(Chat chat) {
    return chat.getState() == ChatState.ENDED || chat.getState() == ChatState.FAILED;
  }

  private synchronized void enter(Watch watch) {
    if (draining) {
      throw drained();
    }
    if (watches.size() >= maxSubscribers) {
      throw OverloadedException.of(
          "TOO_MANY_SUBSCRIBERS", "as many streams as allowed are open", RETRY_AFTER);
    }
    watches.add(watch);
  }

  /** Attaches {@code queue} to the reader of {@code chat}; answers where it attached. */
  ResumeToken join(String chat, LiveQueue queue) {
    while (true) {
      var place = readers.computeIfAbsent(chat, this::newReader).attach(queue);
      if (place.isPresent()) {
        return place.get();
      }
      Thread.yield(); // A reader that is over leaves the map in a moment.
    }
  }

  private ChatReader newReader(String chat) {
    return new ChatReader(chat, log, () -> readers.remove(chat));
  }

  void leave(Watch watch, String chat, LiveQueue queue) {
    if (!watches.remove(watch)) {
      return;
    }
    if (queue.fault() instanceof OverloadedException) {
      cuts.increment();
    }
    ChatReader reader = readers.get(chat);
    if (reader != null && reader.detach(queue) && !clock.isShutdown()) {
      clock.schedule(reader::endIfIdle, linger.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  int subscribers() {
    return watches.size();
  }

  int readers() {
    return readers.size();
  }

  /** Ends every stream with UNAVAILABLE, reason {@code DRAINING}, and takes no more. */
  public void drain() {
    synchronized (this) {
      draining = true;
    }
    watches.forEach(watch -> watch.fail(drained()));
  }

  private static ChatwardenException drained() {
    return FaultCode.UNAVAILABLE.exception(
        "DRAINING", "the server is stopping; resume by the last token");
  }

  /** Ends the watches that are left. */
  @Override
  public void close() {
    drain();
    clock.shutdownNow();
    readers.values().forEach(ChatReader::close);
  }
}

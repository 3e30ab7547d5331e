package chatwarden.store.watch;

import chatwarden.livechat.v1.WatchCommentsResponse;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.retry.Backoff;
import chatwarden.store.redis.ChatKeys;
import chatwarden.store.redis.ConsumerFault;
import chatwarden.store.redis.DedicatedConnection;
import chatwarden.store.redis.RedisFaults;
import chatwarden.store.redis.SharedConnection;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XReadArgs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows one chat on a connection and a virtual thread of its own. */
final class RedisEventTail implements EventTail {

  private static final Logger log = LoggerFactory.getLogger(RedisEventTail.class);
  private static final int MAX_EVENTS = 1_000;
  private static final Duration LONGEST_BLOCK = Duration.ofSeconds(2);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
  private static final Duration LAST_PAUSE = Duration.ofMillis(500);

  private final SharedConnection redis;
  private final ChatKeys keys;
  private final Consumer<List<WatchCommentsResponse>> events;
  private final Duration block;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final CompletableFuture<Void> completion = new CompletableFuture<>();
  private volatile ResumeToken position;
  private volatile @Nullable RedisFuture<?> underWay;

  RedisEventTail(
      SharedConnection redis,
      ChatKeys keys,
      ResumeToken after,
      Consumer<List<WatchCommentsResponse>> events) {
    this.redis = redis;
    this.keys = keys;
    this.position = after;
    this.events = events;
    Duration half = redis.timeout().dividedBy(2);
    this.block = half.compareTo(LONGEST_BLOCK) < 0 ? half : LONGEST_BLOCK;
  }

  void start() {
    Thread.ofVirtual().name("event-tail").start(this::run);
  }

  @Override
  public ResumeToken position() {
    return position;
  }

  @Override
  public CompletionStage<Void> completion() {
    return completion.minimalCompletionStage();
  }

  @Override
  public void close() {
    closed.countDown();
    RedisFuture<?> command = underWay;
    if (command != null) {
      command.cancel(true);
    }
  }

  private void run() {
    try {
      Backoff backoff = new Backoff(FIRST_PAUSE, LAST_PAUSE);
      while (!isClosed()) {
        ResumeToken before = position;
        int epoch = redis.epoch();
        try (DedicatedConnection line = redis.connect()) {
          follow(line, epoch);
        } catch (ChatwardenException e) {
          if (!e.isTransient()) {
            throw e;
          }
          if (!position.equals(before)) {
            backoff.reset();
          }
          Duration pause = backoff.next();
          log.debug("Tail waits chat={} reason={} pause={}", keys.chat(), e.reason(), pause);
          var unused = closed.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        }
      }
      completion.complete(null);
    } catch (ConsumerFault fault) {
      completion.completeExceptionally(fault.thrown());
    } catch (Throwable fault) {
      completion.completeExceptionally(fault);
    }
  }

  /** Until the tail is closed, or the store may be elsewhere. */
  private void follow(DedicatedConnection line, int epoch) {
    EventGap.check(position, await(EventGap.ask(line.commands(), keys.chat())));
    while (!isClosed() && redis.epoch() == epoch) {
      List<StreamMessage<String, byte[]>> entries = await(read(line));
      if (entries != null && !entries.isEmpty()) {
        give(line, entries);
      }
    }
  }

  private void give(DedicatedConnection line, List<StreamMessage<String, byte[]>> entries) {
    if (EventGap.isPossible(position, EventEntry.token(entries.get(0)))) {
      EventGap.check(position, await(EventGap.ask(line.commands(), keys.chat())));
    }
    List<WatchCommentsResponse> given = new ArrayList<>(entries.size());
    entries.forEach(entry -> EventEntry.read(entry, keys.chat()).ifPresent(given::add));
    if (isClosed()) {
      return;
    }
    if (!given.isEmpty()) {
      try {
        events.accept(List.copyOf(given));
      } catch (RuntimeException fault) {
        throw new ConsumerFault(fault);
      }
    }
    position = EventEntry.token(entries.get(entries.size() - 1));
  }

  @SuppressWarnings("unchecked") // generic varargs of one stream
  private RedisFuture<List<StreamMessage<String, byte[]>>> read(DedicatedConnection line) {
    return line.commands()
        .xread(
            new XReadArgs().block(block).count(MAX_EVENTS),
            XReadArgs.StreamOffset.from(keys.events(), position.toString()));
  }

  /** Waits for an answer unless the tail is closed; closing cancels the command. */
  private <T> @Nullable T await(RedisFuture<T> command) {
    underWay = command;
    if (isClosed()) {
      command.cancel(true);
    }
    return RedisFaults.await(command);
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }
}

package chatwarden.store.watch;

import chatwarden.domain.chat.ChatIds;
import chatwarden.livechat.v1.WatchCommentsResponse;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.store.redis.ChatKeys;
import chatwarden.store.redis.RedisFaults;
import chatwarden.store.redis.SharedConnection;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The streams of the chats. Safe for use by many threads. */
public final class RedisEventLog implements EventLog {

  private static final int MAX_LIMIT = 10_000;
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

  private final SharedConnection redis;
  private final Set<EventTail> tails = ConcurrentHashMap.newKeySet();

  public RedisEventLog(SharedConnection redis) {
    this.redis = redis;
  }

  @Override
  public Optional<ResumeToken> latest(String chat) {
    if (!ChatIds.isValid(chat)) {
      return Optional.empty();
    }
    String meta = new ChatKeys(chat).meta();
    byte[] last = redis.ask(commands -> commands.hget(meta, "lastEvent"));
    return last == null
        ? Optional.empty()
        : Optional.of(ResumeToken.parse(new String(last, StandardCharsets.UTF_8)));
  }

  @Override
  public List<WatchCommentsResponse> after(String chat, ResumeToken token, int limit) {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("limit: " + limit + " (expected: 1 to " + MAX_LIMIT + ")");
    }
    if (!ChatIds.isValid(chat)) {
      return List.of();
    }
    String key = new ChatKeys(chat).events();
    Range<String> later =
        Range.from(Range.Boundary.excluding(token.toString()), Range.Boundary.unbounded());
    CompletionStage<List<StreamMessage<String, byte[]>>> asked =
        redis.send(commands -> commands.xrange(key, later, Limit.from(limit)));
    // Asked after the events: events dropped later do no harm to the page that was read.
    CompletionStage<byte[]> dropped = redis.send(commands -> EventGap.ask(commands, chat));
    List<StreamMessage<String, byte[]>> entries = RedisFaults.await(asked);
    byte[] droppedThrough = RedisFaults.await(dropped);
    if (entries.isEmpty() || EventGap.isPossible(token, EventEntry.token(entries.get(0)))) {
      EventGap.check(token, droppedThrough);
    }
    List<WatchCommentsResponse> events = new ArrayList<>(entries.size());
    entries.forEach(entry -> EventEntry.read(entry, chat).ifPresent(events::add));
    return events;
  }

  @Override
  public EventTail tail(
      String chat, ResumeToken after, Consumer<List<WatchCommentsResponse>> events) {
    RedisEventTail tail =
        new RedisEventTail(redis, new ChatKeys(ChatIds.check("chat", chat)), after, events);
    tails.add(tail);
    tail.completion().whenComplete((done, fault) -> tails.remove(tail));
    tail.start();
    return tail;
  }

  /** How many tails follow chats. */
  public int tails() {
    return tails.size();
  }

  /** Has them counted by a gauge. */
  public void countTails(MeterRegistry registry, String client) {
    Gauge.builder("store.tail.open", this, RedisEventLog::tails)
        .tag("client", client)
        .description("Tails that follow chats, each with a connection of its own")
        .register(registry);
  }

  /** Ends the tails, and waits a moment for them, as each closes a connection of its own. */
  public void close() {
    List<EventTail> open = List.copyOf(tails);
    CompletableFuture<?>[] ends =
        open.stream()
            .map(tail -> tail.completion().toCompletableFuture())
            .toArray(CompletableFuture<?>[]::new);
    for (EventTail tail : open) {
      try {
        tail.close();
      } catch (ChatwardenException e) {
        // The others are closed all the same; this one ends with its connection.
        continue;
      }
    }
    CompletableFuture.allOf(ends)
        .exceptionally(fault -> null)
        .completeOnTimeout(null, CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
        .join();
  }
}

package chatwarden.store.archive;

import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.store.layout.RestoreMarker;
import chatwarden.store.layout.StoreLayout;
import chatwarden.store.redis.ChatKeys;
import chatwarden.store.redis.RedisFaults;
import chatwarden.store.redis.SharedConnection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** The store that a restore writes to: whether it may, and its marks before and after. */
final class RestoreTarget {

  /** A running process writes once a second. */
  private static final Duration WRITE_PAUSE = Duration.ofMillis(2_500);

  private final SharedConnection redis;
  private final Optional<String> chat;
  private final InstantSource clock;
  private final RestoreMarker marker;
  private final String field;
  private final ValueReader reader;

  RestoreTarget(SharedConnection redis, Optional<String> chat, InstantSource clock) {
    this.redis = redis;
    this.chat = chat;
    this.clock = clock;
    this.marker = new RestoreMarker(redis);
    this.field = chat.map(RestoreMarker::ofChat).orElse(RestoreMarker.ALL);
    this.reader = new ValueReader(redis);
  }

  /**
   * Takes the store: refuses one that is in use or not empty, and empties it.
   *
   * @throws ChatwardenException FAILED_PRECONDITION, when a process uses the store, it is not empty
   *     and {@code replace} is not set, or a newer version wrote it
   */
  void take(boolean replace) throws IOException, InterruptedException {
    if (chat.isPresent()) {
      new StoreLayout(redis).admit();
    } else {
      requireUnused();
    }
    if (!replace && !marker.isBegun(field)) {
      requireEmpty();
    }
    marker.begin(field, clock.instant());
    clear();
  }

  /** A store of a newer layout may be replaced: that is the way back from an upgrade. */
  private void requireUnused() throws InterruptedException {
    String before = lastWrite();
    if (before.isEmpty()) {
      return;
    }
    TimeUnit.NANOSECONDS.sleep(WRITE_PAUSE.toNanos());
    if (!lastWrite().equals(before)) {
      throw FaultCode.FAILED_PRECONDITION.exception(
          "STORE_IN_USE",
          "a process of the platform writes to this store (expected: none): stop up and the"
              + " servers, then restore");
    }
  }

  private String lastWrite() {
    byte[] written = redis.ask(commands -> commands.hget(ChatKeys.STORE, "probeMillis"));
    return written == null ? "" : new String(written, StandardCharsets.UTF_8);
  }

  private void requireEmpty() throws IOException {
    List<String> found = new ArrayList<>();
    reader.scan(
        pattern(),
        keys ->
            keys.stream()
                .filter(this::isContent)
                .filter(key -> found.size() < 1)
                .forEach(found::add));
    if (!found.isEmpty()) {
      throw FaultCode.FAILED_PRECONDITION.exception(
          "STORE_NOT_EMPTY",
          chat.map(id -> "chat " + id + " is in the store").orElse("the store is not empty")
              + " (expected: "
              + chat.map(id -> "no such chat").orElse("an empty one")
              + "): restore into another one, or give --replace, which deletes it first");
    }
  }

  private String pattern() {
    return chat.map(id -> "cw:{" + id + "}:*").orElse("cw:*");
  }

  private boolean isContent(String key) {
    StoredKey stored = StoredKey.of(key);
    return chat.isPresent() ? stored.isOfChat() : stored.role() != StoredKey.Role.PASSING;
  }

  /** Deletes everything that the restore writes, but its mark. */
  private void clear() throws IOException {
    reader.scan(
        pattern(),
        keys -> {
          Deque<CompletionStage<Long>> removals = new ArrayDeque<>();
          for (String key : keys) {
            if (chat.isEmpty() ? !key.equals(RestoreMarker.KEY) : isContent(key)) {
              removals.add(redis.send(commands -> commands.unlink(key)));
            }
          }
          removals.forEach(RedisFaults::await);
        });
    if (chat.isPresent()) {
      byte[] member = chat.get().getBytes(StandardCharsets.UTF_8);
      redis.ask(commands -> commands.zrem(ChatKeys.CHATS, member));
    }
  }

  /** Marks the store as complete; processes that knew it before see that it is another. */
  void complete(int layout) {
    if (chat.isEmpty()) {
      byte[] generation = UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8);
      redis.ask(commands -> commands.hset(ChatKeys.STORE, "generation", generation));
      new StoreLayout(redis).mark(layout);
    }
    marker.complete(field);
  }
}

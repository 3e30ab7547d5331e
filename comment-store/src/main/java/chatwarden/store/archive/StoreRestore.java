package chatwarden.store.archive;

import static chatwarden.store.archive.ArchiveRecord.text;

import chatwarden.domain.chat.ChatIds;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.store.redis.RedisAddress;
import chatwarden.store.redis.RedisFaults;
import chatwarden.store.redis.RedisOptions;
import chatwarden.store.redis.Script;
import chatwarden.store.redis.ScriptCall;
import chatwarden.store.redis.SharedConnection;
import chatwarden.store.redis.StoreKeys;
import io.lettuce.core.ScriptOutputType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Writes an archive into a store. The whole file is checked before anything is written; while it is
 * written, the store, or the chat, is marked as incomplete, and a second restore begins anew. Used
 * by one thread.
 */
public final class StoreRestore {

  /** So many calls are under way at most. */
  private static final int WINDOW = 256;

  private final SharedConnection redis;
  private final Optional<String> chat;
  private final long now;
  private final Map<String, ChatRestore> chats = new LinkedHashMap<>();
  private final Deque<CompletionStage<?>> underWay = new ArrayDeque<>();

  private StoreRestore(SharedConnection redis, Optional<String> chat, long now) {
    this.redis = redis;
    this.chat = chat;
    this.now = now;
  }

  /**
   * Restores an archive, or one chat of it.
   *
   * @param config says where Redis is
   * @param chat the chat to restore; empty: everything that the archive has
   * @param replace whether the content of the store, or the chat, is deleted first; else it has to
   *     be empty
   * @throws ChatwardenException FAILED_PRECONDITION, when the file is cut, damaged, or of a newer
   *     version, or the store is in use or not empty; NOT_FOUND, when the chat is not in the file
   */
  public static ArchiveSummary read(
      Config config, Path input, Optional<String> chat, boolean replace, InstantSource clock)
      throws IOException, InterruptedException {
    chat.ifPresent(id -> ChatIds.check("--chat", id));
    ArchiveSummary summary = verify(input, chat);
    Optional<String> only = chat.or(() -> summary.header().chat());
    SharedConnection redis =
        new SharedConnection(
            RedisAddress.parse(config.get(StoreKeys.REDIS_URI)), RedisOptions.of(config));
    try {
      redis.open(config.get(StoreKeys.REDIS_START_TIMEOUT));
      RestoreTarget target = new RestoreTarget(redis, only, clock);
      target.take(replace);
      new StoreRestore(redis, only, clock.millis()).write(input);
      target.complete(summary.header().layout());
    } finally {
      redis.close();
    }
    return summary;
  }

  private static ArchiveSummary verify(Path input, Optional<String> chat) throws IOException {
    AtomicBoolean found = new AtomicBoolean();
    ArchiveSummary summary =
        ArchiveReader.verify(
            input,
            entry -> {
              StoredKey key = StoredKey.of(entry.key());
              if (key.role() == StoredKey.Role.META && chat.equals(Optional.of(key.chat()))) {
                found.set(true);
              }
            });
    if (chat.isPresent() && !found.get()) {
      throw FaultCode.NOT_FOUND.exception(
          "CHAT_NOT_FOUND", "--chat: " + chat.get() + " (expected: a chat that " + input + " has)");
    }
    return summary;
  }

  private void write(Path input) throws IOException {
    var unused = ArchiveReader.verify(input, this::write);
    drain(0);
    for (ChatRestore restored : chats.values()) {
      if (restored.hasMeta()) {
        send(value(restored.completed()));
      }
    }
    drain(0);
  }

  private void write(ArchiveRecord entry) {
    StoredKey key = StoredKey.of(entry.key());
    switch (key.role()) {
      case PASSING -> chosen(entry).ifPresent(members -> send(value(members)));
      case META -> {
        if (isChosen(key)) {
          of(key).meta(entry);
        }
      }
      case COMMENT -> {
        if (isChosen(key) && isAlive(entry)) {
          ChatRestore restored = of(key);
          CompletionStage<Long> answer =
              redis.run(restored.comment(key, entry), ScriptOutputType.INTEGER);
          await(answer.thenAccept(restored::addPending));
        }
      }
      case HEAD, DERIVED, RECORDING, EVENTS, AUDIT, SESSION, SKETCH, OTHER -> {
        if (isChosen(key) && isAlive(entry) && !entry.items().isEmpty()) {
          if (key.role() == StoredKey.Role.EVENTS) {
            of(key).events(entry);
          }
          send(value(entry));
        }
      }
    }
  }

  /** Returns the members of an index that belong to the restored chats. */
  private Optional<ArchiveRecord> chosen(ArchiveRecord entry) {
    List<byte[]> kept = new ArrayList<>();
    for (int i = 0; i + 1 < entry.items().size(); i += 2) {
      Optional<String> owner = StoredKey.chatOfMember(entry.key(), text(entry.items().get(i)));
      if (owner.isPresent() && (chat.isEmpty() || chat.equals(owner))) {
        kept.addAll(entry.items().subList(i, i + 2));
      }
    }
    return kept.isEmpty()
        ? Optional.empty()
        : Optional.of(new ArchiveRecord(entry.key(), entry.type(), false, 0, kept));
  }

  private boolean isChosen(StoredKey key) {
    return chat.isEmpty() || chat.get().equals(key.chat());
  }

  /** A value that has expired since the backup is not restored. */
  private boolean isAlive(ArchiveRecord entry) {
    return entry.expireMillis() == 0 || entry.expireMillis() > now;
  }

  private ChatRestore of(StoredKey key) {
    return chats.computeIfAbsent(key.chat(), ChatRestore::new);
  }

  private static ScriptCall value(ArchiveRecord entry) {
    ScriptCall call =
        new ScriptCall(Script.RESTORE_VALUE)
            .key(entry.key())
            .argument(entry.type().word())
            .argument(entry.first() ? "1" : "0")
            .argument(entry.expireMillis());
    entry.items().forEach(call::argument);
    return call;
  }

  private void send(ScriptCall call) {
    await(redis.<Long>run(call, ScriptOutputType.INTEGER));
  }

  private void await(CompletionStage<?> answer) {
    underWay.add(answer);
    drain(WINDOW);
  }

  private void drain(int most) {
    while (underWay.size() > most) {
      RedisFaults.await(underWay.remove());
    }
  }
}

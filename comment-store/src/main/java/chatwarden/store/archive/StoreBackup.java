package chatwarden.store.archive;

import chatwarden.domain.chat.ChatIds;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.store.layout.RestoreMarker;
import chatwarden.store.layout.StoreLayout;
import chatwarden.store.redis.ChatKeys;
import chatwarden.store.redis.RedisAddress;
import chatwarden.store.redis.RedisFaults;
import chatwarden.store.redis.RedisOptions;
import chatwarden.store.redis.SharedConnection;
import chatwarden.store.redis.StoreKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Writes what the platform keeps in Redis to an archive, while the platform runs. Takes the memory
 * of a few thousand values, and a line for each chat.
 *
 * <p>Of each chat the archive has one moment: its facts, and every comment and event that was
 * recorded until then, whole. Different chats, and the keys that belong to none, have moments of
 * their own. A chat that begins while the backup runs is not in it. Used by one thread.
 */
public final class StoreBackup {

  /** So many comments are read by one script. */
  private static final int COMMENTS = 100;

  private final ValueReader reader;
  private final ArchiveWriter archive;
  private final Map<String, ChatArchiver> chats = new LinkedHashMap<>();

  private StoreBackup(ValueReader reader, ArchiveWriter archive) {
    this.reader = reader;
    this.archive = archive;
  }

  /**
   * Writes an archive.
   *
   * @param config says where Redis is
   * @param output a file that is not there; it appears once it is complete
   * @param chat the chat to write; empty: all of the store
   * @param producer the program and version that writes it
   * @throws ChatwardenException NOT_FOUND, when the chat is unknown; FAILED_PRECONDITION, when a
   *     newer version wrote the store, or a restore into it is not complete
   */
  public static ArchiveSummary write(
      Config config, Path output, Optional<String> chat, String producer, InstantSource clock)
      throws IOException, InterruptedException {
    chat.ifPresent(id -> ChatIds.check("--chat", id));
    SharedConnection redis =
        new SharedConnection(
            RedisAddress.parse(config.get(StoreKeys.REDIS_URI)), RedisOptions.of(config));
    try {
      redis.open(config.get(StoreKeys.REDIS_START_TIMEOUT));
      new RestoreMarker(redis).requireComplete();
      ArchiveHeader header =
          new ArchiveHeader(new StoreLayout(redis).stored(), chat, clock.instant(), producer);
      chat.ifPresent(id -> requireChat(redis, id));
      try (ArchiveWriter archive = ArchiveWriter.open(output, header)) {
        new StoreBackup(new ValueReader(redis), archive).run(chat);
        return archive.complete();
      }
    } finally {
      redis.close();
    }
  }

  private static void requireChat(SharedConnection redis, String chat) {
    if (redis.ask(commands -> commands.exists(new ChatKeys(chat).meta())) == 0) {
      throw FaultCode.NOT_FOUND.exception(
          "CHAT_NOT_FOUND", "--chat: " + chat + " (expected: a chat of the store)");
    }
  }

  /** The moments of the chats come before the scan, which finds all keys that are there then. */
  private void run(Optional<String> chat) throws IOException {
    List<String> known = chat.map(List::of).orElseGet(() -> reader.members(ChatKeys.CHATS));
    for (String id : known) {
      ChatArchiver archiver = new ChatArchiver(new ChatKeys(id), reader, archive);
      chats.put(id, archiver);
      archiver.begin();
    }
    reader.scan(
        chat.map(id -> "cw:{" + id + "}:*").orElse("cw:*"), keys -> write(keys, chat.isPresent()));
    for (ChatArchiver archiver : chats.values()) {
      archiver.finish();
    }
  }

  private void write(Set<String> keys, boolean chatsOnly) throws IOException {
    Map<String, List<String>> comments = new LinkedHashMap<>();
    for (String key : keys) {
      StoredKey stored = StoredKey.of(key);
      if (stored.isOfChat() && chat(stored.chat()).isIncluded()) {
        ChatArchiver chat = chat(stored.chat());
        if (stored.role() == StoredKey.Role.COMMENT) {
          comments.computeIfAbsent(stored.chat(), id -> new ArrayList<>()).add(key);
        } else {
          chat.write(stored);
        }
      } else if (!stored.isOfChat() && stored.role() == StoredKey.Role.OTHER && !chatsOnly) {
        for (ValueReader.Found found : RedisFaults.await(reader.read(List.of(key)))) {
          reader.write(found, archive::write);
        }
      }
    }
    writeComments(comments);
  }

  private ChatArchiver chat(String id) {
    return chats.computeIfAbsent(
        id, later -> ChatArchiver.ofUnknown(new ChatKeys(later), reader, archive));
  }

  private void writeComments(Map<String, List<String>> comments) throws IOException {
    Map<CompletionStage<List<ValueReader.Found>>, String> reads = new LinkedHashMap<>();
    comments.forEach(
        (chat, keys) -> {
          for (int i = 0; i < keys.size(); i += COMMENTS) {
            reads.put(reader.read(keys.subList(i, Math.min(i + COMMENTS, keys.size()))), chat);
          }
        });
    for (Map.Entry<CompletionStage<List<ValueReader.Found>>, String> read : reads.entrySet()) {
      chat(read.getValue()).writeComments(RedisFaults.await(read.getKey()));
    }
  }
}

package chatwarden.store.comment;

import chatwarden.domain.chat.ChatIds;
import chatwarden.domain.chat.SyntheticChat;
import chatwarden.livechat.v1.Chat;
import chatwarden.runtime.error.FaultCode;
import chatwarden.store.erasure.Tombstones;
import chatwarden.store.redis.ChatKeys;
import chatwarden.store.redis.IndexPlace;
import chatwarden.store.redis.PageToken;
import chatwarden.store.redis.RedisFaults;
import chatwarden.store.redis.SharedConnection;
import chatwarden.store.redis.StoredTime;
import chatwarden.type.v1.ChatState;
import io.lettuce.core.KeyValue;
import io.lettuce.core.Range;
import io.lettuce.core.ZAddArgs;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The chats that are known. Safe for use by many threads. */
public final class ChatIndex {

  private static final byte[] QUERY = "chats".getBytes(StandardCharsets.UTF_8);
  private static final String[] FIELDS = {"state", "source", "commentCount", "flaggedCount"};
  private static final byte[] YES = {'1'};

  private final SharedConnection redis;
  private final Tombstones tombstones;
  private final InstantSource clock;

  public ChatIndex(SharedConnection redis, Tombstones tombstones, InstantSource clock) {
    this.redis = redis;
    this.tombstones = tombstones;
    this.clock = clock;
  }

  Optional<Chat> get(String id) {
    return ChatIds.isValid(id) && !SyntheticChat.is(id)
        ? RedisFaults.await(find(id))
        : Optional.empty();
  }

  public void require(String id) {
    if (get(id).isEmpty()) {
      throw FaultCode.NOT_FOUND.exception("CHAT_NOT_FOUND", "no chat has this id");
    }
  }

  ChatPage page(int pageSize, String pageToken) {
    Optional<IndexPlace> after = PageToken.read(pageToken, QUERY);
    IndexScan scan = new IndexScan(redis, ChatKeys.CHATS, Range.unbounded(), after);
    List<IndexPlace> places = scan.next(pageSize);
    List<CompletionStage<Optional<Chat>>> answers = new ArrayList<>();
    for (IndexPlace place : places) {
      answers.add(find(place.member()));
    }
    List<Chat> chats = new ArrayList<>();
    for (CompletionStage<Optional<Chat>> answer : answers) {
      RedisFaults.await(answer).ifPresent(chats::add);
    }
    boolean more = places.size() == pageSize && !scan.next(1).isEmpty();
    IndexPlace last = places.isEmpty() ? null : places.get(places.size() - 1);
    return new ChatPage(chats, more && last != null ? new PageToken(last).write(QUERY) : "");
  }

  /**
   * Puts a chat into the index that is not there yet. First into the list that an erasure goes
   * through, then it gets the tombstones: an erasure that comes between finds the chat. The chat of
   * synthetic comments, which have no author, is in no list.
   */
  CompletionStage<Void> add(String chat) {
    ChatKeys keys = new ChatKeys(chat);
    if (SyntheticChat.is(chat)) {
      return mark(keys);
    }
    double now = StoredTime.micros(clock.instant());
    byte[] member = chat.getBytes(StandardCharsets.UTF_8);
    return redis
        .send(commands -> commands.zadd(ChatKeys.CHATS, ZAddArgs.Builder.nx(), now, member))
        .thenCompose(added -> tombstones.bringTo(keys))
        .thenCompose(brought -> mark(keys));
  }

  private CompletionStage<Void> mark(ChatKeys keys) {
    return redis
        .send(commands -> commands.hset(keys.meta(), "indexed", YES))
        .thenApply(set -> null);
  }

  private CompletionStage<Optional<Chat>> find(String id) {
    return redis
        .send(commands -> commands.hmget(new ChatKeys(id).meta(), FIELDS))
        .thenApply(fields -> chat(id, fields));
  }

  private static Optional<Chat> chat(String id, List<KeyValue<String, byte[]>> fields) {
    List<String> words =
        fields.stream()
            .map(field -> new String(field.getValueOrElse(new byte[0]), StandardCharsets.UTF_8))
            .toList();
    if (words.get(0).isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Chat.newBuilder()
            .setId(id)
            .setState(state(words.get(0)))
            .setSource(words.get(1))
            .setCommentCount(count(words.get(2)))
            .setFlaggedCount(count(words.get(3)))
            .build());
  }

  public static ChatState state(String name) {
    return Arrays.stream(ChatState.values())
        .filter(state -> state.name().equals(name))
        .findFirst()
        .orElse(ChatState.CHAT_STATE_UNSPECIFIED);
  }

  private static long count(String word) {
    return word.isEmpty() ? 0 : Long.parseLong(word);
  }
}

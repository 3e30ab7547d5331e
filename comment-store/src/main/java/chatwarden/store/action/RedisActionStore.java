package chatwarden.store.action;

import chatwarden.action.v1.Action;
import chatwarden.action.v1.ActionState;
import chatwarden.domain.action.ActionRules;
import chatwarden.runtime.error.FaultCode;
import chatwarden.store.comment.CommentQuery;
import chatwarden.store.comment.IndexScan;
import chatwarden.store.comment.RecordCalls;
import chatwarden.store.redis.ChatKeys;
import chatwarden.store.redis.IndexPlace;
import chatwarden.store.redis.PageToken;
import chatwarden.store.redis.RedisFaults;
import chatwarden.store.redis.Script;
import chatwarden.store.redis.ScriptCall;
import chatwarden.store.redis.SharedConnection;
import chatwarden.store.redis.StoredTime;
import com.google.protobuf.InvalidProtocolBufferException;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/** The actions in Redis: a hash each, and every change one script on the keys of the chat. */
public final class RedisActionStore implements ActionStore {

  private static final long MICROS_A_MILLI = 1_000;

  private final SharedConnection redis;
  private final Duration ttl;
  private final int streamMaxLength;

  /**
   * The actions on a connection.
   *
   * @param ttl how long actions that are over are kept; zero is for ever
   * @param streamMaxLength how many events a chat keeps
   */
  public RedisActionStore(SharedConnection redis, Duration ttl, int streamMaxLength) {
    this.redis = redis;
    this.ttl = ttl;
    this.streamMaxLength = streamMaxLength;
  }

  @Override
  public Action add(Action action) {
    ActionKeys keys = new ActionKeys(action.getChat());
    ScriptCall call =
        RecordCalls.ofChat(Script.ADD_ACTION, action.getChat())
            .key(keys.action(action.getId()))
            .key(keys.all())
            .key(keys.of(action.getComment()))
            .key(keys.open())
            .key(keys.lastOn(action.getAuthorId()))
            .argument(streamMaxLength)
            .argument(action.getId())
            .argument(action.toByteArray())
            .argument(event(action))
            .argument(StoredTime.micros(action.getCreateTime()))
            .argument(due(action))
            .argument(MAX_OPEN)
            .argument(ttl.toMillis())
            .argument(isOrdered(action) ? "1" : "0");
    if (redis.runForNumber(call) < 0) {
      throw FaultCode.OVERLOADED.exception(
          "OUTBOX_FULL", MAX_OPEN + " actions of the chat wait already; cancel some, or wait");
    }
    return find(action.getChat(), action.getId()).map(StoredAction::action).orElse(action);
  }

  private static boolean isOrdered(Action action) {
    return ActionRules.isInOrderOfAuthor(action.getKind()) && !action.getAuthorId().isEmpty();
  }

  @Override
  public Optional<StoredAction> find(String chat, String id) {
    return RedisFaults.await(read(chat, id));
  }

  private CompletionStage<Optional<StoredAction>> read(String chat, String id) {
    String key = new ActionKeys(chat).action(id);
    return redis.send(commands -> commands.hgetall(key)).thenApply(RedisActionStore::stored);
  }

  private static Optional<StoredAction> stored(Map<String, byte[]> fields) {
    byte[] proto = fields.get("proto");
    if (proto == null) {
      return Optional.empty();
    }
    try {
      Action.Builder action = Action.parseFrom(proto).toBuilder();
      byte[] follows = fields.get("follows");
      if (follows != null) {
        action.setFollows(text(follows));
      }
      byte[] revision = fields.getOrDefault("revision", new byte[] {'0'});
      return Optional.of(new StoredAction(action.build(), Long.parseLong(text(revision))));
    } catch (InvalidProtocolBufferException e) {
      throw FaultCode.INTERNAL.exception("ACTION_UNREADABLE", "a stored action is broken", e);
    }
  }

  @Override
  public ActionPage list(String chat, String comment, int pageSize, String pageToken) {
    int size = CommentQuery.checkPageSize(pageSize);
    ActionKeys keys = new ActionKeys(chat);
    byte[] query = ("actions\n" + chat + "\n" + comment).getBytes(StandardCharsets.UTF_8);
    IndexScan scan =
        new IndexScan(
            redis,
            comment.isEmpty() ? keys.all() : keys.of(comment),
            Range.unbounded(),
            PageToken.read(pageToken, query));
    List<IndexPlace> places = scan.next(size);
    List<Action> actions =
        readAll(chat, places.stream().map(IndexPlace::member).toList()).stream()
            .map(StoredAction::action)
            .toList();
    boolean more = places.size() == size && !scan.next(1).isEmpty();
    return new ActionPage(actions, more ? new PageToken(places.getLast()).write(query) : "");
  }

  private List<StoredAction> readAll(String chat, List<String> ids) {
    List<CompletionStage<Optional<StoredAction>>> answers = new ArrayList<>();
    ids.forEach(id -> answers.add(read(chat, id)));
    return answers.stream().map(RedisFaults::await).flatMap(Optional::stream).toList();
  }

  @Override
  public List<StoredAction> due(String chat, Instant now, int limit) {
    Range<Double> past = Range.create(Double.NEGATIVE_INFINITY, (double) now.toEpochMilli());
    String open = new ActionKeys(chat).open();
    List<String> ids =
        redis.ask(commands -> commands.zrangebyscore(open, past, Limit.create(0, limit))).stream()
            .map(RedisActionStore::text)
            .toList();
    return readAll(chat, ids);
  }

  @Override
  public long openCount(String chat) {
    String open = new ActionKeys(chat).open();
    return redis.ask(commands -> commands.zcard(open));
  }

  @Override
  public boolean change(StoredAction before, Action after) {
    ActionKeys keys = new ActionKeys(after.getChat());
    boolean waits =
        after.getState() == ActionState.SENDING && !before.action().getFollows().isEmpty();
    String other = waits ? before.action().getFollows() : after.getId();
    ScriptCall call =
        RecordCalls.ofChat(Script.CHANGE_ACTION, after.getChat())
            .key(keys.action(after.getId()))
            .key(keys.open())
            .key(new ChatKeys(after.getChat()).audit())
            .key(keys.action(other))
            .key(keys.lastOn(after.getAuthorId()))
            .argument(streamMaxLength)
            .argument(after.getId())
            .argument(before.revision())
            .argument(UUID.randomUUID().toString())
            .argument(after.toByteArray())
            .argument(event(after))
            .argument(due(after))
            .argument(ttl.toMillis())
            .argument(waits ? "1" : "0")
            .argument(after.getComment())
            .argument(after.getAuthorId())
            .argument(after.getReviewer())
            .argument(after.getCaller());
    return redis.runForNumber(call) == 1;
  }

  /** Returns when the action is looked at next, in milliseconds; empty where it is over. */
  private static String due(Action action) {
    return switch (action.getState()) {
      case WAITING, SENDING ->
          Long.toString(StoredTime.micros(action.getNextTryTime()) / MICROS_A_MILLI);
      default -> "";
    };
  }

  /** Returns the action as all watchers of a chat may see it. */
  private static byte[] event(Action action) {
    return action.toBuilder()
        .clearMessage()
        .clearReviewer()
        .clearCaller()
        .clearDecisionEntry()
        .build()
        .toByteArray();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}

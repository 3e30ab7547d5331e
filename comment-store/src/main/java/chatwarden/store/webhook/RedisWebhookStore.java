package chatwarden.store.webhook;

import chatwarden.runtime.error.FaultCode;
import chatwarden.store.redis.LogKeys;
import chatwarden.store.redis.Script;
import chatwarden.store.redis.ScriptCall;
import chatwarden.store.redis.SharedConnection;
import chatwarden.webhook.v1.DeadDelivery;
import chatwarden.webhook.v1.Webhook;
import chatwarden.webhook.v1.WebhookAction;
import chatwarden.webhook.v1.WebhookChange;
import chatwarden.webhook.v1.WebhookState;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Each webhook in a hash, its dead letters in a stream, and all changes in another, the oldest
 * trimmed.
 */
public final class RedisWebhookStore implements WebhookStore {

  private static final int LOG_LENGTH = 100_000;

  private final SharedConnection redis;
  private final WebhookLog log;

  /** The webhooks on a connection. */
  public RedisWebhookStore(SharedConnection redis) {
    this.redis = redis;
    this.log = new WebhookLog(redis);
  }

  @Override
  public void create(Webhook webhook, byte[] sealedSecret, Map<String, WebhookPlace> places) {
    WebhookChange made =
        WebhookChange.newBuilder()
            .setWebhook(webhook.getId())
            .setAction(WebhookAction.CREATE_WEBHOOK)
            .setUri(webhook.getUri())
            .build();
    ScriptCall call =
        call("create", webhook.getId(), made, webhook.getCaller())
            .argument(WebhookHash.PROTO)
            .argument(webhook.toBuilder().clearCaller().build().toByteArray())
            .argument(WebhookHash.CALLER)
            .argument(webhook.getCaller())
            .argument(WebhookHash.SECRET)
            .argument(sealedSecret);
    places.forEach((source, place) -> call.argument(WebhookHash.at(source)).argument(place.word()));
    long answer = redis.runForNumber(call);
    if (answer == -1) {
      throw FaultCode.ALREADY_EXISTS.exception(
          "WEBHOOK_EXISTS", "there is a webhook " + webhook.getId() + "; delete it first");
    }
    if (answer == -2) {
      throw FaultCode.FAILED_PRECONDITION.exception(
          "TOO_MANY_WEBHOOKS", "there are " + MAX_WEBHOOKS + " webhooks already; delete some");
    }
  }

  private static ScriptCall call(String what, String id, WebhookChange change, String caller) {
    return call(what, id).argument(change.toByteArray()).argument(caller).argument(LOG_LENGTH);
  }

  private static ScriptCall call(String what, String id) {
    return new ScriptCall(Script.CHANGE_WEBHOOK)
        .key(WebhookHash.hook(id))
        .key(WebhookHash.IDS)
        .key(WebhookHash.dead(id))
        .key(LogKeys.WEBHOOK_CHANGES)
        .argument(what)
        .argument(id)
        .argument(MAX_WEBHOOKS);
  }

  /** Returns a call that sets fields and notes nothing. */
  private static ScriptCall update(String id) {
    return call("update", id).argument("").argument("").argument(LOG_LENGTH);
  }

  private static WebhookChange change(String id, WebhookAction action) {
    return WebhookChange.newBuilder().setWebhook(id).setAction(action).build();
  }

  @Override
  public List<Webhook> list() {
    return redis.ask(commands -> commands.smembers(WebhookHash.IDS)).stream()
        .map(WebhookHash::text)
        .sorted()
        .flatMap(id -> find(id).stream())
        .toList();
  }

  @Override
  public Optional<Webhook> find(String id) {
    return WebhookHash.read(
            redis.ask(commands -> commands.hmget(WebhookHash.hook(id), WebhookHash.FIELDS)))
        .map(webhook -> webhook.setDeadDeliveryCount(deadCount(id)).build());
  }

  private long deadCount(String id) {
    return redis.<Long>ask(commands -> commands.xlen(WebhookHash.dead(id)));
  }

  @Override
  public Optional<byte[]> secret(String id) {
    return field(id, WebhookHash.SECRET);
  }

  private Optional<byte[]> field(String id, String field) {
    return Optional.ofNullable(
        redis.<byte[]>ask(commands -> commands.hget(WebhookHash.hook(id), field)));
  }

  @Override
  public boolean pause(String id, String problem, String caller) {
    return redis.runForNumber(
            call("update", id, change(id, WebhookAction.PAUSE_WEBHOOK), caller)
                .argument(WebhookHash.STATE)
                .argument(WebhookState.WEBHOOK_PAUSED.name())
                .argument(WebhookHash.PROBLEM)
                .argument(problem))
        == 1;
  }

  @Override
  public boolean resume(String id, String caller) {
    return redis.runForNumber(
            call("update", id, change(id, WebhookAction.RESUME_WEBHOOK), caller)
                .argument(WebhookHash.STATE)
                .argument(WebhookState.WEBHOOK_ACTIVE.name())
                .argument(WebhookHash.PROBLEM)
                .argument("")
                .argument(WebhookHash.FAILURES)
                .argument(0))
        == 1;
  }

  @Override
  public boolean delete(String id, String caller) {
    return redis.runForNumber(call("delete", id, change(id, WebhookAction.DELETE_WEBHOOK), caller))
        == 1;
  }

  @Override
  public Optional<WebhookPlace> place(String id, String source) {
    return field(id, WebhookHash.at(source)).map(WebhookHash::text).map(WebhookPlace::read);
  }

  @Override
  public void move(String id, String source, WebhookPlace place) {
    redis.runForNumber(update(id).argument(WebhookHash.at(source)).argument(place.word()));
  }

  @Override
  public void delivered(String id, String source, WebhookPlace place) {
    redis.runForNumber(
        update(id)
            .argument(WebhookHash.at(source))
            .argument(place.word())
            .argument(WebhookHash.FAILURES)
            .argument(0));
  }

  @Override
  public long bury(String id, String source, WebhookPlace place, DeadDelivery letter) {
    return redis.runForNumber(
        new ScriptCall(Script.BURY_DELIVERY)
            .key(WebhookHash.hook(id))
            .key(WebhookHash.dead(id))
            .argument(MAX_DEAD)
            .argument(letter.toByteArray())
            .argument(WebhookHash.at(source))
            .argument(place.word()));
  }

  @Override
  public DeadDeliveryPage dead(String id, int pageSize, String pageToken) {
    return log.dead(WebhookHash.dead(id), pageSize, pageToken);
  }

  @Override
  public void forget(String id, String letter) {
    redis.ask(commands -> commands.xdel(WebhookHash.dead(id), letter));
  }

  @Override
  public long replay(String id, String caller) {
    List<StreamMessage<String, byte[]>> last =
        redis.ask(
            commands ->
                commands.xrevrange(WebhookHash.dead(id), Range.create("-", "+"), Limit.from(1)));
    if (last.isEmpty()) {
      return 0;
    }
    long count = deadCount(id);
    redis.runForNumber(
        call("update", id, change(id, WebhookAction.REPLAY_WEBHOOK), caller)
            .argument(WebhookHash.REPLAY)
            .argument(last.getFirst().getId()));
    return count;
  }

  @Override
  public Optional<String> replayThrough(String id) {
    return field(id, WebhookHash.REPLAY).map(WebhookHash::text).filter(it -> !it.isEmpty());
  }

  @Override
  public void endReplay(String id) {
    redis.runForNumber(update(id).argument(WebhookHash.REPLAY).argument(""));
  }

  @Override
  public boolean hold(String id, String holder, Duration length) {
    return redis.runForNumber(lease(id, holder, length)) == 1;
  }

  @Override
  public void release(String id, String holder) {
    redis.runForNumber(lease(id, holder, Duration.ZERO));
  }

  private static ScriptCall lease(String id, String holder, Duration length) {
    return new ScriptCall(Script.HOLD_LEASE)
        .key(WebhookHash.lease(id))
        .argument(holder)
        .argument(length.toMillis());
  }

  @Override
  public WebhookChangePage changes(int pageSize, String pageToken) {
    return log.changes(pageSize, pageToken);
  }
}

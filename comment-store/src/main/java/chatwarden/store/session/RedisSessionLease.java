package chatwarden.store.session;

import chatwarden.livechat.v1.Session;
import chatwarden.runtime.error.FaultCode;
import chatwarden.store.redis.ChatKeys;
import chatwarden.store.redis.Script;
import chatwarden.store.redis.ScriptCall;
import chatwarden.store.redis.SharedConnection;
import chatwarden.type.v1.ChatState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** A lease of a session in Redis. Every write names its fence. */
final class RedisSessionLease implements SessionLease {

  private static final int MAX_WORDS = 1_000;

  private final SharedConnection redis;
  private final SessionId id;
  private final Session session;
  private final long fence;
  private final Duration ttl;
  private final AtomicLong rejections = new AtomicLong();

  RedisSessionLease(
      SharedConnection redis, SessionId id, Session session, long fence, Duration ttl) {
    this.redis = redis;
    this.id = id;
    this.session = session;
    this.fence = fence;
    this.ttl = ttl;
  }

  @Override
  public Session session() {
    return session;
  }

  @Override
  public long fence() {
    return fence;
  }

  @Override
  public Optional<byte[]> checkpoint() {
    return Optional.ofNullable(redis.ask(commands -> commands.hget(id.key(), "checkpoint")));
  }

  @Override
  public boolean stopRequested() {
    return redis.ask(commands -> commands.hexists(id.key(), "stopRequested"));
  }

  @Override
  public boolean renew() {
    return redis.runForNumber(call("renew").argument(ttl.toMillis())) == 1;
  }

  @Override
  public void saveCheckpoint(byte[] checkpoint, long published) {
    require(call("checkpoint").argument(checkpoint).argument(published));
  }

  @Override
  public synchronized void reject(String place) {
    require(call("reject").argument(rejections.incrementAndGet()).argument(cut(place)));
  }

  @Override
  public void noteWay(String account, String problem) {
    require(call("way").argument(account).argument(cut(problem)));
  }

  @Override
  public void finish(ChatState state, String reason) {
    if (state != ChatState.ENDED && state != ChatState.FAILED) {
      throw new IllegalArgumentException("state: " + state + " (expected: ENDED or FAILED)");
    }
    require(call("finish").argument(state.name()).argument(cut(reason)));
    byte[] member = id.toString().getBytes(StandardCharsets.UTF_8);
    redis.ask(commands -> commands.zrem(ChatKeys.LIVE_SESSIONS, member));
  }

  @Override
  public void close() {
    // Lost or finished before, it is given back already.
    redis.runForNumber(call("release"));
  }

  private ScriptCall call(String action) {
    return new ScriptCall(Script.USE_LEASE)
        .key(id.key())
        .key(new ChatKeys(id.chat()).meta())
        .argument(fence)
        .argument(action);
  }

  private void require(ScriptCall call) {
    if (redis.runForNumber(call) == 0) {
      throw FaultCode.FAILED_PRECONDITION.exception(
          "LEASE_LOST", "the lease of session " + id + " is lost or given back");
    }
  }

  private static String cut(String words) {
    int codePoints = words.codePointCount(0, words.length());
    return codePoints <= MAX_WORDS
        ? words
        : words.substring(0, words.offsetByCodePoints(0, MAX_WORDS));
  }
}

package chatwarden.store.personal;

import chatwarden.runtime.error.FaultCode;
import chatwarden.store.redis.SharedConnection;
import io.lettuce.core.SetArgs;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;

/**
 * The lock that lets one erasure of a store run at a time. It ends by itself a little after the
 * process that holds it was killed. Used by one thread.
 */
final class ErasureLock implements AutoCloseable {

  private static final String KEY = "cw:erasure";
  private static final Duration TTL = Duration.ofSeconds(10);

  private final SharedConnection redis;
  private final byte[] holder = UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8);

  private ErasureLock(SharedConnection redis) {
    this.redis = redis;
  }

  static ErasureLock take(SharedConnection redis) {
    ErasureLock lock = new ErasureLock(redis);
    SetArgs free = SetArgs.Builder.nx().px(TTL);
    redis.ask(commands -> commands.set(KEY, lock.holder, free));
    lock.renew();
    return lock;
  }

  /** Keeps the lock; fails where another has it. */
  void renew() {
    byte[] held = redis.ask(commands -> commands.get(KEY));
    if (!Arrays.equals(held, holder)) {
      throw FaultCode.UNAVAILABLE.exception(
          "ERASURE_RUNS", "another erasure runs; try again in " + TTL.toSeconds() + " s");
    }
    redis.ask(commands -> commands.pexpire(KEY, TTL));
  }

  @Override
  public void close() {
    if (Arrays.equals(redis.ask(commands -> commands.get(KEY)), holder)) {
      redis.ask(commands -> commands.unlink(KEY));
    }
  }
}

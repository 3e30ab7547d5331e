package chatwarden.store.redis;

import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.OverloadedException;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shared connection of a process, on which commands of all threads are pipelined, and the way
 * to connections of one's own. Safe for use by many threads.
 *
 * <p>A command whose answer is lost with a connection is sent again on the next: every command that
 * is sent here may be repeated.
 */
public final class SharedConnection {

  private static final Logger log = LoggerFactory.getLogger(SharedConnection.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration RETRY_AFTER = Duration.ofMillis(100);

  private final RedisAddress address;
  private final RedisOptions options;
  private final RedisEngine engine;
  private final AtomicInteger pending = new AtomicInteger();
  private volatile @Nullable DedicatedConnection line;
  private volatile int epoch;

  public SharedConnection(RedisAddress address, RedisOptions options) {
    this.address = address;
    this.options = options;
    this.engine = RedisEngine.of(address, options);
  }

  /** Connects, trying for {@code limit}. */
  public void open(Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (line == null) {
      try {
        use(connect());
      } catch (ChatwardenException e) {
        FaultCode.UNAVAILABLE.orThrow(e);
        if (System.nanoTime() >= deadline) {
          throw FaultCode.UNAVAILABLE.exception(
              e.reason(), "Redis cannot be reached at " + address.hosts() + " (redis.uri)", e);
        }
        TimeUnit.NANOSECONDS.sleep(FIRST_PAUSE.toNanos());
      }
    }
  }

  /**
   * Opens the shared connection anew, on the address that the host has now. A command under way on
   * the old one has the time limit of commands to be answered. Without an answer, the old one
   * stays.
   */
  void reopen() {
    DedicatedConnection old = line;
    try {
      use(connect());
    } catch (ChatwardenException e) {
      FaultCode.UNAVAILABLE.orThrow(e);
      log.debug("Kept the connection to Redis reason={}", e.reason());
      return;
    }
    epoch++;
    log.warn("Opened the connection to Redis anew at={}", address.hosts());
    if (old != null) {
      CompletableFuture.delayedExecutor(timeout().toMillis(), TimeUnit.MILLISECONDS)
          .execute(old::close);
    }
  }

  private void use(DedicatedConnection opened) {
    line = opened;
    loadScripts();
    opened.connection().addListener(new ScriptTeacher());
  }

  /** How often the connection was opened anew; who has one of their own opens it anew too. */
  public int epoch() {
    return epoch;
  }

  /** What Redis says of itself; asked on the shared connection. */
  public RedisFacts facts() {
    DedicatedConnection open = line;
    if (open == null) {
      throw new IllegalStateException("the store is not started (a bug)");
    }
    return new RedisFacts(engine, open);
  }

  /** A connection of one's own; blocks. */
  public DedicatedConnection connect() {
    try {
      return engine.connect();
    } catch (RuntimeException e) {
      throw RedisFaults.translate(e);
    }
  }

  public Duration timeout() {
    return options.timeout();
  }

  /** How many commands wait for their answers. */
  public int pending() {
    return pending.get();
  }

  /** Sends one command; its faults are those of this project. */
  public <T> CompletionStage<T> send(
      Function<RedisClusterAsyncCommands<String, byte[]>, RedisFuture<T>> command) {
    DedicatedConnection open = line;
    if (open == null) {
      throw new IllegalStateException("the store is not started (a bug)");
    }
    if (pending.incrementAndGet() > options.queue()) {
      pending.decrementAndGet();
      return CompletableFuture.failedFuture(full());
    }
    CompletionStage<T> answer;
    try {
      answer = command.apply(open.commands());
    } catch (RuntimeException e) {
      pending.decrementAndGet();
      return CompletableFuture.failedFuture(RedisFaults.translate(e));
    }
    return answer.handle(
        (value, fault) -> {
          pending.decrementAndGet();
          if (fault != null) {
            throw new CompletionException(faultOf(fault));
          }
          return value;
        });
  }

  private static OverloadedException full() {
    return OverloadedException.of(
        "STORE_BUSY", "too many commands wait for Redis (redis.queue)", RETRY_AFTER);
  }

  /** Sends one command and waits. */
  public <T> T ask(Function<RedisClusterAsyncCommands<String, byte[]>, RedisFuture<T>> command) {
    return RedisFaults.await(send(command));
  }

  /** Runs a script by its digest, or, where Redis does not know it yet, by its source. */
  public <T> CompletionStage<T> run(ScriptCall call, ScriptOutputType answer) {
    Script script = call.script();
    String[] keys = call.keys();
    byte[][] arguments = call.arguments();
    return this.<T>send(redis -> redis.evalsha(script.digest(), answer, keys, arguments))
        .exceptionallyCompose(
            fault ->
                RedisFaults.isUnknownScript(fault)
                    ? send(redis -> redis.eval(script.source(), answer, keys, arguments))
                    : CompletableFuture.failedStage(fault));
  }

  /** Runs a script that answers with one number, and waits. */
  public long runForNumber(ScriptCall call) {
    return RedisFaults.<Long>await(run(call, ScriptOutputType.INTEGER));
  }

  /**
   * Has Redis write its append-only file anew, so that removed texts leave the disk; where it has
   * none, nothing is done.
   */
  public void rewriteAppendOnlyFiles() {
    facts().rewriteAppendOnlyFiles();
  }

  public void close() {
    engine.close();
  }

  private void loadScripts() {
    Script.ALL.forEach(
        script -> RedisFaults.await(send(redis -> redis.scriptLoad(script.source()))));
  }

  /** A Redis that was started again has forgotten the scripts. */
  private final class ScriptTeacher implements RedisConnectionStateListener {

    @Override
    public void onRedisConnected(RedisChannelHandler<?, ?> connection, SocketAddress address) {
      for (Script script : Script.ALL) {
        // Without an answer, the first call of the script finds out and sends it whole.
        var unused = send(redis -> redis.scriptLoad(script.source()));
      }
    }
  }

  /** An unknown script is left as it is, since it is not a fault yet. */
  private static Throwable faultOf(Throwable fault) {
    return RedisFaults.isUnknownScript(fault) ? fault : RedisFaults.translate(fault);
  }
}

package chatwarden.store.redis;

import chatwarden.runtime.config.ConfigKey;
import chatwarden.runtime.health.HealthWindow;
import java.time.Duration;
import java.util.List;

/** The settings of the store. */
public final class StoreKeys {

  /** Where Redis is. */
  public static final ConfigKey<String> REDIS_URI =
      ConfigKey.text(
          "redis.uri",
          "embedded",
          "Where Redis is: redis://[user:password@]host[:port][/database], rediss:// with TLS, "
              + "redis-cluster:// or rediss-cluster:// with one or more hosts, comma-separated, "
              + "for Redis Cluster; or embedded");

  /** How long one command may take. */
  public static final ConfigKey<Duration> REDIS_TIMEOUT =
      ConfigKey.duration(
          "redis.timeout", Duration.ofSeconds(5), "How long one command of Redis may take");

  /** How many commands wait for Redis at most. */
  public static final ConfigKey<Integer> REDIS_QUEUE =
      ConfigKey.integer(
          "redis.queue",
          10_000,
          16,
          1_000_000,
          "How many commands of a process may wait for the answer of Redis; more are refused");

  /** How long a starting process waits for Redis. */
  public static final ConfigKey<Duration> REDIS_START_TIMEOUT =
      ConfigKey.duration(
          "redis.start-timeout",
          Duration.ofSeconds(10),
          "How long a starting process waits for Redis before it gives up");

  /** Whether a Redis that forgets will do. */
  public static final ConfigKey<Boolean> ALLOW_EVICTION =
      ConfigKey.flag(
          "redis.allow-eviction",
          false,
          "Whether a Redis may be used that evicts keys without expiry when its memory is short"
              + " (maxmemory-policy allkeys-*): comments and sessions then vanish unnoticed");

  /** How long comments are kept. */
  public static final ConfigKey<Duration> RETENTION =
      ConfigKey.duration(
          "store.retention",
          Duration.ofDays(30),
          "How long a comment is kept after its recording; 0s keeps it for ever");

  /** How long the logs of who did what are kept. */
  public static final ConfigKey<Duration> AUDIT_RETENTION =
      ConfigKey.duration(
          "store.audit-retention",
          Duration.ofDays(365),
          "How long entries of the audit logs and of the logs of models' aliases, rollouts and"
              + " pipelines are kept, at most as long as their chat; 0s sets no limit");

  /** How long an erased account is remembered, by a hash. */
  public static final ConfigKey<Duration> ERASURE_PERIOD =
      ConfigKey.duration(
          "store.erasure-period",
          Duration.ofDays(30),
          "How long comments that an account wrote before its erasure are refused, where they come"
              + " in later, as from a queue or a source that is read again");

  /** How often removed texts are removed from Redis' disk too. */
  public static final ConfigKey<Duration> REWRITE_INTERVAL =
      ConfigKey.duration(
          "store.rewrite-interval",
          Duration.ofDays(1),
          "How often Redis is asked to rewrite its append-only file, so that removed texts"
              + " leave the disk too; 0s leaves that to Redis");

  /** How many events a chat keeps. */
  public static final ConfigKey<Integer> STREAM_MAX_LENGTH =
      ConfigKey.integer(
          "store.stream-max-length",
          100_000,
          1_000,
          100_000_000,
          "How many events a chat keeps for watchers that resume, roughly");

  /** How much feedback is kept. */
  public static final ConfigKey<Integer> FEEDBACK_MAX_LENGTH =
      ConfigKey.integer(
          "store.feedback-max-length",
          100_000,
          100,
          10_000_000,
          "How many pieces of feedback on judgements are kept, roughly");

  private StoreKeys() {}

  /** All of them, for the loader of the configuration. */
  public static List<ConfigKey<?>> all() {
    return List.of(
        REDIS_URI,
        REDIS_TIMEOUT,
        REDIS_QUEUE,
        REDIS_START_TIMEOUT,
        ALLOW_EVICTION,
        HealthWindow.LENGTH,
        RETENTION,
        AUDIT_RETENTION,
        ERASURE_PERIOD,
        REWRITE_INTERVAL,
        STREAM_MAX_LENGTH,
        FEEDBACK_MAX_LENGTH);
  }
}

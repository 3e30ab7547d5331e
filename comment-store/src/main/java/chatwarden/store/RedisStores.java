package chatwarden.store;

import chatwarden.runtime.config.Config;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.health.HealthWindow;
import chatwarden.runtime.lifecycle.ServicePart;
import chatwarden.store.access.KeyStore;
import chatwarden.store.access.RedisKeyStore;
import chatwarden.store.account.AccountStore;
import chatwarden.store.account.RedisAccountStore;
import chatwarden.store.action.ActingStores;
import chatwarden.store.audit.AliasLog;
import chatwarden.store.audit.RedisAliasLog;
import chatwarden.store.comment.ChatIndex;
import chatwarden.store.comment.CommentStore;
import chatwarden.store.comment.RecordCalls;
import chatwarden.store.comment.RedisCommentStore;
import chatwarden.store.erasure.Tombstones;
import chatwarden.store.feedback.FeedbackStore;
import chatwarden.store.feedback.RedisFeedbackStore;
import chatwarden.store.layout.StoreLayout;
import chatwarden.store.personal.PersonalDataStore;
import chatwarden.store.personal.RedisPersonalDataStore;
import chatwarden.store.pipeline.RedisRunStore;
import chatwarden.store.pipeline.RedisStepQueue;
import chatwarden.store.pipeline.RunStore;
import chatwarden.store.pipeline.StepQueue;
import chatwarden.store.pseudonym.Pseudonyms;
import chatwarden.store.pseudonym.RedisPseudonyms;
import chatwarden.store.redis.MemoryGuard;
import chatwarden.store.redis.RedisAddress;
import chatwarden.store.redis.RedisOptions;
import chatwarden.store.redis.SharedConnection;
import chatwarden.store.redis.StoreGeneration;
import chatwarden.store.redis.StoreKeys;
import chatwarden.store.redis.StoreMetrics;
import chatwarden.store.redis.StoreProbe;
import chatwarden.store.retention.LogSweep;
import chatwarden.store.retention.Retention;
import chatwarden.store.retention.RetentionSweep;
import chatwarden.store.retention.RetentionSweeper;
import chatwarden.store.review.RedisReviewStore;
import chatwarden.store.review.ReviewStore;
import chatwarden.store.rollout.RedisRolloutStore;
import chatwarden.store.rollout.RolloutStore;
import chatwarden.store.session.LostSessions;
import chatwarden.store.session.RedisSessionStore;
import chatwarden.store.session.SessionStore;
import chatwarden.store.settings.RedisSettingsStore;
import chatwarden.store.settings.SettingsStore;
import chatwarden.store.sketch.RedisSketchStore;
import chatwarden.store.sketch.RedisTextComparisonStore;
import chatwarden.store.sketch.SketchStore;
import chatwarden.store.sketch.TextComparisonStore;
import chatwarden.store.statistics.RedisStatisticsStore;
import chatwarden.store.statistics.StatisticsStore;
import chatwarden.store.synthetic.RedisSyntheticStore;
import chatwarden.store.synthetic.SyntheticStore;
import chatwarden.store.watch.EventLog;
import chatwarden.store.watch.RedisEventLog;
import chatwarden.store.webhook.RedisWebhookStore;
import chatwarden.store.webhook.WebhookStore;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The stores of one process on one Redis, or one Redis Cluster, of version 6.2 or later. Safe for
 * use by many threads; the stores can be handed around before the start and used after it.
 */
public final class RedisStores implements ServicePart {

  private static final Duration DRAIN_STEP = Duration.ofMillis(5);

  private final SharedConnection redis;
  private final Duration startTimeout;
  private final RedisCommentStore comments;
  private final RedisEventLog events;
  private final RedisSessionStore sessions;
  private final RedisFeedbackStore feedback;
  private final RedisPersonalDataStore personalData;
  private final RedisRunStore runs;
  private final RedisReviewStore reviews;
  private final RedisSettingsStore settings;
  private final RedisStatisticsStore statistics;
  private final ActingStores acting;
  private final RetentionSweeper sweeper;
  private final HealthWindow health;
  private final MemoryGuard memory;
  private final StoreProbe probe;

  private RedisStores(Config config, MeterRegistry registry, String client, InstantSource clock) {
    RedisAddress address = RedisAddress.parse(config.get(StoreKeys.REDIS_URI));
    redis = new SharedConnection(address, RedisOptions.of(config));
    startTimeout = config.get(StoreKeys.REDIS_START_TIMEOUT);
    Retention retention = new Retention(config.get(StoreKeys.RETENTION));
    int streamMaxLength = config.get(StoreKeys.STREAM_MAX_LENGTH);
    RecordCalls calls = new RecordCalls(retention.commentTtl(), streamMaxLength, clock);
    Tombstones tombstones = new Tombstones(redis, config.get(StoreKeys.ERASURE_PERIOD));
    ChatIndex chats = new ChatIndex(redis, tombstones, clock);
    comments =
        new RedisCommentStore(
            redis, calls, chats, new StoreMetrics(registry, client, redis::pending), clock);
    events = new RedisEventLog(redis);
    LostSessions lost = new LostSessions(redis, streamMaxLength, clock);
    sessions = new RedisSessionStore(redis, lost, tombstones, clock, streamMaxLength);
    reviews = new RedisReviewStore(redis, comments, retention, clock);
    settings = new RedisSettingsStore(redis, chats);
    statistics = new RedisStatisticsStore(redis, chats, StatisticsStore.MAX_COMMENTS);
    feedback =
        new RedisFeedbackStore(redis, config.get(StoreKeys.FEEDBACK_MAX_LENGTH), retention, clock);
    Pseudonyms pseudonyms = pseudonyms();
    personalData =
        new RedisPersonalDataStore(redis, comments, reviews, pseudonyms, tombstones, clock);
    runs = new RedisRunStore(redis, clock);
    acting =
        ActingStores.on(redis, comments, reviews, retention.commentTtl(), streamMaxLength, clock);
    sweeper =
        new RetentionSweeper(
            new RetentionSweep(
                redis,
                retention,
                new LogSweep(redis, config.get(StoreKeys.AUDIT_RETENTION), tombstones, clock),
                config.get(StoreKeys.REWRITE_INTERVAL),
                clock),
            retention.sweepInterval());
    health = new HealthWindow("store", client, "stores no write", config, registry);
    memory =
        new MemoryGuard(config.get(StoreKeys.ALLOW_EVICTION), address.hosts(), registry, client);
    probe = new StoreProbe(redis, health, new StoreGeneration(registry, client), memory);
    Gauge.builder("store.tail.open", events, RedisEventLog::tails)
        .tag("client", client)
        .description("Tails that follow chats, each with a connection of its own")
        .register(registry);
  }

  /**
   * The stores that {@link StoreKeys} describe, not connected yet.
   *
   * @param client who calls Redis, as a tag of the metrics; no other of the process has it
   * @throws InvalidInputException naming {@code redis.uri} when it is not an address of Redis
   */
  public static RedisStores open(Config config, MeterRegistry registry, String client) {
    return new RedisStores(config, registry, client, InstantSource.system());
  }

  /** The comments and chats. */
  public CommentStore comments() {
    return comments;
  }

  /** The events of the chats. */
  public EventLog events() {
    return events;
  }

  /** The sessions. */
  public SessionStore sessions() {
    return sessions;
  }

  /** The reviews and the audit log. */
  public ReviewStore reviews() {
    return reviews;
  }

  /** What the moderators want flagged. */
  public SettingsStore settings() {
    return settings;
  }

  /** What the comments add up to. */
  public StatisticsStore statistics() {
    return statistics;
  }

  /** Returns the counts by hour that drift is found from. */
  public SketchStore sketches() {
    return new RedisSketchStore(redis);
  }

  /** Returns the last comparison of texts. */
  public TextComparisonStore textComparisons() {
    return new RedisTextComparisonStore(redis);
  }

  /** Why nothing is stored, for people; empty while writes are. */
  public Optional<String> problem() {
    return health.problem();
  }

  /** The API keys. */
  public KeyStore keys() {
    return new RedisKeyStore(redis);
  }

  /** Returns the log of the moves of models' aliases. */
  public AliasLog aliases() {
    return new RedisAliasLog(redis);
  }

  /** Returns the hashes in place of the ids of authors. */
  public Pseudonyms pseudonyms() {
    return new RedisPseudonyms(redis);
  }

  /** Returns everything that is kept of an account. */
  public PersonalDataStore personalData() {
    return personalData;
  }

  /** Returns the pipelines and their runs. */
  public RunStore runs() {
    return runs;
  }

  /** Returns the steps that wait for workers. */
  public StepQueue steps() {
    return new RedisStepQueue(redis);
  }

  /** Returns the rollouts of models. */
  public RolloutStore rollouts() {
    return new RedisRolloutStore(redis);
  }

  /** Returns the synthetic comments. */
  public SyntheticStore synthetic() {
    return new RedisSyntheticStore(redis);
  }

  /** Returns the actions on platforms. */
  public ActingStores acting() {
    return acting;
  }

  /** Returns the accounts that act. */
  public AccountStore accounts() {
    return new RedisAccountStore(redis);
  }

  /** Returns the webhooks. */
  public WebhookStore webhooks() {
    return new RedisWebhookStore(redis);
  }

  /** What people think of the judgements. */
  public FeedbackStore feedback() {
    return feedback;
  }

  /**
   * Connects, migrates a store of an older layout, and starts to sweep by the retention.
   *
   * @throws ChatwardenException UNAVAILABLE, when Redis cannot be reached within {@code
   *     redis.start-timeout}
   * @throws ChatwardenException FAILED_PRECONDITION, when it evicts keys, a newer version wrote the
   *     store, or a restore into it is not complete
   */
  @Override
  public void start() throws InterruptedException {
    try {
      redis.open(startTimeout);
      memory.admit(redis.facts());
      new StoreLayout(redis).admit();
    } catch (ChatwardenException e) {
      redis.close();
      throw e;
    }
    probe.start();
    sweeper.start();
  }

  /** Waits until every command is answered. */
  @Override
  public void drain(Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (redis.pending() > 0 && System.nanoTime() < deadline) {
      TimeUnit.NANOSECONDS.sleep(DRAIN_STEP.toNanos());
    }
  }

  /** Closes every tail and every connection; commands under way fail. */
  @Override
  public void close() {
    probe.close();
    sweeper.close();
    events.close();
    redis.close();
  }

  @Override
  public String name() {
    return "stores";
  }
}

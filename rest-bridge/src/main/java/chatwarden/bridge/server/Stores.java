package chatwarden.bridge.server;

import chatwarden.runtime.config.Config;
import chatwarden.store.RedisStores;
import chatwarden.store.access.KeyStore;
import chatwarden.store.account.AccountStore;
import chatwarden.store.action.ActingStores;
import chatwarden.store.audit.AliasLog;
import chatwarden.store.comment.CommentStore;
import chatwarden.store.feedback.FeedbackStore;
import chatwarden.store.personal.PersonalDataStore;
import chatwarden.store.pipeline.RunStore;
import chatwarden.store.pseudonym.Pseudonyms;
import chatwarden.store.review.ReviewStore;
import chatwarden.store.rollout.RolloutStore;
import chatwarden.store.session.SessionStore;
import chatwarden.store.settings.SettingsStore;
import chatwarden.store.sketch.SketchStore;
import chatwarden.store.sketch.TextComparisonStore;
import chatwarden.store.statistics.StatisticsStore;
import chatwarden.store.watch.EventLog;
import chatwarden.store.webhook.WebhookStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import java.util.function.Supplier;

/** What the bridge reads and writes, and how it is let go. */
record Stores(
    CommentStore comments,
    EventLog events,
    SessionStore sessions,
    KeyStore keys,
    FeedbackStore feedback,
    ReviewStore reviews,
    SettingsStore settings,
    StatisticsStore statistics,
    SketchStore sketches,
    TextComparisonStore textComparisons,
    AliasLog aliases,
    Pseudonyms pseudonyms,
    PersonalDataStore personalData,
    RunStore runs,
    RolloutStore rollouts,
    ActingStores acting,
    AccountStore accounts,
    WebhookStore webhooks,
    Supplier<Optional<String>> problem,
    AutoCloseable end)
    implements AutoCloseable {

  /** Opens them. */
  interface Opener {
    Stores open(Config config, MeterRegistry metrics) throws Exception;
  }

  /** Those on the Redis that is configured. */
  static Stores onRedis(Config config, MeterRegistry metrics) throws Exception {
    RedisStores redis = RedisStores.open(config, metrics, "bridge");
    redis.start();
    return new Stores(
        redis.comments(),
        redis.events(),
        redis.sessions(),
        redis.keys(),
        redis.feedback(),
        redis.reviews(),
        redis.settings(),
        redis.statistics(),
        redis.sketches(),
        redis.textComparisons(),
        redis.aliases(),
        redis.pseudonyms(),
        redis.personalData(),
        redis.runs(),
        redis.rollouts(),
        redis.acting(),
        redis.accounts(),
        redis.webhooks(),
        redis::problem,
        redis::close);
  }

  @Override
  public void close() throws Exception {
    end.close();
  }
}

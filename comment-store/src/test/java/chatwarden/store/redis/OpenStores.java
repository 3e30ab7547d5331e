package chatwarden.store.redis;

import chatwarden.livechat.v1.Session;
import chatwarden.livechat.v1.WatchCommentsResponse;
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
import chatwarden.store.pipeline.StepQueue;
import chatwarden.store.pseudonym.Pseudonyms;
import chatwarden.store.review.ReviewStore;
import chatwarden.store.rollout.RolloutStore;
import chatwarden.store.session.SessionLease;
import chatwarden.store.session.SessionStore;
import chatwarden.store.settings.SettingsStore;
import chatwarden.store.sketch.SketchStore;
import chatwarden.store.sketch.TextComparisonStore;
import chatwarden.store.statistics.StatisticsStore;
import chatwarden.store.watch.EventLog;
import chatwarden.store.watch.ResumeToken;
import chatwarden.store.webhook.WebhookStore;
import chatwarden.testing.engine.RedisServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Started stores on a test's Redis, with a second connection to look at the keys by hand. */
public final class OpenStores implements AutoCloseable {

  public final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final RedisStores stores;
  private final SharedConnection raw;

  public OpenStores(Config config) throws InterruptedException {
    stores = RedisStores.open(config, registry, "test");
    stores.start();
    raw =
        new SharedConnection(
            RedisAddress.parse(config.get(StoreKeys.REDIS_URI)), RedisOptions.of(config));
    raw.open(config.get(StoreKeys.REDIS_START_TIMEOUT));
  }

  public static OpenStores on(RedisServer redis) throws InterruptedException {
    return new OpenStores(config(redis));
  }

  public static Config config(RedisServer redis) {
    return Config.defaults().with(StoreKeys.REDIS_URI, redis.uri());
  }

  public CommentStore comments() {
    return stores.comments();
  }

  public AliasLog aliases() {
    return stores.aliases();
  }

  public PersonalDataStore personalData() {
    return stores.personalData();
  }

  public RunStore runs() {
    return stores.runs();
  }

  public StepQueue steps() {
    return stores.steps();
  }

  public RolloutStore rollouts() {
    return stores.rollouts();
  }

  public ActingStores acting() {
    return stores.acting();
  }

  public AccountStore accounts() {
    return stores.accounts();
  }

  public WebhookStore webhooks() {
    return stores.webhooks();
  }

  public EventLog events() {
    return stores.events();
  }

  public ReviewStore reviews() {
    return stores.reviews();
  }

  public KeyStore keys() {
    return stores.keys();
  }

  public FeedbackStore feedback() {
    return stores.feedback();
  }

  public Pseudonyms pseudonyms() {
    return stores.pseudonyms();
  }

  public SettingsStore settings() {
    return stores.settings();
  }

  public StatisticsStore statistics() {
    return stores.statistics();
  }

  public SketchStore sketches() {
    return stores.sketches();
  }

  public TextComparisonStore textComparisons() {
    return stores.textComparisons();
  }

  public SessionStore sessions() {
    return stores.sessions();
  }

  /** Returns why Redis stores no writes; empty while it does. */
  Optional<String> problem() {
    return stores.problem();
  }

  public SharedConnection raw() {
    return raw;
  }

  /** Registers a chat. */
  public Session start(String chat) {
    return sessions().create(Session.newBuilder().setChat(chat).setSource("push:" + chat).build());
  }

  /** Takes the session that reads the chat, and those of other chats that are in the way. */
  public SessionLease claim(String chat) {
    while (true) {
      SessionLease lease = sessions().claim("test", Duration.ofMinutes(1)).orElseThrow();
      if (lease.session().getChat().equals(chat)) {
        return lease;
      }
    }
  }

  public List<WatchCommentsResponse> allEvents(String chat) {
    return events().after(chat, ResumeToken.BEGINNING, 10_000);
  }

  /** The fields of a comment's hash but the ids of its events. */
  public Map<String, String> hash(String chat, String id) {
    String key = new ChatKeys(chat).comment(id);
    Map<String, String> fields = new TreeMap<>();
    raw.ask(commands -> commands.hgetall(key))
        .forEach((field, value) -> fields.put(field, new String(value, StandardCharsets.UTF_8)));
    fields.keySet().removeIf(field -> field.endsWith("Event"));
    return fields;
  }

  /** Waits for the answer of a recording; its fault is thrown as it is. */
  public static <T extends @Nullable Object> T await(CompletionStage<T> recording) {
    try {
      return recording.toCompletableFuture().get(20, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException fault) {
        throw fault;
      }
      throw new AssertionError(e);
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    raw.close();
    stores.close();
  }
}

package chatwarden.ingest.acting;

import chatwarden.action.v1.Account;
import chatwarden.action.v1.ActingMode;
import chatwarden.action.v1.Action;
import chatwarden.action.v1.ActionKind;
import chatwarden.action.v1.ActionState;
import chatwarden.ingest.account.Accounts;
import chatwarden.ingest.http.ApiClient;
import chatwarden.ingest.server.ActingParts;
import chatwarden.ingest.source.SourceClock;
import chatwarden.livechat.v1.Session;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.config.ConfigKey;
import chatwarden.runtime.config.ConfigLoader;
import chatwarden.runtime.lifecycle.ServicePart;
import chatwarden.store.RedisStores;
import chatwarden.store.action.ActingStores;
import chatwarden.store.action.DecisionRelay;
import chatwarden.store.redis.StoreKeys;
import chatwarden.store.review.Reviewer;
import chatwarden.testing.engine.RedisServer;
import chatwarden.testing.platform.TwitchApiServer;
import chatwarden.testing.platform.YouTubeApiServer;
import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** A chat of Twitch and one of YouTube, with connected accounts and doubles of the platforms. */
final class ActingFixture implements AutoCloseable {
  static final String CHANNEL = "chan";
  static final String VIDEO = "dQw4w9WgXcQ";
  private static final Reviewer ANN = new Reviewer("Ann", "key:1");

  final RedisServer redis = RedisServer.start();
  final TwitchApiServer twitch;
  final YouTubeApiServer youtube = new YouTubeApiServer();
  final Map<String, String> settings = new HashMap<>();
  final ActingStores stores;
  final RedisStores all;
  private final ApiClient http = new ApiClient(java.time.Duration.ofSeconds(5));
  private final List<ServicePart> parts = new ArrayList<>();

  /**
   * A fixture.
   *
   * @param twitchUser the id of the account on Twitch; 1 owns the channel
   */
  ActingFixture(Path folder, String twitchUser) throws Exception {
    twitch = new TwitchApiServer(twitchUser);
    settings.put("redis.uri", redis.uri());
    settings.put("accounts.key-file", folder.resolve("account.key").toString());
    settings.put("twitch.client-id", "client");
    settings.put("twitch.auth-url", twitch.url());
    settings.put("twitch.api-url", twitch.url());
    settings.put("youtube.client-id", "client");
    settings.put("youtube.auth-url", youtube.url());
    settings.put("youtube.api-url", youtube.url());
    settings.put("acting.interval", "20ms");
    settings.put("acting.timeout", "1s");
    settings.put("acting.lease", "2s");
    all = RedisStores.open(config(settings), new SimpleMeterRegistry(), "test");
    all.start();
    stores = all.acting();
  }

  /** Returns a configuration with these settings. */
  static Config config(Map<String, String> settings) {
    List<ConfigKey<?>> keys = new ArrayList<>(ActingParts.keys());
    keys.addAll(StoreKeys.all());
    return ConfigLoader.of(keys).flags(settings).load();
  }

  Accounts accounts() {
    return new Accounts(all.accounts(), http, SourceClock.system(), config(settings));
  }

  Account connect(String platform) throws InterruptedException {
    Accounts accounts = accounts();
    return accounts.connect(platform, accounts.begin(platform));
  }

  /** Registers a chat that acts, and connects the account of its platform. */
  void actOn(String platform, String chat) throws InterruptedException {
    connect(platform);
    all.sessions()
        .create(Session.newBuilder().setChat(chat).setSource(platform + ":" + chat).build());
    stores.modes().set(chat, ActingMode.ACTING_ON, "", ANN);
  }

  void startWorker() throws Exception {
    ServicePart part =
        ActingParts.of(all, config(settings), new SimpleMeterRegistry(), SourceClock.system());
    part.start();
    parts.add(part);
  }

  Action ask(String chat, String id, ActionKind kind) {
    Instant now = Instant.now();
    Action.Builder action =
        Action.newBuilder()
            .setId(id)
            .setChat(chat)
            .setKind(kind)
            .setComment("m-" + id)
            .setAuthorId("u-" + id)
            .setMessage("be kind")
            .setReviewer("Ann");
    if (kind == ActionKind.TIME_OUT_AUTHOR) {
      action.setAuthorTimeout(Duration.newBuilder().setSeconds(600));
    }
    Timestamp time =
        Timestamp.newBuilder().setSeconds(now.getEpochSecond()).setNanos(now.getNano()).build();
    return stores.actions().add(DecisionRelay.begun(action.build(), ActingMode.ACTING_ON, time));
  }

  Action now(String chat, String id) {
    return stores.actions().find(chat, id).orElseThrow().action();
  }

  Action await(String chat, String id, ActionState state) {
    return Awaitility.await()
        .atMost(java.time.Duration.ofSeconds(60))
        .pollInterval(java.time.Duration.ofMillis(20))
        .until(() -> now(chat, id), action -> action.getState() == state);
  }

  Action awaitReason(String chat, String id, String reason) {
    return Awaitility.await()
        .atMost(java.time.Duration.ofSeconds(60))
        .pollInterval(java.time.Duration.ofMillis(20))
        .until(() -> now(chat, id), action -> action.getProblemReason().equals(reason));
  }

  @Override
  public void close() throws Exception {
    for (ServicePart part : parts) {
      part.close();
    }
    http.close();
    all.close();
    twitch.close();
    youtube.close();
    redis.close();
  }
}

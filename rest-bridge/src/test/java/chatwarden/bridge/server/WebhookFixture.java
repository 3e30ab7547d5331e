package chatwarden.bridge.server;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.bridge.webhook.WebhookKeys;
import chatwarden.runtime.config.Config;
import chatwarden.store.secret.KeyFile;
import chatwarden.testing.platform.WebhookReceiver;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Starts a bridge that may post to this machine, and for each test a receiver. */
abstract class WebhookFixture {

  static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final AtomicInteger HOOKS = new AtomicInteger();

  static TestBridge bridge;
  WebhookReceiver receiver;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    bridge = TestBridge.start(config(folder));
  }

  static Config config(Path folder) {
    return Config.defaults()
        .with(KeyFile.FILE, folder.resolve("account.key").toString())
        .with(WebhookKeys.ALLOW_PRIVATE, true)
        .with(WebhookKeys.INTERVAL, Duration.ofMillis(20))
        .with(WebhookKeys.FIRST_PAUSE, Duration.ofMillis(10))
        .with(WebhookKeys.TIMEOUT, Duration.ofSeconds(5))
        .with(WebhookKeys.LEASE, Duration.ofSeconds(10))
        .with(WebhookKeys.MAX_ATTEMPTS, 3)
        .with(WebhookKeys.PAUSE_AFTER, 2);
  }

  @AfterAll
  static void stop() throws Exception {
    bridge.close();
  }

  @BeforeEach
  void receive() {
    receiver = new WebhookReceiver();
  }

  @AfterEach
  void leave() throws Exception {
    for (JsonNode webhook : TestBridge.json(bridge.get("/v1/webhooks")).get("webhooks")) {
      assertThat(
              bridge
                  .send(bridge.request("/v1/webhooks/" + webhook.get("id").asText()).DELETE())
                  .statusCode())
          .isEqualTo(200);
    }
    receiver.close();
  }

  /** Makes a webhook for these types of events of a chat, and returns its path. */
  String webhook(String chat, String... events) throws Exception {
    String id = "hook-" + HOOKS.incrementAndGet();
    HttpResponse<String> made = create(id, receiver.url(), SECRET, List.of(events), List.of(chat));
    assertThat(made.statusCode()).as(made.body()).isEqualTo(200);
    assertThat(TestBridge.json(made).at("/state").asText()).isEqualTo("WEBHOOK_ACTIVE");
    return "/v1/webhooks/" + id;
  }

  static HttpResponse<String> create(
      String id, String uri, String secret, List<String> events, List<String> chats)
      throws Exception {
    return bridge.post(
        "/v1/webhooks",
        JSON.writeValueAsString(
            Map.of("id", id, "uri", uri, "secret", secret, "events", events, "chats", chats)));
  }

  List<JsonNode> bodies() {
    return receiver.taken().stream().map(each -> read(each.body())).toList();
  }

  static JsonNode read(String body) {
    try {
      return TestBridge.json(body);
    } catch (IOException e) {
      throw new AssertionError(body, e);
    }
  }
}

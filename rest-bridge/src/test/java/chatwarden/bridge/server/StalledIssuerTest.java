package chatwarden.bridge.server;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.bridge.access.AccessKeys;
import chatwarden.domain.access.Role;
import chatwarden.runtime.config.Config;
import chatwarden.store.access.NewApiKey;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StalledIssuerTest {

  @Test
  void bridgeStartsAndRevokesKeysWhileTheIssuerStalls() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    AtomicInteger asked = new AtomicInteger();
    HttpServer issuer = stalling(asked, over);
    Config config =
        Config.defaults()
            .with(AccessKeys.ENABLED, true)
            .with(AccessKeys.KEY_REFRESH, Duration.ofMillis(50))
            .with(AccessKeys.OIDC_ISSUER, "https://issuer.example")
            .with(
                AccessKeys.OIDC_JWKS_URL,
                "http://127.0.0.1:" + issuer.getAddress().getPort() + "/jwks");
    try (TestBridge bridge = TestBridge.start(config)) {
      NewApiKey key = NewApiKey.create("a test", Role.VIEWER, Instant.now());
      bridge.keys().add(key.stored());
      awaitStatus(bridge, key, 200);
      Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> asked.get() >= 2);

      bridge.keys().revoke(key.stored().id());
      awaitStatus(bridge, key, 401);
    } finally {
      over.countDown();
      issuer.stop(0);
    }
  }

  private static HttpServer stalling(AtomicInteger asked, CountDownLatch over) throws Exception {
    HttpServer issuer =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    issuer.setExecutor(task -> Thread.ofVirtual().start(task));
    issuer.createContext(
        "/jwks",
        exchange -> {
          asked.incrementAndGet();
          exchange.sendResponseHeaders(200, 100);
          exchange.getResponseBody().write('{');
          exchange.getResponseBody().flush();
          try {
            over.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    issuer.start();
    return issuer;
  }

  /** Far sooner than a reading of the issuer's keys is given up. */
  private static void awaitStatus(TestBridge bridge, NewApiKey key, int status) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(3))
        .pollInterval(Duration.ofMillis(50))
        .untilAsserted(
            () ->
                assertThat(
                        bridge
                            .send(bridge.request("/v1/chats").header("X-Api-Key", key.secret()))
                            .statusCode())
                    .isEqualTo(status));
  }
}

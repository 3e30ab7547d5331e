package chatwarden.it.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import chatwarden.it.chain.DurableBroker;
import chatwarden.it.process.ChatwardenProcess;
import chatwarden.testing.engine.RedisServer;
import chatwarden.testing.process.Executables;
import chatwarden.testing.process.FreePorts;
import chatwarden.testing.process.JavaProcess;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page shows while a part of the platform is away, and that it goes on by itself. */
class OutagePageTest {
  private static final LocatorAssertions.IsVisibleOptions PATIENT =
      new LocatorAssertions.IsVisibleOptions().setTimeout(30_000);

  @TempDir private static Path folder;

  private static JavaProcess up(RedisServer redis, DurableBroker broker, int port) {
    return ChatwardenProcess.start(
        "up",
        "--source",
        "none",
        "--data-dir",
        folder.resolve("data").toString(),
        "--port",
        String.valueOf(port),
        "--set",
        "redis.uri=" + redis.uri(),
        "--set",
        "broker.uri=" + broker.uri());
  }

  @Test
  void anEmptyStoreALostBrokerALostStoreAndALostBridgeAreShownForWhatTheyAre() {
    Executables.require("node");
    int port = FreePorts.next();
    try (RedisServer redis = RedisServer.start();
        DurableBroker broker = DurableBroker.embedded(folder.resolve("broker"));
        Browser browser = new Browser()) {
      JavaProcess up = up(redis, broker, port);
      try {
        Page page = browser.chromium().newPage();
        page.navigate("http://127.0.0.1:" + port + "/");
        assertThat(page.getByText("No chat yet")).isVisible(PATIENT);
        assertThat(page.locator(".outage.none")).hasCount(1);
        Pages.picture(page, "empty-store");

        broker.kill9();
        assertThat(page.getByText("The message broker does not answer")).isVisible(PATIENT);
        Pages.picture(page, "broker-away");
        broker.restart();
        assertThat(page.locator(".outage.none")).isAttached(attached());

        redis.kill9();
        assertThat(page.getByText("The store does not answer")).isVisible(PATIENT);
        redis.restart();
        assertThat(page.locator(".outage.none")).isAttached(attached());

        up.kill9();
        assertThat(page.getByText("The server does not answer")).isVisible(PATIENT);
        Pages.picture(page, "bridge-away");
        up.close();
        up = up(redis, broker, port);
        assertThat(page.getByText("No chat yet")).isVisible(PATIENT);
      } finally {
        up.close();
      }
    }
  }

  private static LocatorAssertions.IsAttachedOptions attached() {
    return new LocatorAssertions.IsAttachedOptions().setTimeout(30_000);
  }
}

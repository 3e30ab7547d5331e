package chatwarden.bridge.server;

import chatwarden.bridge.webhook.WebhookKeys;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.telemetry.Telemetry;
import chatwarden.store.redis.StoreKeys;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** A process with a bridge that posts for webhooks. */
final class WebhookProcess {

  private WebhookProcess() {}

  /** Runs on the Redis of that address, with the key in that folder. */
  public static void main(String[] arguments) throws Exception {
    Config config =
        WebhookFixture.config(Path.of(arguments[1]))
            .with(StoreKeys.REDIS_URI, arguments[0])
            .with(BridgeKeys.PORT, 0)
            .with(WebhookKeys.LEASE, Duration.ofSeconds(1));
    BridgeServer bridge = BridgeServer.create(config, Telemetry.prometheus());
    bridge.start();
    System.out.println("started");
    new CountDownLatch(1).await();
  }
}

package chatwarden.repository.storage;

import chatwarden.repository.source.SourceKeys;
import chatwarden.runtime.config.Config;
import chatwarden.testing.engine.S3ProxyServer;
import java.io.IOException;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

final class S3ProxyStoreTest extends StoreContract {

  private static final String BUCKET = "chatwarden";
  private static @Nullable S3ProxyServer server;
  private static @Nullable CuttingRelay relay;

  @BeforeAll
  static void start() {
    S3ProxyServer started = S3ProxyServer.start(BUCKET);
    server = started;
    relay = new CuttingRelay(URI.create(started.endpoint()).getPort());
  }

  @AfterAll
  static void stop() throws IOException {
    if (relay != null) {
      relay.close();
    }
    if (server != null) {
      server.close();
    }
  }

  @Override
  Config with(Config config, boolean isRight) {
    return config
        .with(SourceKeys.S3_ENDPOINT, "http://127.0.0.1:" + relay().port())
        .with(SourceKeys.S3_ACCESS_KEY, S3ProxyServer.ACCESS_KEY)
        .with(SourceKeys.S3_SECRET_KEY, isRight ? S3ProxyServer.SECRET_KEY : "another");
  }

  @Override
  String place(String key) {
    return "s3://" + BUCKET + (key.isEmpty() ? "" : "/" + key);
  }

  @Override
  CuttingRelay relay() {
    if (relay == null) {
      throw new IllegalStateException("not started");
    }
    return relay;
  }
}

package chatwarden.repository.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.repository.ModelFiles;
import chatwarden.repository.ModelFolders;
import chatwarden.repository.ModelId;
import chatwarden.repository.remote.ArtefactSettings;
import chatwarden.repository.remote.ArtefactUpload;
import chatwarden.repository.source.ConfiguredSources;
import chatwarden.repository.source.SourceKeys;
import chatwarden.runtime.config.Config;
import chatwarden.testing.engine.AzuriteServer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class AzuriteStoreTest extends StoreContract {

  private static final String CONTAINER = "chatwarden";
  private static @Nullable AzuriteServer server;
  private static @Nullable CuttingRelay relay;

  @BeforeAll
  static void start() {
    AzuriteServer started = AzuriteServer.start();
    server = started;
    started.createContainer(CONTAINER);
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

  private static String endpoint() {
    return "http://127.0.0.1:" + started().port() + "/" + AzuriteServer.ACCOUNT;
  }

  private static CuttingRelay started() {
    if (relay == null) {
      throw new IllegalStateException("not started");
    }
    return relay;
  }

  @Override
  Config with(Config config, boolean isRight) {
    String other = Base64.getEncoder().encodeToString(new byte[64]);
    return config
        .with(SourceKeys.AZURE_ENDPOINT, endpoint())
        .with(SourceKeys.AZURE_KEY, isRight ? AzuriteServer.KEY : other);
  }

  @Override
  String place(String key) {
    return "az://" + AzuriteServer.ACCOUNT + "/" + CONTAINER + (key.isEmpty() ? "" : "/" + key);
  }

  @Override
  CuttingRelay relay() {
    return started();
  }

  @Test
  void versionIsPushedAndServedByOneSignatureForAll() throws IOException {
    List<String> lines = new ArrayList<>();
    Instant expiry = Instant.now().plus(Duration.ofHours(1));
    String place = endpoint() + "/" + CONTAINER + "/signed";
    ModelFiles version =
        ModelFiles.open(new ModelFolders(folder.resolve("origin")).add("echo", "1", "vi", "hi"));

    StoredPlace root =
        StoredPlace.signed(URI.create(place + "?" + AzuriteServer.signature("rwc", expiry)));
    ModelUpload upload =
        new ModelUpload(root, new ArtefactUpload(ArtefactSettings.of(1_000, false)), lines::add);
    upload.push(version);

    String reading = AzuriteServer.signature("r", expiry);
    Config config =
        Config.defaults()
            .with(SourceKeys.SOURCES, List.of(place + "/echo/1/model.yaml?" + reading))
            .with(SourceKeys.CACHE, folder.resolve("cache").toString());
    assertThat(ConfiguredSources.open(config).versions())
        .containsOnlyKeys(new ModelId("echo", "1"));
    assertThatThrownBy(() -> upload.link(version, Instant.now(), Duration.ofHours(1)))
        .hasMessageContaining("has a signature and no key");
  }
}

package chatwarden.repository.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.repository.ModelFiles;
import chatwarden.repository.ModelFolders;
import chatwarden.repository.ModelId;
import chatwarden.repository.ModelSource;
import chatwarden.repository.remote.ArtefactAddress;
import chatwarden.repository.remote.ArtefactClient;
import chatwarden.repository.remote.ArtefactLocation;
import chatwarden.repository.remote.ArtefactSettings;
import chatwarden.repository.remote.ArtefactUpload;
import chatwarden.repository.source.ConfiguredSources;
import chatwarden.repository.source.SourceKeys;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.error.ChatwardenException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The promises of a store's signatures and of uploads, against a real server. */
abstract class StoreContract {

  private static final ArtefactSettings BOUNDS =
      new ArtefactSettings(
          3,
          Duration.ofMillis(1),
          Duration.ofMillis(10),
          Duration.ofSeconds(20),
          10_000_000,
          false);
  private static final ArtefactClient CLIENT = new ArtefactClient(BOUNDS);
  private static final AtomicInteger PLACES = new AtomicInteger();

  @TempDir Path folder = Path.of(".");
  private final List<String> lines = new ArrayList<>();
  private final String prefix = "models-" + PLACES.incrementAndGet();

  /** Returns settings with the address of the server, and the right key or another. */
  abstract Config with(Config config, boolean isRight);

  /** Returns a place of the store as people write it. */
  abstract String place(String key);

  /** Returns the relay that all requests go through. */
  abstract CuttingRelay relay();

  private StoredPlace stored(String key, boolean isRight) {
    StoreSettings settings = SourceKeys.stores(with(Config.defaults(), isRight));
    return StoredPlace.of("place", place(key), settings, InstantSource.system()).orElseThrow();
  }

  private ModelUpload upload(String key) {
    return new ModelUpload(stored(key, true), new ArtefactUpload(BOUNDS), lines::add);
  }

  private ModelFiles version(String version, String says) {
    Path models = folder.resolve("origin");
    return ModelFiles.open(new ModelFolders(models).add("echo", version, "vi", says));
  }

  private ModelSource source(String address) {
    return ConfiguredSources.open(
        with(Config.defaults(), true)
            .with(SourceKeys.SOURCES, List.of(address))
            .with(SourceKeys.CACHE, folder.resolve("cache").toString()));
  }

  @Test
  void pushedVersionIsServedFromItsPlace() throws IOException {
    upload(prefix).push(version("1", "hello"));

    Path kept =
        source(place(prefix + "/echo/1/model.yaml"))
            .versions()
            .getOrDefault(new ModelId("echo", "1"), folder);

    assertThat(kept.resolve("says.txt")).hasContent("hello");
    assertThat(lines)
        .containsExactly(
            "uploaded echo/1/says.txt (5 bytes)",
            "uploaded echo/1/model.yaml (188 bytes)",
            "uploaded echo/model.yaml (188 bytes)");
  }

  @Test
  void secondPushSkipsWhatIsThere() throws IOException {
    ModelFiles version = version("1", "hello");
    upload(prefix).push(version);
    lines.clear();

    upload(prefix).push(version);

    assertThat(lines).hasSize(3).allMatch(line -> line.startsWith("there already "));
  }

  @Test
  void versionWithOtherContentIsNotReplaced() throws IOException {
    upload(prefix).push(version("1", "hello"));

    assertThatThrownBy(() -> upload(prefix).push(version("1", "other")))
        .hasMessageContaining("echo@1 is at ")
        .hasMessageContaining("(expected: a new version for new content)");
  }

  @Test
  void sourceFollowsThePushedVersion() throws IOException {
    upload(prefix).push(version("1", "hello"));
    ModelSource source = source(place(prefix + "/echo/model.yaml"));
    assertThat(source.versions()).containsOnlyKeys(new ModelId("echo", "1"));

    upload(prefix).push(version("2", "hello again"));

    assertThat(source.versions()).containsOnlyKeys(new ModelId("echo", "2"));
    assertThat(source.versions()).containsOnlyKeys(new ModelId("echo", "2"));
  }

  @Test
  void expiringAddressServesAVersionWithoutAKey() throws IOException {
    ModelFiles version = version("1", "hello");
    ModelUpload upload = upload(prefix);
    upload.push(version);

    URI link = upload.link(version, Instant.now(), Duration.ofHours(1));
    ModelSource source =
        ConfiguredSources.open(
            Config.defaults()
                .with(SourceKeys.SOURCES, List.of(link.toString()))
                .with(SourceKeys.CACHE, folder.resolve("cache").toString()));

    assertThat(source.versions()).containsOnlyKeys(new ModelId("echo", "1"));
    assertThat(source.versions()).containsOnlyKeys(new ModelId("echo", "1"));
  }

  @Test
  void tiersOfAVersionComeWithIt() throws IOException {
    version("1", "hello");
    Path models = folder.resolve("origin");
    Path cascade = new ModelFolders(models).add("cascade", "1", "vi", "asks echo");
    Files.writeString(
        cascade.resolve("model.yaml"), "tiers: [echo@1]\n", StandardOpenOption.APPEND);
    ModelFiles version = ModelFiles.open(cascade);
    ModelUpload upload = upload(prefix);
    upload.push(version);
    URI link = upload.link(version, Instant.now(), Duration.ofHours(1));

    for (String address : List.of(place(prefix + "/cascade/model.yaml"), link.toString())) {
      assertThat(source(address).versions())
          .containsOnlyKeys(new ModelId("cascade", "1"), new ModelId("echo", "1"));
    }
    assertThat(lines.getFirst()).startsWith("uploaded echo/1/");
  }

  @Test
  void addressThatExpiredIsRefusedAndThenResolvedAnew() throws IOException {
    byte[] content = put("file", 10);
    ObjectStore store = stored("", true).store();
    Instant hourAgo = Instant.now().minus(Duration.ofHours(1));
    URI expired = store.link(prefix + "/file", hourAgo, Duration.ofMinutes(1));

    assertThatThrownBy(() -> CLIENT.read(at(expired), 1_000, ""))
        .isInstanceOf(ChatwardenException.class)
        .hasMessageContaining("HTTP status 403")
        .hasMessageNotContaining("?");

    URI good = store.link(prefix + "/file", Instant.now(), Duration.ofMinutes(1));
    AtomicInteger asked = new AtomicInteger();
    ArtefactLocation renewed =
        () -> ArtefactAddress.of(asked.getAndIncrement() == 0 ? expired : good);
    assertThat(CLIENT.read(renewed, 1_000, "").orElseThrow().content()).isEqualTo(content);
  }

  @Test
  void wrongKeyIsRefused() throws IOException {
    put("file", 10);

    assertThatThrownBy(
            () -> CLIENT.read(stored("", false).store().reading(prefix + "/file"), 1_000, ""))
        .hasMessageContaining("HTTP status 403");
  }

  @Test
  void contentThatIsNotAsItsHeadersSayIsRefused() {
    ArtefactLocation writing =
        stored("", true).store().writing(prefix + "/file", ObjectContent.of(new byte[] {1}));

    assertThatThrownBy(
            () ->
                new ArtefactUpload(BOUNDS).put(writing, BodyPublishers.ofByteArray(new byte[] {2})))
        .hasMessageContaining("HTTP status 400");
  }

  @Test
  void downloadThatIsCutGoesOn() throws IOException {
    byte[] content = put("file", 2_000_000);
    Path target = folder.resolve("file");
    ArtefactClient fresh = new ArtefactClient(BOUNDS);
    relay().cut(1_000_000);

    fresh.download(
        stored("", true).store().reading(prefix + "/file"),
        target,
        ObjectContent.of(content).sha256());

    assertThat(target).hasBinaryContent(content);
    assertThat(relay().relayed()).isLessThan(2_500_000);
  }

  private byte[] put(String name, int bytes) {
    byte[] content = new byte[bytes];
    new Random(1).nextBytes(content);
    new ArtefactUpload(BOUNDS)
        .put(
            stored("", true).store().writing(prefix + "/" + name, ObjectContent.of(content)),
            BodyPublishers.ofByteArray(content));
    relay().forget();
    return content;
  }

  private static ArtefactLocation at(URI uri) {
    return ArtefactLocation.fixed(ArtefactAddress.of(uri));
  }
}

package chatwarden.repository.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.repository.ModelFolders;
import chatwarden.repository.ModelId;
import chatwarden.runtime.error.FaultCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RemoteModelSourceTest {

  private static final ArtefactClient CLIENT =
      new ArtefactClient(ArtefactClientTest.settings(1_000_000, false));

  @AutoClose private final ArtefactServer server = new ArtefactServer();
  @TempDir private Path folder = Path.of(".");
  private final ServedVersions remote = new ServedVersions();
  private Instant now = Instant.EPOCH;

  /** The versions that a server has, of which the test names some. */
  private final class ServedVersions implements ModelRemote {

    private final List<ModelId> named = new ArrayList<>();
    private boolean isAway;

    @Override
    public String name() {
      return "https://host/models";
    }

    @Override
    public List<RemoteVersion> versions() {
      if (isAway) {
        throw FaultCode.UNAVAILABLE.exception("AWAY", "the host is away");
      }
      return named.stream().<RemoteVersion>map(ServedVersion::new).toList();
    }
  }

  /** A version on the server. */
  private final class ServedVersion implements RemoteVersion {

    private final ModelId id;

    ServedVersion(ModelId id) {
      this.id = id;
    }

    @Override
    public byte[] manifest() {
      return CLIENT.read(file("model.yaml"), 100_000, "").orElseThrow().content();
    }

    @Override
    public ArtefactLocation file(String path) {
      return ArtefactLocation.fixed(
          ArtefactAddress.of(server.uri("/" + id.name() + "/" + id.version() + "/" + path)));
    }

    @Override
    public RemoteVersion tier(ModelId tier) {
      return new ServedVersion(tier);
    }
  }

  private ModelId serve(String name, String version, String says, String more) {
    ModelFolders folders = new ModelFolders(folder.resolve("origin"));
    Path laidOut = folders.add(name, version, "vi", says);
    try {
      String manifest = Files.readString(laidOut.resolve("model.yaml")) + more;
      server.put("/" + name + "/" + version + "/model.yaml", bytes(manifest));
      server.put("/" + name + "/" + version + "/says.txt", bytes(says));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return new ModelId(name, version);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private RemoteModelSource source() {
    return new RemoteModelSource(remote, folder.resolve("cache"), CLIENT, () -> now);
  }

  @Test
  void versionIsKeptWholeWithItsTiers() {
    ModelId tier = serve("tier", "3", "tier", "");
    ModelId model = serve("model", "1", "hello", "tiers: [tier@3]\n");
    remote.named.add(model);

    var versions = source().versions();

    assertThat(versions).containsOnlyKeys(model, tier);
    assertThat(versions.getOrDefault(model, folder).resolve("says.txt")).hasContent("hello");
    assertThat(versions.getOrDefault(tier, folder).resolve("says.txt")).hasContent("tier");
  }

  @Test
  void remoteThatIsAwayKeepsItsVersionsAlsoAfterARestart() {
    ModelId model = serve("model", "1", "hello", "");
    remote.named.add(model);
    source().versions();
    remote.isAway = true;

    assertThat(source().versions()).containsOnlyKeys(model);
  }

  @Test
  void remoteThatIsAwayFromTheBeginFailsUntilItIsBack() {
    remote.named.add(serve("model", "1", "hello", ""));
    remote.isAway = true;
    RemoteModelSource source = source();

    assertThatThrownBy(source::versions).hasMessage("the host is away");
    remote.isAway = false;
    assertThatThrownBy(source::versions).hasMessage("the host is away");

    now = now.plus(Duration.ofSeconds(5));
    assertThat(source.versions()).hasSize(1);
  }

  @Test
  void newVersionTakesTheNameAndABrokenOneDoesNot() {
    ModelId one = serve("model", "1", "hello", "");
    remote.named.add(one);
    RemoteModelSource source = source();
    source.versions();

    ModelId two = serve("model", "2", "hello again", "");
    server.put("/model/2/says.txt", bytes("something else"));
    remote.named.set(0, two);
    assertThat(source.versions()).containsOnlyKeys(one);

    server.put("/model/2/says.txt", bytes("hello again"));
    now = now.plus(Duration.ofMinutes(5));
    assertThat(source.versions()).containsOnlyKeys(two);
  }

  @Test
  void versionWithAnotherManifestIsRefused() {
    remote.named.add(serve("model", "1", "hello", ""));
    RemoteModelSource source = source();
    source.versions();
    serve("model", "1", "other", "");

    assertThat(source.versions()).hasSize(1);
    assertThat(source.versions().values())
        .allSatisfy(kept -> assertThat(kept.resolve("says.txt")).hasContent("hello"));
  }

  @Test
  void damagedVersionIsBroughtAgain() throws IOException {
    ModelId model = serve("model", "1", "hello", "");
    remote.named.add(model);
    Path kept = source().versions().values().iterator().next();
    Files.writeString(kept.resolve("says.txt"), "damaged");

    source().versions();

    assertThat(kept.resolve("says.txt")).hasContent("hello");
  }

  @Test
  void onlyAFewVersionsAreKeptThatAreNotNamedAnyMore() {
    RemoteModelSource source = source();
    remote.named.add(serve("model", "0", "hello 0", ""));
    source.versions();
    for (int version = 1; version <= 6; version++) {
      remote.named.set(0, serve("model", String.valueOf(version), "hello " + version, ""));
      source.versions();
    }

    Path kept = source.versions().values().iterator().next().getParent();

    assertThat(kept).isDirectoryNotContaining("glob:**/1").isDirectoryContaining("glob:**/2");
  }

  @Test
  void cacheOfAPlaceThatNoProcessUsesIsDeleted() {
    remote.named.add(serve("model", "1", "hello", ""));
    source().versions();
    RemoteModelSource other =
        new RemoteModelSource(
            new ModelRemote() {
              @Override
              public String name() {
                return "https://other/models";
              }

              @Override
              public List<RemoteVersion> versions() {
                return remote.versions();
              }
            },
            folder.resolve("cache"),
            CLIENT,
            () -> now);
    assertThat(other.versions()).hasSize(1);
    assertThat(folder.resolve("cache")).isDirectoryContaining("glob:**/https-host-models-*");

    now = now.plus(Duration.ofDays(31));
    assertThat(other.versions()).hasSize(1);

    assertThat(folder.resolve("cache"))
        .isDirectoryNotContaining("glob:**/https-host-models-*")
        .isDirectoryContaining("glob:**/https-other-models-*");
  }

  @Test
  void fileOutsideOfTheFolderIsNotWritten() {
    ModelId model = serve("model", "1", "hello", "");
    String evil =
        new String(new ServedVersion(model).manifest(), StandardCharsets.UTF_8)
            .replace("says.txt", "../../../evil");
    server.put("/model/1/model.yaml", bytes(evil));
    remote.named.add(model);

    assertThatThrownBy(() -> source().versions())
        .hasMessageContaining("../../../evil (expected: a file within the model's folder)");
  }

  @Test
  void serversThatShareACacheDownloadOnce() throws Exception {
    remote.named.add(serve("model", "1", "hello", ""));
    List<Callable<Integer>> looks = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      RemoteModelSource source = source();
      looks.add(() -> source.versions().size());
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (Future<Integer> look : threads.invokeAll(looks)) {
        assertThat(look.get()).isEqualTo(1);
      }
    }

    assertThat(server.requests())
        .filteredOn(request -> request.path().equals("/model/1/says.txt"))
        .hasSize(1);
  }
}

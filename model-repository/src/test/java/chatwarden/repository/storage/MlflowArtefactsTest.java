package chatwarden.repository.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.repository.remote.ArtefactAddress;
import chatwarden.repository.remote.ArtefactClient;
import chatwarden.repository.remote.ArtefactLocation;
import chatwarden.repository.remote.ArtefactSettings;
import chatwarden.repository.remote.ArtefactUpload;
import chatwarden.repository.remote.PresignedLocation;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.testing.engine.MlflowServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** MLflow's server of files, which checks If-Range and not If-Match. */
final class MlflowArtefactsTest {

  private static final int SIZE = 2_000_000;
  private static final ArtefactSettings BOUNDS =
      new ArtefactSettings(
          2,
          Duration.ofMillis(1),
          Duration.ofMillis(10),
          Duration.ofSeconds(30),
          10_000_000,
          false);
  private static @Nullable MlflowServer server;
  private static @Nullable CuttingRelay opened;

  @TempDir private Path folder = Path.of(".");

  @BeforeAll
  static void start() {
    MlflowServer started = MlflowServer.start();
    server = started;
    opened = new CuttingRelay(started.port());
  }

  @AfterAll
  static void stop() throws IOException {
    if (opened != null) {
      opened.close();
    }
    if (server != null) {
      server.close();
    }
  }

  private static CuttingRelay relay() {
    if (opened == null) {
      throw new IllegalStateException("not started");
    }
    return opened;
  }

  private static ArtefactLocation at(String name) {
    String path = "/api/2.0/mlflow-artifacts/artifacts/test/" + name;
    return ArtefactLocation.fixed(
        ArtefactAddress.of(URI.create("http://127.0.0.1:" + relay().port() + path)));
  }

  private static byte[] put(String name, int seed) {
    byte[] content = new byte[SIZE];
    new Random(seed).nextBytes(content);
    new ArtefactUpload(BOUNDS).put(at(name), BodyPublishers.ofByteArray(content));
    relay().forget();
    return content;
  }

  @Test
  void downloadThatIsCutGoesOn() {
    byte[] content = put("cut", 1);
    Path target = folder.resolve("file");
    relay().cut(SIZE / 2);

    new ArtefactClient(BOUNDS).download(at("cut"), target, ObjectContent.of(content).sha256());

    assertThat(target).hasBinaryContent(content);
    assertThat(relay().relayed()).isLessThan(SIZE * 5 / 4);
  }

  @Test
  void fileThatChangedAfterACutIsBegunAnew() {
    byte[] before = put("changed", 1);
    Path target = folder.resolve("file");
    relay().cut(SIZE / 2);
    relay().cut(0);
    relay().cut(0);
    ArtefactClient client = new ArtefactClient(BOUNDS);
    assertThatThrownBy(
            () -> client.download(at("changed"), target, ObjectContent.of(before).sha256()))
        .isInstanceOf(ChatwardenException.class);
    assertThat(folder.resolve("file.part")).exists();

    byte[] after = put("changed", 2);
    client.download(at("changed"), target, ObjectContent.of(after).sha256());

    assertThat(target).hasBinaryContent(after);
  }

  @Test
  void serverThatKeepsItsFilesItselfGivesNoOtherAddress() {
    byte[] content = put("own", 1);
    ArtefactClient client = new ArtefactClient(BOUNDS);
    ArtefactAddress presigned =
        ArtefactAddress.of(
            URI.create(
                "http://127.0.0.1:%d/api/2.0/mlflow-artifacts/presigned/test/own"
                    .formatted(relay().port())));
    Path target = folder.resolve("file");

    client.download(
        new PresignedLocation(client, presigned, at("own").resolve()),
        target,
        ObjectContent.of(content).sha256());

    assertThat(target).hasBinaryContent(content);
  }

  @Test
  void fileThatIsMissingIsRefused() {
    assertThatThrownBy(() -> new ArtefactClient(BOUNDS).read(at("none"), 10, ""))
        .hasMessageContaining("HTTP status 404");
  }
}

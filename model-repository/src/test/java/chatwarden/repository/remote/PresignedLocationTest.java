package chatwarden.repository.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PresignedLocationTest {

  private static final ArtefactClient CLIENT =
      new ArtefactClient(ArtefactClientTest.settings(1_000_000, false));

  @AutoClose private final ArtefactServer tracking = new ArtefactServer();
  @AutoClose private final ArtefactServer store = new ArtefactServer();
  @TempDir private Path folder = Path.of(".");
  private final byte[] content = "weights".getBytes(StandardCharsets.UTF_8);

  private PresignedLocation location() {
    Map<String, String> headers = Map.of("authorization", "Basic s3cret");
    return new PresignedLocation(
        CLIENT,
        new ArtefactAddress(tracking.uri("/presigned/weights"), headers),
        new ArtefactAddress(tracking.uri("/artifacts/weights"), headers));
  }

  private void presign(String signature) {
    String answer =
        "{\"url\": \"%s\", \"headers\": {\"x-a\": \"b\"}, \"file_size\": 7}"
            .formatted(store.uri("/weights?sig=" + signature));
    tracking.put("/presigned/weights", answer.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void fileComesFromTheStoreWithTheHeadersOfTheStoreAlone() {
    store.put("/weights", content);
    presign("1");

    CLIENT.download(location(), folder.resolve("weights"), ArtefactClientTest.sha256(content));

    assertThat(folder.resolve("weights")).hasBinaryContent(content);
    assertThat(store.requests().getFirst().headers())
        .containsEntry("x-a", "b")
        .doesNotContainKey("authorization");
  }

  @Test
  void addressThatExpiredIsAskedForAnew() {
    store.put("/weights", content);
    store.requireSignature("2");
    presign("1");
    PresignedLocation location = location();
    ArtefactLocation renewing =
        () -> {
          ArtefactAddress address = location.resolve();
          presign("2");
          return address;
        };

    CLIENT.download(renewing, folder.resolve("weights"), ArtefactClientTest.sha256(content));

    assertThat(store.requests()).hasSize(2);
  }

  @Test
  void serverThatGivesNoAddressSendsTheFile() {
    tracking.fail(501);
    tracking.put("/artifacts/weights", content);

    CLIENT.download(location(), folder.resolve("weights"), ArtefactClientTest.sha256(content));

    assertThat(folder.resolve("weights")).hasBinaryContent(content);
  }

  @Test
  void answerThatIsNotAnAddressIsRefused() {
    tracking.put(
        "/presigned/weights", "{\"url\": \"file:///etc\"}".getBytes(StandardCharsets.UTF_8));

    assertThatThrownBy(() -> location().resolve())
        .hasMessageContaining("not an address (expected: JSON with url and headers)");
  }
}

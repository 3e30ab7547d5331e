package chatwarden.repository.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.repository.remote.ArtefactServer.Ranges;
import chatwarden.repository.remote.ArtefactServer.Request;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ArtefactClientTest {

  private static final int MAX = 1_000_000;
  private static final ArtefactClient CLIENT = new ArtefactClient(settings(MAX, false));

  @AutoClose private final ArtefactServer server = new ArtefactServer();
  private final byte[] content = new byte[300_000];
  private Path target = Path.of(".");

  @BeforeEach
  void put(@TempDir Path folder) {
    new Random(1).nextBytes(content);
    server.put("/weights", content);
    target = folder.resolve("weights");
  }

  static ArtefactSettings settings(long maxBytes, boolean allowHttp) {
    Duration brief = Duration.ofMillis(1);
    return new ArtefactSettings(4, brief, brief, Duration.ofSeconds(2), maxBytes, allowHttp);
  }

  @ParameterizedTest
  @EnumSource
  void connectionThatIsCutIsGoneOnFromOrBegunAnew(Ranges ranges) throws IOException {
    server.ranges(ranges);
    server.cut(100_000, 150_000);

    download();

    assertThat(target).hasBinaryContent(content);
    assertThat(target.getParent()).isDirectoryContaining(file -> file.equals(target));
    try (var files = Files.list(target.getParent())) {
      assertThat(files).hasSize(1);
    }
    assertThat(server.requests()).extracting(Request::method).containsOnly("GET");
  }

  @Test
  void resumedDownloadAsksForTheRestAlone() {
    server.cut(100_000);

    download();

    assertThat(server.requests()).hasSize(2);
    Map<String, String> headers = server.requests().getLast().headers();
    assertThat(headers.get("range")).matches("bytes=[1-9][0-9]*-");
    assertThat(headers.get("if-match")).isEqualTo(headers.get("if-range")).startsWith("\"");
  }

  @Test
  void partOfAProcessBeforeIsGoneOnFrom() {
    server.cut(100_000, 0, 0, 0);
    assertThatThrownBy(this::download)
        .isInstanceOfSatisfying(
            ChatwardenException.class, e -> assertThat(e.code()).isEqualTo(FaultCode.UNAVAILABLE));
    server.forget();

    download();

    assertThat(target).hasBinaryContent(content);
    assertThat(server.requests()).hasSize(1);
    assertThat(server.requests().getFirst().headers()).containsKey("range");
  }

  @ParameterizedTest
  @EnumSource(
      value = Ranges.class,
      names = {"BOTH", "IF_MATCH", "IF_RANGE"})
  void contentThatChangedMeanwhileIsBegunAnew(Ranges ranges) {
    server.ranges(ranges);
    server.cut(100_000, 0, 0, 0);
    assertThatThrownBy(this::download).hasMessageContaining("/weights: ");
    content[5]++;
    server.put("/weights", content.clone());

    download();

    assertThat(target).hasBinaryContent(content);
  }

  @Test
  void partThatIsTheWholeIsTaken() throws IOException {
    server.cut(0, 0, 0, 0);
    assertThatThrownBy(this::download).isInstanceOf(ChatwardenException.class);
    Files.write(target.resolveSibling("weights.part"), content);

    download();

    assertThat(target).hasBinaryContent(content);
  }

  @Test
  void busyServerIsAskedAgain() {
    server.fail(503, 429, 500);

    download();

    assertThat(target).hasBinaryContent(content);
    assertThat(server.requests()).hasSize(4);
  }

  @Test
  void addressThatExpiredIsResolvedAnew() {
    AtomicInteger asked = new AtomicInteger();
    server.requireSignature("2");
    ArtefactLocation location =
        () -> ArtefactAddress.of(server.uri("/weights?sig=" + asked.incrementAndGet()));

    CLIENT.download(location, target, sha256(content));

    assertThat(target).hasBinaryContent(content);
    assertThat(asked).hasValue(2);
  }

  @Test
  void addressThatStaysRefusedFailsWithoutItsQuery() {
    server.requireSignature("right");

    assertThatThrownBy(() -> CLIENT.download(at("/weights?sig=s3cret"), target, sha256(content)))
        .isInstanceOf(ChatwardenException.class)
        .hasMessageContaining("/weights: HTTP status 403 (expected: 200; it may have expired")
        .hasMessageNotContaining("s3cret");
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void otherContentIsRefusedAndNothingIsLeft() throws IOException {
    assertThatThrownBy(() -> CLIENT.download(at("/weights"), target, "0".repeat(64)))
        .hasMessageContaining("sha256 " + sha256(content) + " (expected: 000");

    try (var files = Files.list(target.getParent())) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void fileThatIsTooLargeIsRefused() {
    ArtefactClient small = new ArtefactClient(settings(200_000, false));

    assertThatThrownBy(() -> small.download(at("/weights"), target, sha256(content)))
        .hasMessageContaining("larger than 200000 bytes (model.max-size)");
    assertThat(target).doesNotExist();
  }

  @Test
  void serverThatSendsNothingMoreIsNotWaitedForForEver() throws IOException {
    try (SilentServer silent = new SilentServer()) {
      Duration brief = Duration.ofMillis(1);
      ArtefactClient impatient =
          new ArtefactClient(
              new ArtefactSettings(2, brief, brief, Duration.ofMillis(200), MAX, false));

      assertThatThrownBy(
              () ->
                  impatient.download(
                      ArtefactLocation.fixed(ArtefactAddress.of(silent.uri())), target, "0"))
          .hasMessageContaining("no answer in time");
    }
  }

  @Test
  void headersGoToTheirOwnHostAlone() {
    try (ArtefactServer other = new ArtefactServer()) {
      other.put("/elsewhere", content);
      server.redirect("/moved", other.uri("/elsewhere").toString());
      server.redirect("/here", "/weights");
      Map<String, String> headers = Map.of("authorization", "Bearer s3cret");

      for (String path : new String[] {"/moved", "/here"}) {
        ArtefactAddress address = new ArtefactAddress(server.uri(path), headers);
        CLIENT.download(ArtefactLocation.fixed(address), target, sha256(content));
      }

      assertThat(other.requests().getFirst().headers()).doesNotContainKey("authorization");
      assertThat(server.requests())
          .allSatisfy(request -> assertThat(request.headers()).containsKey("authorization"));
    }
  }

  @Test
  void redirectsInACircleEnd() {
    server.redirect("/a", "/b");
    server.redirect("/b", "/a");

    assertThatThrownBy(() -> CLIENT.download(at("/a"), target, "0"))
        .hasMessageContaining("more than 5 redirects");
  }

  @Test
  void plainHttpToOtherMachinesIsRefused() {
    for (String host : new String[] {"example.com", "127.example.com", "[2001:db8::1]"}) {
      ArtefactLocation location =
          ArtefactLocation.fixed(
              ArtefactAddress.of(URI.create("http://" + host + "/m?sig=s3cret")));
      assertThatThrownBy(() -> CLIENT.download(location, target, "0"))
          .hasMessageContaining("plain http (expected: https; model.allow-http allows it)")
          .hasMessageNotContaining("s3cret");
    }
  }

  @Test
  void documentIsReadAgainOnlyWhenItChanged() {
    server.put("/model.yaml", "one".getBytes(StandardCharsets.UTF_8));
    RemoteDocument first = CLIENT.read(at("/model.yaml"), 10, "").orElseThrow();

    assertThat(first.content()).asString().isEqualTo("one");
    assertThat(CLIENT.read(at("/model.yaml"), 10, first.tag())).isEmpty();

    server.put("/model.yaml", "two".getBytes(StandardCharsets.UTF_8));
    assertThat(CLIENT.read(at("/model.yaml"), 10, first.tag()).orElseThrow().content())
        .asString()
        .isEqualTo("two");
    assertThatThrownBy(() -> CLIENT.read(at("/weights"), 10, ""))
        .hasMessageContaining("larger than 10 bytes");
  }

  private void download() {
    CLIENT.download(at("/weights"), target, sha256(content));
  }

  private ArtefactLocation at(String path) {
    return ArtefactLocation.fixed(ArtefactAddress.of(server.uri(path)));
  }

  static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}

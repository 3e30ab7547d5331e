package chatwarden.bridge.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.bridge.access.AccessKeys;
import chatwarden.runtime.config.Config;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A page that led its own name to this machine reads nothing of the bridge. */
@Timeout(60)
class HostCheckTest {

  private static final String UPGRADE =
      """
      Connection: Upgrade\r
      Upgrade: websocket\r
      Sec-WebSocket-Version: 13\r
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
      """;

  private static final Pattern LENGTH = Pattern.compile("content-length: (\\d+)");

  private static final Config OPEN =
      Config.defaults().with(BridgeKeys.ADDRESS, "0.0.0.0").with(AccessKeys.ALLOW_ANYONE, true);

  private static String answer(TestBridge bridge, String path, String host, String headers)
      throws IOException {
    try (Socket socket = new Socket("127.0.0.1", bridge.server().port())) {
      String request = "GET %s HTTP/1.1\r\nHost: %s\r\n%s\r\n".formatted(path, host, headers);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      StringBuilder answer = new StringBuilder();
      while (answer.indexOf("\r\n\r\n") < 0) {
        answer.append((char) in.read());
      }
      Matcher length = LENGTH.matcher(answer);
      int rest = length.find() ? Integer.parseInt(length.group(1)) : 0;
      return answer + new String(in.readNBytes(rest), StandardCharsets.UTF_8);
    }
  }

  private static int status(TestBridge bridge, String host) throws IOException {
    return Integer.parseInt(answer(bridge, "/v1/chats", host, "").substring(9, 12));
  }

  @Test
  void onLoopbackTheBridgeAnswersToLoopbackAlone() throws Exception {
    try (TestBridge bridge = TestBridge.start(Config.defaults())) {
      for (String own :
          List.of(
              "127.0.0.1:8080", "127.0.0.1", "127.0.0.9", "[::1]:80", "localhost", "LocalHost:1")) {
        assertThat(status(bridge, own)).as(own).isEqualTo(200);
      }
      for (String other :
          List.of(
              "page.example",
              "localhost.page.example",
              "127.0.0.1.page.example:8080",
              "10.0.0.1",
              "[::2]")) {
        assertThat(status(bridge, other)).as(other).isEqualTo(403);
      }
      for (String invalid : List.of("[", "localhost@page.example", "", "[page.example]")) {
        assertThat(status(bridge, invalid)).as(invalid).isEqualTo(400);
      }
    }
  }

  @Test
  void refusalNamesTheSettingAtEveryDoor() throws Exception {
    try (TestBridge bridge = TestBridge.start(Config.defaults())) {
      for (String path :
          List.of(
              "/",
              "/healthz",
              "/metrics",
              "/docs/",
              "/v1/chats",
              "/predict",
              "/nothing",
              "/v1/chats/a/comments:watch",
              "/openapi.json",
              "/login")) {
        assertThat(answer(bridge, path, "page.example", ""))
            .as(path)
            .startsWith("HTTP/1.1 403")
            .contains("HOST_NOT_ALLOWED", "page.example", "bridge.allowed-hosts");
      }
      assertThat(answer(bridge, "/v1/chats/a/comments:socket", "page.example", UPGRADE))
          .startsWith("HTTP/1.1 403");
    }
  }

  @Test
  void grpcClientsReadWhichSettingIsMissing() throws Exception {
    try (TestBridge bridge = TestBridge.start(Config.defaults())) {
      ManagedChannel channel =
          Grpc.newChannelBuilder(
                  "127.0.0.1:" + bridge.server().port(), InsecureChannelCredentials.create())
              .overrideAuthority("page.example")
              .build();
      try {
        HealthGrpc.HealthBlockingStub health =
            HealthGrpc.newBlockingStub(channel).withDeadlineAfter(20, TimeUnit.SECONDS);
        assertThatThrownBy(() -> health.check(HealthCheckRequest.getDefaultInstance()))
            .hasMessageContaining("PERMISSION_DENIED")
            .hasMessageContaining("bridge.allowed-hosts");
      } finally {
        channel.shutdownNow();
      }
    }
  }

  @Test
  void hostsOfTheSettingAreAnsweredToo() throws Exception {
    List<String> allowed = List.of("Chat.Example");
    Config named = Config.defaults().with(BridgeKeys.ALLOWED_HOSTS, allowed);
    try (TestBridge bridge = TestBridge.start(named)) {
      assertThat(status(bridge, "chat.example:8080")).isEqualTo(200);
      assertThat(status(bridge, "localhost")).isEqualTo(200);
      assertThat(status(bridge, "page.example")).isEqualTo(403);
    }
    Config any = Config.defaults().with(BridgeKeys.ALLOWED_HOSTS, List.of("*"));
    try (TestBridge bridge = TestBridge.start(any)) {
      assertThat(status(bridge, "page.example")).isEqualTo(200);
    }
  }

  @Test
  void onEveryAddressAnyAddressIsAnsweredButNoName() throws Exception {
    try (TestBridge bridge = TestBridge.start(OPEN)) {
      assertThat(status(bridge, "192.0.2.7:8080")).isEqualTo(200);
      assertThat(status(bridge, "[2001:db8::7]")).isEqualTo(200);
      assertThat(status(bridge, "page.example")).isEqualTo(403);
    }
  }

  @Test
  void beyondLoopbackCallersWithKeysComeByAnyNameUnlessTheSettingNamesSome() throws Exception {
    Config guarded = OPEN.with(AccessKeys.ENABLED, true);
    try (TestBridge bridge = TestBridge.start(guarded)) {
      assertThat(status(bridge, "chat.example")).isEqualTo(401);
    }
    Config named = guarded.with(BridgeKeys.ALLOWED_HOSTS, List.of("chat.example"));
    try (TestBridge bridge = TestBridge.start(named)) {
      assertThat(status(bridge, "chat.example")).isEqualTo(401);
      assertThat(status(bridge, "page.example")).isEqualTo(403);
    }
    Config loopback = Config.defaults().with(AccessKeys.ENABLED, true);
    try (TestBridge bridge = TestBridge.start(loopback)) {
      assertThat(status(bridge, "page.example")).isEqualTo(403);
    }
  }
}

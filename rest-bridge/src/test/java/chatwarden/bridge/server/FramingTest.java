package chatwarden.bridge.server;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.runtime.config.Config;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Wrong framing is the client's fault, too. */
@Timeout(60)
class FramingTest {

  private static final String UNARY = "/chatwarden.livechat.v1.LiveChatService/ListChats";
  private static final String STREAM = "/chatwarden.livechat.v1.LiveChatService/WatchComments";
  private static TestBridge bridge;

  @BeforeAll
  static void start() throws Exception {
    bridge = TestBridge.start(Config.defaults());
  }

  @AfterAll
  static void stop() throws Exception {
    bridge.close();
  }

  private static int status(String path, String type, byte[] body)
      throws IOException, InterruptedException {
    HttpResponse<byte[]> response =
        bridge.http.send(
            bridge
                .request(path)
                .header("Content-Type", type)
                .POST(BodyPublishers.ofByteArray(body))
                .build(),
            BodyHandlers.ofByteArray());
    String said =
        "grpc-status: "
            + response.headers().firstValue("grpc-status").orElse("")
            + new String(response.body(), StandardCharsets.ISO_8859_1);
    Matcher status = Pattern.compile("grpc-status: ?(\\d+)").matcher(said);
    assertThat(status.find()).as(said).isTrue();
    return Integer.parseInt(status.group(1));
  }

  @Test
  void aRequestThatIsMissingTwiceThereOrCutIsInvalid() throws Exception {
    List<byte[]> bodies =
        List.of(
            new byte[0],
            new byte[] {0, 0},
            new byte[] {0, 0, 0, 0, 9, 1},
            new byte[] {0, 0, 0, 0, 1, (byte) 0xff},
            new byte[] {64, 0, 0, 0, 0},
            new byte[] {1, 0, 0, 0, 1, 1},
            new byte[] {0, -1, -1, -1, -1});
    for (byte[] body : bodies) {
      for (String type : List.of("application/grpc", "application/grpc-web+proto")) {
        assertThat(status(UNARY, type, body))
            .as(type + " " + body.length)
            .isIn(3, 8); // INVALID_ARGUMENT, or RESOURCE_EXHAUSTED for what says it is huge.
      }
    }
    assertThat(status(STREAM, "application/grpc-web+proto", new byte[0])).isEqualTo(3);
    assertThat(status(STREAM, "application/grpc-web+proto", new byte[10])).isEqualTo(3);
    assertThat(status(UNARY, "application/grpc-web-text", "%%%".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(3);
    assertThat(status(UNARY, "application/grpc-web+proto", new byte[5])).isZero();
  }

  @Test
  void aRequestNamesItsHostOnce() throws Exception {
    for (String host : List.of("localhost", "localhost:1", "127.0.0.1:8080", "[::1]:80")) {
      assertThat(raw("GET /v1/chats HTTP/1.1\r\nHost: " + host + "\r\n"))
          .startsWith("HTTP/1.1 200 ");
    }
    for (String host :
        List.of(
            "",
            "Host:\r\n",
            "Host: a\r\nHost: b\r\n",
            "Host: a\r\nHost: a\r\n",
            "Host: a, b\r\n",
            "Host: a@b/c\r\n")) {
      for (String path : List.of("/v1/chats", "/", "/healthz", "/nothing")) {
        for (String version : List.of("1.0", "1.1")) {
          assertThat(raw("GET " + path + " HTTP/" + version + "\r\n" + host))
              .as(host)
              .startsWith("HTTP/1.1 400 ")
              .contains("\"reason\":\"INVALID_INPUT\"", "\"field\":\"Host\"");
        }
      }
    }
  }

  @Test
  void metadataThatIsNoBase64IsTheCallersFault() throws Exception {
    assertThat(raw("POST " + UNARY + " HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nx-bin: %\r\n"))
        .startsWith("HTTP/1.1 400 ")
        .contains("x-bin: must be base64");
  }

  @Test
  void oneConnectionHasABoundedNumberOfCallsUnderWay() throws Exception {
    try (Socket socket = new Socket("127.0.0.1", bridge.server().port())) {
      socket.setSoTimeout(10_000);
      byte[] settings = new byte[9];
      settings[3] = 4;
      socket
          .getOutputStream()
          .write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(settings);
      DataInputStream in = new DataInputStream(socket.getInputStream());
      int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
      assertThat(in.readUnsignedByte()).as("type of the frame: SETTINGS").isEqualTo(4);
      in.skipNBytes(5);
      Map<Integer, Integer> values = new HashMap<>();
      for (int i = 0; i < length / 6; i++) {
        values.put(in.readUnsignedShort(), in.readInt());
      }
      assertThat(values).containsEntry(3, BridgeKeys.MAX_STREAMS_PER_CONNECTION.defaultValue());
    }
  }

  /** The answer to a request of this head and no body: its head and, by its length, its body. */
  private static String raw(String head) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", bridge.server().port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write((head + "\r\n").getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      StringBuilder answer = new StringBuilder();
      while (answer.indexOf("\r\n\r\n") < 0) {
        answer.append((char) in.readNBytes(1)[0]);
      }
      Matcher length = Pattern.compile("(?i)content-length: (\\d+)").matcher(answer);
      int body = length.find() ? Integer.parseInt(length.group(1)) : 0;
      return answer + new String(in.readNBytes(body), StandardCharsets.UTF_8);
    }
  }
}

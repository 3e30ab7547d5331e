package chatwarden.bridge.server;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.runtime.config.Config;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is wrong around a message is the client's fault, too. */
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
}

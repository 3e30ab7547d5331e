package chatwarden.bridge.server;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.livechat.v1.ListChatsRequest;
import chatwarden.livechat.v1.ListChatsResponse;
import chatwarden.livechat.v1.WatchCommentsResponse;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GrpcWebTest extends GrpcFixture {

  @Test
  void bytesThatAreNoMessageAreTheCallersFault() throws Exception {
    HttpResponse<byte[]> response =
        grpcWeb(
            "chatwarden.livechat.v1.LiveChatService/ListChats",
            "application/grpc-web+proto",
            frame(new byte[] {(byte) 0xff, 1, 2}));
    assertThat(grpcStatus(response)).isEqualTo("3");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"application/grpc-web+proto", "application/grpc-web", "application/grpc-web-text"})
  void grpcWebAnswersUnaryCalls(String type) throws Exception {
    String chat = bridge.newChat();
    byte[] body = frame(ListChatsRequest.newBuilder().setPageSize(1_000).build().toByteArray());
    byte[] answer =
        decode(grpcWeb("chatwarden.livechat.v1.LiveChatService/ListChats", type, body), type);
    ListChatsResponse chats = ListChatsResponse.parseFrom(frames(answer).getFirst());
    assertThat(chats.getChatsList()).extracting(c -> c.getId()).contains(chat);
    assertThat(new String(answer, StandardCharsets.ISO_8859_1))
        .containsIgnoringCase("grpc-status: 0");
  }

  @Test
  void grpcWebStreamsEvents() throws Exception {
    String chat = bridge.newChat();
    bridge.classified(chat, "c1", "text", false);
    bridge.ended(chat);
    String type = "application/grpc-web+proto";
    byte[] answer =
        decode(
            grpcWeb(
                "chatwarden.livechat.v1.LiveChatService/WatchComments",
                type,
                frame(watch(chat, "0-0").toByteArray())),
            type);
    List<byte[]> frames = frames(answer);
    assertThat(frames).hasSize(2);
    assertThat(
            WatchCommentsResponse.parseFrom(frames.getFirst()).getClassified().getComment().getId())
        .isEqualTo("c1");
    assertThat(WatchCommentsResponse.parseFrom(frames.getLast()).hasEnded()).isTrue();
  }

  private static HttpResponse<byte[]> grpcWeb(String method, String type, byte[] frame)
      throws Exception {
    byte[] body = type.endsWith("text") ? Base64.getEncoder().encode(frame) : frame;
    return bridge.http.send(
        bridge
            .request("/" + method)
            .timeout(Duration.ofSeconds(20))
            .header("Content-Type", type)
            .header("Accept", type)
            .header("X-Grpc-Web", "1")
            .POST(BodyPublishers.ofByteArray(body))
            .build(),
        BodyHandlers.ofByteArray());
  }

  private static byte[] decode(HttpResponse<byte[]> response, String type) {
    assertThat(response.statusCode()).isEqualTo(200);
    if (!type.endsWith("text")) {
      return response.body();
    }
    // Each piece is padded on its own.
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    String text = new String(response.body(), StandardCharsets.US_ASCII);
    for (String piece : text.split("(?<==)(?!=)")) {
      bytes.writeBytes(Base64.getDecoder().decode(piece));
    }
    return bytes.toByteArray();
  }

  private static String grpcStatus(HttpResponse<byte[]> response) {
    return response
        .headers()
        .firstValue("grpc-status")
        .orElseGet(
            () -> {
              String body = new String(response.body(), StandardCharsets.ISO_8859_1);
              return body.replaceAll("(?s).*grpc-status: ?(\\d+).*", "$1");
            });
  }

  private static byte[] frame(byte[] message) {
    return ByteBuffer.allocate(5 + message.length)
        .put((byte) 0)
        .putInt(message.length)
        .put(message)
        .array();
  }

  /** The messages of a body; the last frame holds the trailers. */
  private static List<byte[]> frames(byte[] body) {
    List<byte[]> frames = new ArrayList<>();
    ByteBuffer buffer = ByteBuffer.wrap(body);
    while (buffer.remaining() >= 5) {
      byte kind = buffer.get();
      int length = buffer.getInt();
      if (kind == 0) {
        frames.add(Arrays.copyOfRange(body, buffer.position(), buffer.position() + length));
      }
      buffer.position(buffer.position() + length);
    }
    return frames;
  }
}

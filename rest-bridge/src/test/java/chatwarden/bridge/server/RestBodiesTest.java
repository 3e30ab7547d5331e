package chatwarden.bridge.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RestBodiesTest extends RestFixture {

  @Test
  void textsAreClassifiedAndTaggedByTheModelServers() throws Exception {
    HttpResponse<String> response =
        bridge.post(
            "/v1/comments:classify", "{\"comments\":[{\"id\":\"a\",\"text\":\"chào 👋\"}]}");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body())
        .isEqualTo(
            "{\"classifications\":[{\"id\":\"a\",\"classification\":{\"label\":\"CLEAN\",\"probabilities\":{\"CLEAN\":1.0},"
                + "\"offensiveProbability\":0.0,\"model\":\"length@6\","
                + "\"tier\":\"\",\"language\":\"\",\"categories\":{}}}]}");
    assertThat(
            bridge
                .post("/v1/comments:tag", "{\"comments\":[{\"id\":\"a\",\"text\":\"b\"}]}")
                .body())
        .isEqualTo("{\"taggings\":[{\"id\":\"a\"}]}");
  }

  @Test
  void faultsOfTheModelServersPassWithTheirDetails() throws Exception {
    HttpResponse<String> blank =
        bridge.post("/v1/comments:classify", "{\"comments\":[{\"text\":\" \"}]}");
    assertError(blank, 400, "INVALID_ARGUMENT", "INVALID_INPUT");
    assertThat(violations(blank)).containsExactly("comments[0].text");
    HttpResponse<String> full =
        bridge.post("/v1/comments:classify", "{\"comments\":[{\"text\":\"full\"}]}");
    assertError(full, 429, "RESOURCE_EXHAUSTED", "QUEUE_FULL");
    assertThat(full.headers().firstValue("retry-after")).hasValue("2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"comments\":[{\"id\":\"a\",\"text\":\"\\ud800\"}]} | comments[0].text",
        "{\"comments\":[{\"id\":7,\"text\":\"x\"}]} | comments[0].id",
        "{\"comments\":{}} | comments",
        "{\"comments\":[],\"lang\":\"vi\"} | lang",
        "\"x\" | body",
      })
  void bodyThatDoesNotFitNamesItsField(String json, String field) throws Exception {
    HttpResponse<String> response = bridge.post("/v1/comments:classify", json);
    assertError(response, 400, "INVALID_ARGUMENT", "INVALID_INPUT");
    assertThat(violations(response)).containsExactly(field);
  }

  @Test
  void bodyOfAMegabyteIsTakenAndOneBeyondTheLimitRefused() throws Exception {
    String text = "ặ".repeat(350_000);
    HttpResponse<String> taken =
        bridge.post(
            "/v1/comments:classify", "{\"comments\":[{\"id\":\"a\",\"text\":\"" + text + "\"}]}");
    assertThat(taken.body()).contains("length@350000");
    try (Socket socket = new Socket("127.0.0.1", bridge.server().port())) {
      String head =
          "POST /v1/comments:classify HTTP/1.1\r\n"
              + "Host: localhost\r\n"
              + "Content-Type: application/json\r\n"
              + "Content-Length: "
              + (8 * 1024 * 1024 + 1)
              + "\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(" ".repeat(100_000).getBytes(StandardCharsets.US_ASCII));
      byte[] answer = socket.getInputStream().readNBytes(600);
      assertThat(new String(answer, StandardCharsets.US_ASCII))
          .startsWith("HTTP/1.1 413 ")
          .contains("{\"error\":{\"code\":413,", "REQUEST_TOO_LARGE");
    }
  }

  @Test
  void bodyThatIsNotCalledJsonIsRefused() throws Exception {
    HttpResponse<String> response =
        bridge.send(
            bridge
                .request("/v1/comments:classify")
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString("{}")));
    assertError(response, 400, "INVALID_ARGUMENT", "INVALID_INPUT");
    assertThat(violations(response)).containsExactly("Content-Type");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/comments:classify", "/predict", "/v1alpha1/comments:analyze"})
  void jsonThatReadersTakeDifferentlyIsRefused(String path) throws Exception {
    String good =
        switch (path) {
          case "/predict" -> "{\"inputs\":\"a\"}";
          case "/v1/comments:classify" -> "{\"comments\":[{\"text\":\"a\"}]}";
          default -> "{\"comment\":{\"text\":\"a\"},\"requestedAttributes\":{\"TOXICITY\":{}}}";
        };
    String twice = "{" + good.substring(1, good.length() - 1) + "," + good.substring(1);
    List<byte[]> odd =
        List.of(
            twice.getBytes(StandardCharsets.UTF_8),
            (good + "x").getBytes(StandardCharsets.UTF_8),
            (good + good).getBytes(StandardCharsets.UTF_8),
            good.replace("\"a\"", "\"\u00ff\"").getBytes(StandardCharsets.ISO_8859_1),
            good.replace("\"a\"", "\"\u00c0\u00af\"").getBytes(StandardCharsets.ISO_8859_1),
            good.getBytes(StandardCharsets.UTF_16BE));
    for (byte[] body : odd) {
      HttpResponse<String> response =
          bridge.send(
              bridge
                  .request(path)
                  .header("Content-Type", "application/json")
                  .POST(BodyPublishers.ofByteArray(body)));
      assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
      assertThat(response.body()).contains("body");
    }
    assertThat(bridge.post(path, good).statusCode()).isEqualTo(200);
  }
}

package chatwarden.bridge.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RestBrowsersTest extends RestFixture {

  @Test
  void everyResponseCarriesTheHeadersThatProtectBrowsers() throws Exception {
    for (String path :
        List.of(
            "/",
            "/healthz",
            "/metrics",
            "/v1/chats",
            "/v1/nothing",
            "/v1/chats?x=1",
            "/docs/",
            "/docs/nothing",
            "/openapi.json",
            "/v1/chats/nowhere/comments:watch",
            "/v1/chats/nowhere/comments:socket",
            "/v1/chats/nowhere/audit:export")) {
      assertProtects(path, bridge.get(path));
    }
    for (String path :
        List.of("/predict", "/v1/moderations", "/v1alpha1/comments:analyze", "/v1/sessions")) {
      assertProtects(path, bridge.post(path, "{\"inputs\":\"a\",\"input\":\"a\"}"));
      assertProtects(path, bridge.post(path, "{"));
    }
    String chat = bridge.newChat();
    HttpResponse<InputStream> events =
        bridge.http.send(
            bridge.request("/v1/chats/" + chat + "/comments:watch").build(),
            BodyHandlers.ofInputStream());
    events.body().close();
    assertThat(events.statusCode()).isEqualTo(200);
    assertProtects("a stream of events", events);
    assertProtects(
        "gRPC-Web",
        bridge.send(
            bridge
                .request("/chatwarden.livechat.v1.LiveChatService/ListChats")
                .header("Content-Type", "application/grpc-web+proto")
                .POST(BodyPublishers.ofByteArray(new byte[5]))));
  }

  private static void assertProtects(String of, HttpResponse<?> response) {
    assertThat(response.headers().firstValue("x-content-type-options")).as(of).hasValue("nosniff");
    assertThat(response.headers().firstValue("referrer-policy")).as(of).hasValue("no-referrer");
    assertThat(response.headers().firstValue("cross-origin-opener-policy"))
        .as(of)
        .hasValue("same-origin");
    assertThat(response.headers().firstValue("content-security-policy").orElse(""))
        .as(of)
        .contains("frame-ancestors 'none'");
    assertThat(response.headers().firstValue("server")).as(of).isEmpty();
  }

  @Test
  void pagesOfAllowedOriginsMayCallAndReadErrorsOthersMayNot() throws Exception {
    HttpResponse<String> preflight =
        bridge.send(
            bridge
                .request("/v1/comments:classify")
                .header("Origin", "https://page.example")
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "content-type,x-grpc-web")
                .method("OPTIONS", BodyPublishers.noBody()));
    assertThat(preflight.headers().firstValue("access-control-allow-origin"))
        .hasValue("https://page.example");
    assertThat(preflight.headers().firstValue("access-control-allow-headers").orElse(""))
        .contains("x-grpc-web");
    HttpResponse<String> error =
        bridge.send(bridge.request("/v1/chats?x=1").header("Origin", "https://page.example"));
    assertThat(error.statusCode()).isEqualTo(400);
    assertThat(error.headers().firstValue("access-control-allow-origin"))
        .hasValue("https://page.example");
    HttpResponse<String> other =
        bridge.send(bridge.request("/v1/chats").header("Origin", "https://other.example"));
    assertThat(other.headers().firstValue("access-control-allow-origin")).isEmpty();
    HttpResponse<String> asked =
        bridge.send(
            bridge
                .request("/v1/comments:classify")
                .header("Origin", "https://other.example")
                .header("Access-Control-Request-Method", "POST")
                .method("OPTIONS", BodyPublishers.noBody()));
    assertThat(asked.headers().map()).doesNotContainKey("access-control-allow-origin");
    assertThat(preflight.headers().map()).doesNotContainKey("access-control-allow-credentials");
  }
}

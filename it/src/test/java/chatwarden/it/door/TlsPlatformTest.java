package chatwarden.it.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.livechat.v1.ListChatsRequest;
import chatwarden.livechat.v1.LiveChatServiceGrpc;
import chatwarden.testing.tls.TestCertificate;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.TlsChannelCredentials;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A platform with a certificate, started and called as a user does. */
class TlsPlatformTest {
  @TempDir private static Path folder;
  private static TestCertificate certificate;
  private static RunningPlatform platform;
  private static HttpClient http;

  @BeforeAll
  static void start() throws Exception {
    certificate = TestCertificate.in(folder);
    platform =
        new RunningPlatform(
            folder.resolve("data"),
            "bridge.tls-certificate=" + certificate.chain(),
            "bridge.tls-key=" + certificate.key());
    http = HttpClient.newBuilder().sslContext(certificate.trusting()).build();
  }

  @AfterAll
  static void stop() {
    http.close();
    platform.close();
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + platform.port() + path));
  }

  @Test
  void itSaysWhereItIs() {
    assertThat(platform.printed()).contains("ready https://127.0.0.1:" + platform.port());
  }

  @Test
  void restAndThePageComeByTlsAndSayThatTheyAlwaysWill() throws Exception {
    for (String path : new String[] {"/", "/v1/chats", "/v1/nothing"}) {
      HttpResponse<String> response = http.send(request(path).build(), BodyHandlers.ofString());
      assertThat(response.statusCode()).as(path).isEqualTo(path.endsWith("nothing") ? 404 : 200);
      assertThat(response.headers().firstValue("strict-transport-security")).as(path).isPresent();
    }
  }

  @Test
  void grpcComesByTls() throws Exception {
    ManagedChannel channel =
        Grpc.newChannelBuilder(
                "127.0.0.1:" + platform.port(),
                TlsChannelCredentials.newBuilder()
                    .trustManager(certificate.chain().toFile())
                    .build())
            .build();
    try {
      assertThat(
              LiveChatServiceGrpc.newBlockingStub(channel)
                  .withDeadlineAfter(30, TimeUnit.SECONDS)
                  .listChats(ListChatsRequest.getDefaultInstance()))
          .isNotNull();
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void eventsComeByTls() throws Exception {
    HttpRequest.BodyPublisher session =
        HttpRequest.BodyPublishers.ofString("{\"source\":\"push:tls\"}");
    HttpRequest start =
        request("/v1/sessions").header("Content-Type", "application/json").POST(session).build();
    assertThat(http.send(start, BodyHandlers.discarding()).statusCode()).isEqualTo(200);
    HttpResponse<InputStream> events =
        http.send(request("/v1/chats/tls/comments:watch").build(), BodyHandlers.ofInputStream());
    try (InputStream body = events.body()) {
      assertThat(events.statusCode()).isEqualTo(200);
      assertThat(new String(body.readNBytes(11), StandardCharsets.UTF_8)).isEqualTo("retry: 1000");
    }
  }

  @Test
  void whoSpeaksWithoutTlsIsNotAnswered() {
    HttpRequest plain = HttpRequest.newBuilder(platform.uri("/v1/chats")).build();
    assertThatThrownBy(() -> platform.http().send(plain, BodyHandlers.ofString()))
        .isInstanceOf(IOException.class);
  }
}

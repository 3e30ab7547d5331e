package chatwarden.bridge.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.runtime.config.Config;
import chatwarden.runtime.error.FaultCode;
import chatwarden.testing.tls.TestCertificate;
import com.linecorp.armeria.server.Server;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A bridge with a certificate of its own making. */
@Timeout(60)
class TlsTest {

  @TempDir private static Path folder;
  private static TestCertificate certificate;

  @BeforeAll
  static void makeCertificate() throws Exception {
    certificate = TestCertificate.in(folder);
  }

  private static Config config(Path chain, Path key) {
    return Config.defaults()
        .with(BridgeKeys.TLS_CERTIFICATE, chain.toString())
        .with(BridgeKeys.TLS_KEY, key.toString());
  }

  @Test
  void aBridgeWithACertificateSpeaksTlsAndTellsBrowsersToComeByIt() throws Exception {
    try (TestBridge bridge = TestBridge.start(config(certificate.chain(), certificate.key()));
        HttpClient client = HttpClient.newBuilder().sslContext(certificate.trusting()).build()) {
      assertThat(bridge.server().address()).startsWith("https://127.0.0.1:");
      URI uri = URI.create(bridge.server().address() + "/v1/chats");
      HttpResponse<String> response =
          client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
      for (String path :
          List.of("/", "/v1/chats", "/v1/nothing", "/docs/", "/healthz", "/predict")) {
        HttpRequest asked =
            HttpRequest.newBuilder(URI.create(bridge.server().address() + path)).build();
        assertThat(client.send(asked, BodyHandlers.discarding()).headers().map())
            .as(path)
            .containsKey("strict-transport-security");
      }
      assertThat(bridge.server().localPort()).isNotEqualTo(bridge.server().port());
      URI local = URI.create("http://127.0.0.1:" + bridge.server().localPort() + "/healthz");
      assertThat(
              client
                  .send(HttpRequest.newBuilder(local).build(), BodyHandlers.ofString())
                  .statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void whatIsNoCertificateStopsTheStart() {
    BindSettings listening = BindSettings.of(config(certificate.key(), certificate.chain()));
    assertThatThrownBy(() -> listening.open(Server.builder()))
        .matches(FaultCode.FAILED_PRECONDITION::isOf)
        .hasMessageContaining("bridge.tls-certificate");
  }
}

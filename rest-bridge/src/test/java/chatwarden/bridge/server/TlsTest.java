package chatwarden.bridge.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.runtime.config.Config;
import chatwarden.runtime.error.FailedPreconditionException;
import com.linecorp.armeria.server.Server;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A bridge with a certificate of its own making. */
@Timeout(60)
class TlsTest {

  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir private static Path folder;
  private static KeyStore keys;

  @BeforeAll
  static void makeCertificate() throws Exception {
    Path file = folder.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair",
                    "-alias",
                    "bridge",
                    "-keyalg",
                    "EC",
                    "-dname",
                    "CN=localhost",
                    "-ext",
                    "san=dns:localhost,ip:127.0.0.1",
                    "-validity",
                    "2",
                    "-storetype",
                    "PKCS12",
                    "-storepass",
                    new String(PASSWORD),
                    "-keystore",
                    file.toString()))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(keytool.waitFor()).isZero();
    keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD);
    }
    Certificate certificate = keys.getCertificate("bridge");
    Key key = keys.getKey("bridge", PASSWORD);
    Files.writeString(folder.resolve("chain.pem"), pem("CERTIFICATE", certificate.getEncoded()));
    Files.writeString(folder.resolve("key.pem"), pem("PRIVATE KEY", key.getEncoded()));
  }

  private static String pem(String what, byte[] content) {
    String body =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(content);
    return "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n";
  }

  private static Config config(String certificate, String key) {
    return Config.defaults()
        .with(BridgeKeys.TLS_CERTIFICATE, folder.resolve(certificate).toString())
        .with(BridgeKeys.TLS_KEY, folder.resolve(key).toString());
  }

  private static HttpClient trusting() throws Exception {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    trusted.setCertificateEntry("bridge", keys.getCertificate("bridge"));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return HttpClient.newBuilder().sslContext(context).build();
  }

  @Test
  void aBridgeWithACertificateSpeaksTlsAndTellsBrowsersToComeByIt() throws Exception {
    try (TestBridge bridge = TestBridge.start(config("chain.pem", "key.pem"));
        HttpClient client = trusting()) {
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
    Listening listening = Listening.of(config("key.pem", "chain.pem"));
    assertThatThrownBy(() -> listening.open(Server.builder()))
        .isInstanceOf(FailedPreconditionException.class)
        .hasMessageContaining("bridge.tls-certificate");
  }
}

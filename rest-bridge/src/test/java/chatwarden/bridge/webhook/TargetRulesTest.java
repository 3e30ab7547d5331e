package chatwarden.bridge.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.testing.platform.WebhookReceiver;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class TargetRulesTest {

  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://127.0.0.1/",
        "https://localhost/",
        "https://0.0.0.0/",
        "https://10.1.2.3/",
        "https://172.16.0.1/",
        "https://192.168.1.1:8443/x",
        "https://169.254.169.254/latest/meta-data",
        "https://100.64.0.1/",
        "https://224.0.0.1/",
        "https://255.255.255.255/",
        "https://[::1]/",
        "https://[fd00::1]/",
        "https://[fe80::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://[64:ff9b::a00:1]/",
        "https://[2002:a00:1::1]/",
        "http://1.1.1.1/",
        "ftp://1.1.1.1/",
        "https://user@1.1.1.1/",
        "https://1.1.1.1/#part",
        "https:///path",
        "no address",
        ""
      })
  void targetBeyondThePublicInternetIsRefused(String address) {
    assertThat(TargetRules.of(false).problem(address)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://1.1.1.1/",
        "https://1.1.1.1:8443/a?b=c",
        "https://[2606:4700:4700::1111]/",
        "https://name.invalid/"
      })
  void publicTargetIsTaken(String address) {
    assertThat(TargetRules.of(false).problem(address)).isEmpty();
  }

  @Test
  void nameWithOnePrivateAddressAmongOthersIsRefused() throws Exception {
    List<InetAddress> both =
        List.of(InetAddress.getByName("1.1.1.1"), InetAddress.getByName("10.0.0.1"));
    assertThat(new TargetRules(false, host -> both).problem("https://both.example/"))
        .hasValueSatisfying(problem -> assertThat(problem).contains("private"));
  }

  @Test
  void nameThatLeadsElsewhereAtTheConnectionIsRefusedThere() throws Exception {
    List<String> asked = new ArrayList<>();
    TargetRules rules =
        new TargetRules(
            false,
            host -> {
              asked.add(host);
              return List.of(InetAddress.getByName(asked.size() == 1 ? "1.1.1.1" : "127.0.0.1"));
            });
    try (WebhookReceiver receiver = new WebhookReceiver();
        WebhookClient client =
            new WebhookClient(rules, Duration.ofSeconds(5), InstantSource.system())) {
      URI target =
          URI.create("https://rebound.example:" + URI.create(receiver.url()).getPort() + "/");
      WebhookAnswer answer = client.post(target, new byte[24], "id", bytes("{}"));
      assertThat(answer.problem()).contains("leads to an address of a private");
      assertThat(asked).containsExactly("rebound.example", "rebound.example");
      assertThat(receiver.received()).isEmpty();
    }
  }

  @Test
  void answerThatDoesNotComeIsAProblemAndNoRedirectIsFollowed() throws Exception {
    try (WebhookReceiver receiver = new WebhookReceiver();
        WebhookClient client =
            new WebhookClient(
                TargetRules.of(true), Duration.ofMillis(500), InstantSource.system())) {
      receiver.answerNext(307);
      byte[] key = WebhookSignature.key(SECRET).orElseThrow();
      URI target = URI.create(receiver.url());
      assertThat(client.post(target, key, "id", bytes("{}")).status()).isEqualTo(307);
      assertThat(client.post(target, key, "id", bytes("{}")).isSuccess()).isTrue();
      receiver.close();
      WebhookAnswer none = client.post(target, key, "id", bytes("{}"));
      assertThat(none.status()).isZero();
      assertThat(none.problem()).isNotEmpty().doesNotContain("127.0.0.1");
    }
  }

  @Test
  void signatureIsThatOfTheSpecificationsExample() {
    byte[] key = WebhookSignature.key(SECRET).orElseThrow();
    assertThat(
            WebhookSignature.of(
                key,
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                Instant.ofEpochSecond(1_614_265_330),
                bytes("{\"test\": 2432232314}")))
        .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "whsec_",
        "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "whsec_c2hvcnQ=",
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS!"
      })
  void malformedSecretIsRefused(String secret) {
    assertThat(WebhookSignature.key(secret)).isEmpty();
  }
}

package chatwarden.bridge.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatwarden.bridge.access.AccessKeys;
import chatwarden.livechat.v1.ListChatsRequest;
import chatwarden.livechat.v1.LiveChatServiceGrpc;
import chatwarden.livechat.v1.LiveChatServiceGrpc.LiveChatServiceBlockingStub;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.grpc.GrpcChannels;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Tokens of an issuer with keys of its own making, and the rates of addresses, at a started bridge
 * that believes the proxy before it. Each test calls from addresses of its own.
 */
@Timeout(120)
class TokenAccessTest {
  private static final String ISSUER = "https://issuer.example";
  private static final int RATE = 1;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static final AtomicInteger ADDRESSES = new AtomicInteger();
  private static volatile JWKSet published = new JWKSet();
  private static HttpServer issuer;
  private static RSAKey rsa;
  private static ECKey ec;
  private static TestBridge bridge;

  @BeforeAll
  static void start() throws Exception {
    rsa = new RSAKeyGenerator(2048).keyID("rsa-1").generate();
    ec = new ECKeyGenerator(Curve.P_256).keyID("ec-1").generate();
    published = new JWKSet(List.of(rsa, ec));
    issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    issuer.createContext(
        "/jwks",
        exchange -> {
          byte[] body = published.toString(true).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    issuer.start();
    bridge =
        TestBridge.start(
            Config.defaults()
                .with(AccessKeys.ENABLED, true)
                .with(AccessKeys.KEY_REFRESH, Duration.ofMillis(50))
                .with(AccessKeys.RATE_PER_ADDRESS, RATE)
                .with(AccessKeys.RATE_PER_KEY, 0)
                .with(AccessKeys.TRUSTED_PROXIES, List.of("127.0.0.0/8"))
                .with(AccessKeys.OIDC_ISSUER, ISSUER)
                .with(
                    AccessKeys.OIDC_JWKS_URL,
                    "http://127.0.0.1:" + issuer.getAddress().getPort() + "/jwks"));
  }

  @AfterAll
  static void stop() throws Exception {
    bridge.close();
    issuer.stop(0);
  }

  private static JWTClaimsSet.Builder claims(String role) {
    return new JWTClaimsSet.Builder()
        .issuer(ISSUER)
        .audience("chatwarden")
        .subject("ann")
        .expirationTime(Date.from(Instant.now().plusSeconds(600)))
        .claim("roles", List.of("chatwarden-" + role));
  }

  private static String signed(JWTClaimsSet.Builder claims, JWK key) throws Exception {
    boolean isRsa = key instanceof RSAKey;
    JWSSigner signer = isRsa ? new RSASSASigner(key.toRSAKey()) : new ECDSASigner(key.toECKey());
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(isRsa ? JWSAlgorithm.RS256 : JWSAlgorithm.ES256)
                .keyID(key.getKeyID())
                .build(),
            claims.build());
    jwt.sign(signer);
    return jwt.serialize();
  }

  private static String newAddress() {
    int number = ADDRESSES.incrementAndGet();
    return "198.18." + number / 250 + "." + number % 250;
  }

  private static HttpResponse<String> list(String token, String forwardedFor) throws Exception {
    return bridge.send(
        bridge
            .request("/v1/chats")
            .header("Authorization", "Bearer " + token)
            .header("X-Forwarded-For", forwardedFor));
  }

  private static int status(String token) throws Exception {
    return list(token, newAddress()).statusCode();
  }

  @Test
  void tokensOfBothKindsOfKeysOpenWhatTheirRoleOpens() throws Exception {
    for (JWK key : List.of(rsa, ec)) {
      assertThat(status(signed(claims("viewer"), key))).isEqualTo(200);
    }
    assertThat(startSession(signed(claims("viewer"), rsa))).isEqualTo(403);
    assertThat(startSession(signed(claims("admin"), ec))).isNotIn(401, 403);
    assertThat(status(signed(claims("unknown"), rsa))).isEqualTo(403);
  }

  private static int startSession(String token) throws Exception {
    return bridge
        .send(
            bridge
                .request("/v1/sessions")
                .header("Authorization", "Bearer " + token)
                .header("X-Forwarded-For", newAddress())
                .header("Content-Type", "application/json")
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString("{}")))
        .statusCode();
  }

  @Test
  void tokensThatDoNotHoldAreRefusedWithoutBeingRepeated() throws Exception {
    RSAKey strange = new RSAKeyGenerator(2048).keyID("strange").generate();
    RSAKey sameName = new RSAKeyGenerator(2048).keyID("rsa-1").generate();
    Date past = Date.from(Instant.now().minusSeconds(120));
    for (String token :
        List.of(
            signed(claims("admin").issuer("https://other.example"), rsa),
            signed(claims("admin").audience("another-audience"), rsa),
            signed(claims("admin").expirationTime(past), rsa),
            signed(claims("admin"), strange),
            signed(claims("admin"), sameName))) {
      HttpResponse<String> refused = list(token, newAddress());
      assertThat(refused.statusCode()).isEqualTo(401);
      assertThat(refused.headers().firstValue("WWW-Authenticate")).isPresent();
      assertThat(refused.body()).contains("TOKEN_INVALID").doesNotContain(token);
    }
  }

  @Test
  void grpcTakesTheSameTokens() throws Exception {
    ManagedChannel channel = GrpcChannels.open("127.0.0.1:" + bridge.server().port());
    try {
      stub(channel, signed(claims("viewer"), ec)).listChats(ListChatsRequest.getDefaultInstance());
      String other = signed(claims("viewer").audience("another-audience"), ec);
      StatusRuntimeException refused =
          org.assertj.core.api.Assertions.catchThrowableOfType(
              StatusRuntimeException.class,
              () -> stub(channel, other).listChats(ListChatsRequest.getDefaultInstance()));
      assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
    } finally {
      channel.shutdownNow();
    }
  }

  private static LiveChatServiceBlockingStub stub(ManagedChannel channel, String token) {
    Metadata headers = new Metadata();
    headers.put(
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
    headers.put(Metadata.Key.of("x-forwarded-for", Metadata.ASCII_STRING_MARSHALLER), newAddress());
    return LiveChatServiceGrpc.newBlockingStub(channel)
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  @Test
  void aKeyThatTheIssuerTurnsToIsTakenUpByTheRunningBridge() throws Exception {
    RSAKey next = new RSAKeyGenerator(2048).keyID("rsa-2").generate();
    String token = signed(claims("viewer"), next);
    assertThat(status(token)).isEqualTo(401);
    published = new JWKSet(List.of(rsa, ec, next));
    await().atMost(LIMIT).pollInterval(Duration.ofMillis(200)).until(() -> status(token) == 200);
    assertThat(status(signed(claims("viewer"), rsa))).isEqualTo(200);
  }

  @Test
  void eachAddressBehindTheProxyHasARateOfItsOwn() throws Exception {
    String token = signed(claims("viewer"), ec);
    String busy = newAddress();
    HttpResponse<String> response = list(token, busy);
    for (int i = 0; i < 200 && response.statusCode() == 200; i++) {
      response = list(token, busy);
    }
    assertThat(response.statusCode()).isEqualTo(429);
    assertThat(response.headers().firstValue("Retry-After")).contains("1");
    assertThat(response.body()).contains("ADDRESS_RATE_EXCEEDED").contains("retryDelay");
    assertThat(list(token, newAddress()).statusCode()).isEqualTo(200);
  }

  @Test
  void nobodyPassesTheRateByWritingAddressesBeforeTheirOwn() throws Exception {
    String token = signed(claims("viewer"), ec);
    String own = newAddress();
    HttpResponse<String> response = list(token, newAddress() + ", " + own + ", 127.0.0.9");
    for (int i = 0; i < 200 && response.statusCode() == 200; i++) {
      response = list(token, newAddress() + ", " + own + ", 127.0.0.9");
    }
    assertThat(response.statusCode()).isEqualTo(429);
    assertThat(response.body()).contains("ADDRESS_RATE_EXCEEDED");
    assertThat(list(token, own + ", " + newAddress()).statusCode()).isEqualTo(200);
  }
}

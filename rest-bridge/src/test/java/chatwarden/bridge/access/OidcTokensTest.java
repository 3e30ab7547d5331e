package chatwarden.bridge.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.domain.access.ChatScope;
import chatwarden.domain.access.Role;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.InvalidInputException;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OidcTokensTest {

  private static final String ISSUER = "https://issuer.example";
  private static HttpServer issuer;
  private static volatile JWKSet published = new JWKSet();
  private static volatile boolean failing;
  private static volatile String padding = "";
  private static RSAKey rsa;
  private static ECKey ec;

  @BeforeAll
  static void start() throws Exception {
    rsa = new RSAKeyGenerator(2048).keyID("rsa-1").generate();
    ec = new ECKeyGenerator(Curve.P_256).keyID("ec-1").generate();
    published = new JWKSet(List.of(rsa, ec));
    issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    issuer.createContext(
        "/jwks",
        exchange -> {
          byte[] body = (published.toString(true) + padding).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(failing ? 500 : 200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    issuer.start();
  }

  @AfterAll
  static void stop() {
    issuer.stop(0);
  }

  private static Config config() {
    return Config.defaults()
        .with(AccessKeys.OIDC_ISSUER, ISSUER)
        .with(
            AccessKeys.OIDC_JWKS_URL,
            "http://127.0.0.1:" + issuer.getAddress().getPort() + "/jwks");
  }

  private static OidcTokens tokens(Config config) {
    OidcTokens tokens = OidcTokens.of(config).orElseThrow();
    tokens.keys().refreshIfDue(Instant.now());
    return tokens;
  }

  private static JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer(ISSUER)
        .audience("chatwarden")
        .subject("ann")
        .expirationTime(Date.from(Instant.now().plusSeconds(60)))
        .claim("roles", List.of("chatwarden-viewer", "chatwarden-moderator", "admin"));
  }

  private static String signed(JWTClaimsSet claims) throws JOSEException {
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID("rsa-1")
                .type(JOSEObjectType.JWT)
                .build(),
            claims);
    jwt.sign(new RSASSASigner(rsa));
    return jwt.serialize();
  }

  @Test
  void aTokenOfTheIssuerSaysWhoCallsAndWithWhichRole() throws Exception {
    Caller caller = tokens(config()).verify(signed(claims().build()));
    assertThat(caller.id()).isEqualTo("subject:ann");
    assertThat(caller.role()).isEqualTo(Role.MODERATOR);
    assertThat(caller.isExpired(Instant.now())).isFalse();
    assertThat(caller.isExpired(Instant.now().plusSeconds(61))).isTrue();

    SignedJWT elliptic =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("ec-1").build(), claims().build());
    elliptic.sign(new ECDSASigner(ec));
    assertThat(tokens(config()).verify(elliptic.serialize()).role()).isEqualTo(Role.MODERATOR);
  }

  @Test
  void rolesMayLieDeepAndMayBeMissing() throws Exception {
    Config nested = config().with(AccessKeys.OIDC_ROLE_CLAIM, "realm_access.roles");
    JWTClaimsSet deep =
        claims().claim("realm_access", Map.of("roles", List.of("chatwarden-admin"))).build();
    assertThat(tokens(nested).verify(signed(deep)).role()).isEqualTo(Role.ADMIN);
    assertThat(tokens(nested).verify(signed(claims().build())).role()).isNull();
    Config scope = config().with(AccessKeys.OIDC_ROLE_CLAIM, "scope");
    JWTClaimsSet words = claims().claim("scope", "openid chatwarden-viewer").build();
    assertThat(tokens(scope).verify(signed(words)).role()).isEqualTo(Role.VIEWER);
  }

  @Test
  void tokensHoldForTheChatsOfTheirClaimAndForNoneWithoutIt() throws Exception {
    assertThat(tokens(config()).verify(signed(claims().build())).chats()).isEqualTo(ChatScope.ALL);
    Config limited = config().with(AccessKeys.OIDC_CHATS_CLAIM, "chatwarden.chats");
    JWTClaimsSet two =
        claims().claim("chatwarden", Map.of("chats", List.of("b", "a", "not a chat"))).build();
    assertThat(tokens(limited).verify(signed(two)).chats())
        .isEqualTo(ChatScope.of(List.of("a", "b")));
    JWTClaimsSet words = claims().claim("chatwarden", Map.of("chats", "a,b")).build();
    assertThat(tokens(limited).verify(signed(words)).chats().covers("b")).isTrue();
    assertThat(tokens(limited).verify(signed(claims().build())).chats().covers("a")).isFalse();
  }

  @Test
  void tokensThatDoNotHoldAreRefused() throws Exception {
    OidcTokens tokens = tokens(config());
    assertRefused(tokens, signed(claims().issuer("https://other.example").build()));
    assertRefused(tokens, signed(claims().audience("another-audience").build()));
    assertRefused(tokens, signed(claims().subject(null).build()));
    assertRefused(tokens, signed(claims().expirationTime(null).build()));
    assertRefused(
        tokens,
        signed(claims().expirationTime(Date.from(Instant.now().minusSeconds(120))).build()));
    assertRefused(
        tokens, signed(claims().notBeforeTime(Date.from(Instant.now().plusSeconds(300))).build()));
    assertRefused(tokens, new PlainJWT(claims().build()).serialize());
    String good = signed(claims().build());
    assertRefused(tokens, good.substring(0, good.length() - 6) + "AAAAAA");
    assertRefused(tokens, good.replaceFirst("\\.[^.]+\\.", ".e30."));
  }

  @Test
  void thePublicKeyIsNoSecretToSignWith() throws Exception {
    SignedJWT forged =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("rsa-1").build(), claims().build());
    forged.sign(new MACSigner(rsa.toRSAPublicKey().getEncoded()));
    assertRefused(tokens(config()), forged.serialize());
  }

  @Test
  void aKeyThatTheIssuerTurnsToIsTakenUp() throws Exception {
    OidcTokens tokens = tokens(config());
    JWKSet before = published;
    RSAKey next = new RSAKeyGenerator(2048).keyID("rsa-2").generate();
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("rsa-2").build(), claims().build());
    jwt.sign(new RSASSASigner(next));
    try {
      published = new JWKSet(List.of(next));
      assertRefused(tokens, jwt.serialize());
      tokens.keys().refreshIfDue(Instant.now().plusSeconds(11));
      assertThat(tokens.verify(jwt.serialize()).id()).isEqualTo("subject:ann");
    } finally {
      published = before;
    }
  }

  @Test
  void withoutTheKeysOfTheIssuerNobodyIsLetIn() throws Exception {
    OidcTokens tokens =
        OidcTokens.of(config().with(AccessKeys.OIDC_JWKS_URL, "http://127.0.0.1:1/jwks"))
            .orElseThrow();
    assertThatThrownBy(() -> tokens.keys().refreshIfDue(Instant.now()))
        .matches(FaultCode.UNAVAILABLE::isOf);
    String token = signed(claims().build());
    assertThatThrownBy(() -> tokens.verify(token)).matches(FaultCode.UNAVAILABLE::isOf);
  }

  @Test
  void keysHoldWhileTheIssuerIsAwayUpToTheirMaximumAge() throws Exception {
    Config hour = config().with(AccessKeys.OIDC_KEYS_MAX_AGE, Duration.ofHours(1));
    OidcTokens tokens = OidcTokens.of(hour).orElseThrow();
    Instant start = Instant.now();
    tokens.keys().refreshIfDue(start);
    String token = signed(claims().build());
    failing = true;
    try {
      assertAway(tokens, start.plus(Duration.ofMinutes(59)));
      assertThat(tokens.verify(token).id()).isEqualTo("subject:ann");
      assertThat(tokens.keys().refreshIfDue(start.plus(Duration.ofMinutes(59)))).isFalse();
      assertAway(tokens, start.plus(Duration.ofMinutes(61)));
      assertThatThrownBy(() -> tokens.verify(token))
          .matches(FaultCode.UNAVAILABLE::isOf)
          .hasMessageContaining("access.oidc-keys-max-age");
    } finally {
      failing = false;
    }
    tokens.keys().refreshIfDue(start.plus(Duration.ofMinutes(62)));
    assertThat(tokens.verify(token).id()).isEqualTo("subject:ann");
  }

  private static void assertAway(OidcTokens tokens, Instant now) {
    assertThatThrownBy(() -> tokens.keys().refreshIfDue(now))
        .matches(FaultCode.UNAVAILABLE::isOf)
        .hasMessageContaining("status 500");
  }

  @Test
  @Timeout(30)
  void answerThatNeverEndsIsGivenUp() throws Exception {
    try (ServerSocket stalling = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> stall(stalling));
      String url = "http://127.0.0.1:" + stalling.getLocalPort() + "/jwks";
      OidcTokens tokens = OidcTokens.of(config().with(AccessKeys.OIDC_JWKS_URL, url)).orElseThrow();

      assertThatThrownBy(() -> tokens.keys().refreshIfDue(Instant.now()))
          .matches(FaultCode.UNAVAILABLE::isOf)
          .hasMessageContaining("no whole answer within 5 seconds");
    }
  }

  /** Answers with headers and one byte of the body, and sends no more. */
  private static void stall(ServerSocket server) {
    try (Socket connection = server.accept()) {
      String begin = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{";
      connection.getOutputStream().write(begin.getBytes(StandardCharsets.US_ASCII));
      var unused = connection.getInputStream().readAllBytes(); // Until the client leaves.
    } catch (IOException e) {
      // The client left, or the test is over.
    }
  }

  @Test
  void answerThatIsTooLargeIsNotTaken() {
    padding = " ".repeat(600_000);
    try {
      OidcTokens tokens = OidcTokens.of(config()).orElseThrow();
      assertThatThrownBy(() -> tokens.keys().refreshIfDue(Instant.now()))
          .matches(FaultCode.UNAVAILABLE::isOf);
    } finally {
      padding = "";
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "http://issuer.example/jwks", "file:///etc/passwd", "not a url"})
  void keysAreReadFromTrustedPlacesOnly(String url) {
    Config config = config().with(AccessKeys.OIDC_JWKS_URL, url);
    assertThatThrownBy(() -> OidcTokens.of(config))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("access.oidc-jwks-url");
  }

  private static void assertRefused(OidcTokens tokens, String token) {
    assertThatThrownBy(() -> tokens.verify(token))
        .matches(FaultCode.UNAUTHENTICATED::isOf)
        .hasMessageNotContaining(token);
  }
}

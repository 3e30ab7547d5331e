package chatwarden.bridge.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.bridge.access.AccessKeys;
import chatwarden.domain.access.Role;
import chatwarden.livechat.v1.ListChatsRequest;
import chatwarden.livechat.v1.LiveChatServiceGrpc;
import chatwarden.livechat.v1.WatchCommentsRequest;
import chatwarden.livechat.v1.WatchCommentsResponse;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.error.OverloadedException;
import chatwarden.runtime.grpc.GrpcChannels;
import chatwarden.runtime.grpc.StatusMapper;
import chatwarden.store.access.NewApiKey;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Keys in their forms and their lives, rates, and where an open bridge may stand. */
@Timeout(60)
class AccessTest {

  private static TestBridge bridge;
  private static Config config;

  @BeforeAll
  static void start() throws Exception {
    config =
        Config.defaults()
            .with(AccessKeys.ENABLED, true)
            .with(AccessKeys.KEY_REFRESH, Duration.ofMillis(50))
            .with(AccessKeys.RATE_PER_ADDRESS, 0)
            .with(AccessKeys.RATE_PER_KEY, 10)
            .with(BridgeKeys.CORS_ORIGINS, List.of("https://page.example"));
    bridge = TestBridge.start(config);
  }

  @AfterAll
  static void stop() throws Exception {
    bridge.close();
  }

  private static NewApiKey key(Role role) {
    NewApiKey key = NewApiKey.create("a test", role, Instant.now());
    bridge.keys().add(key.stored());
    Awaitility.await()
        .pollInterval(Duration.ofMillis(20))
        .until(() -> status("Authorization", "Bearer " + key.secret()) != 401);
    return key;
  }

  private static HttpResponse<String> list(NewApiKey key) throws Exception {
    return bridge.send(
        bridge.request("/v1/chats").header("Authorization", "Bearer " + key.secret()));
  }

  private static int status(String header, String value) throws Exception {
    return bridge.send(bridge.request("/v1/chats").header(header, value)).statusCode();
  }

  @Test
  void aKeyIsTakenInEveryFormThatClientsSend() throws Exception {
    String key = key(Role.VIEWER).secret();
    String basic =
        Base64.getEncoder().encodeToString(("me:" + key).getBytes(StandardCharsets.UTF_8));
    assertThat(status("Authorization", "Bearer " + key)).isEqualTo(200);
    assertThat(status("Authorization", "bearer " + key)).isEqualTo(200);
    assertThat(status("Authorization", "Basic " + basic)).isEqualTo(200);
    assertThat(status("X-Api-Key", key)).isEqualTo(200);
    assertThat(status("X-Goog-Api-Key", key)).isEqualTo(200);
  }

  @Test
  void callersAreToldWhatTheyMayDo() throws Exception {
    for (Role role : Role.values()) {
      NewApiKey key = key(role);
      HttpResponse<String> told =
          bridge.send(bridge.request("/v1/platform/caller").header("X-Api-Key", key.secret()));
      assertThat(TestBridge.json(told).get("role").asText()).isEqualTo(role.name());
      assertThat(TestBridge.json(told).get("id").asText()).isEqualTo("key:" + key.stored().id());
    }
  }

  @Test
  void aBrowserIsAskedForAKeyAndLedToThePage() throws Exception {
    HttpResponse<String> asked = bridge.get("/login");
    assertThat(asked.statusCode()).isEqualTo(401);
    assertThat(asked.headers().firstValue("WWW-Authenticate"))
        .hasValueSatisfying(value -> assertThat(value).startsWith("Basic "));
    HttpResponse<String> let =
        bridge.send(bridge.request("/login").header("X-Api-Key", key(Role.VIEWER).secret()));
    assertThat(let.statusCode()).isEqualTo(303);
    assertThat(let.headers().firstValue("Location")).hasValue("/");
  }

  @Test
  void whatIsNoKeyIsRefusedWithoutBeingRepeated() throws Exception {
    for (String bad :
        List.of("Bearer", "Bearer ", "Basic %%%", "Basic bWU6", "Digest x", "Bearer a.b.c")) {
      HttpResponse<String> refused =
          bridge.send(bridge.request("/v1/chats").header("Authorization", bad));
      assertThat(refused.statusCode()).as(bad).isEqualTo(401);
      assertThat(refused.headers().firstValue("WWW-Authenticate")).isPresent();
      assertThat(refused.body()).contains("UNAUTHENTICATED").doesNotContain("a.b.c");
    }
    String key = key(Role.ADMIN).secret();
    String altered = key.substring(0, key.length() - 1) + (key.endsWith("0") ? "1" : "0");
    assertThat(status("Authorization", "Bearer " + altered)).isEqualTo(401);
    assertThat(bridge.get("/v1/chats?key=" + key).statusCode()).isEqualTo(401);
  }

  @Test
  void aRevokedKeyEndsWhatItHasOpen() throws Exception {
    NewApiKey key = key(Role.VIEWER);
    String chat = bridge.newChat();
    bridge.classified(chat, "c1", "hello", false);
    ManagedChannel channel = GrpcChannels.open("127.0.0.1:" + bridge.server().port());
    try {
      Iterator<WatchCommentsResponse> events =
          stub(channel, key)
              .watchComments(
                  WatchCommentsRequest.newBuilder().setChat(chat).setResumeToken("0-0").build());
      assertThat(events.next().hasClassified()).isTrue();
      assertThat(bridge.keys().revoke(key.stored().id())).isTrue();
      assertThat(bridge.keys().revoke(key.stored().id())).isFalse();
      assertThatThrownBy(events::hasNext).isInstanceOf(StatusRuntimeException.class);
      assertThatThrownBy(() -> stub(channel, key).listChats(ListChatsRequest.getDefaultInstance()))
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              fault ->
                  assertThat(StatusMapper.fromStatus(fault))
                      .matches(FaultCode.UNAUTHENTICATED::isOf));
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void tooManyCallsOfAKeyAreToldWhenToComeAgain() throws Exception {
    NewApiKey key = key(Role.VIEWER);
    HttpResponse<String> response = list(key);
    for (int i = 0; i < 200 && response.statusCode() == 200; i++) {
      response = list(key);
    }
    assertThat(response.statusCode()).isEqualTo(429);
    assertThat(response.headers().firstValue("Retry-After")).contains("1");
    assertThat(response.body()).contains("KEY_RATE_EXCEEDED").contains("retryDelay");
    ManagedChannel channel = GrpcChannels.open("127.0.0.1:" + bridge.server().port());
    try {
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 200; i++) {
                  stub(channel, key).listChats(ListChatsRequest.getDefaultInstance());
                }
              })
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              fault ->
                  assertThat(StatusMapper.fromStatus(fault))
                      .isInstanceOfSatisfying(
                          OverloadedException.class,
                          full -> assertThat(full.retryAfter()).isPositive()));
    } finally {
      channel.shutdownNow();
    }
    NewApiKey other = key(Role.VIEWER);
    assertThat(status("X-Api-Key", other.secret())).isEqualTo(200);
  }

  @Test
  void anAllowedPageMayAskWithAKeyAndOthersMayNot() throws Exception {
    for (String origin : List.of("https://page.example", "https://other.example")) {
      HttpResponse<String> preflight =
          bridge.send(
              bridge
                  .request("/v1/chats")
                  .header("Origin", origin)
                  .header("Access-Control-Request-Method", "GET")
                  .header("Access-Control-Request-Headers", "authorization")
                  .method("OPTIONS", java.net.http.HttpRequest.BodyPublishers.noBody()));
      boolean allowed = origin.equals("https://page.example");
      assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin").isPresent())
          .isEqualTo(allowed);
    }
  }

  @Test
  void pagesOfAnyOriginAreNeverLetInWithWhatABrowserRemembers() throws Exception {
    try (TestBridge any =
        TestBridge.start(Config.defaults().with(BridgeKeys.CORS_ORIGINS, List.of("*")))) {
      HttpResponse<String> answer =
          any.send(any.request("/v1/chats").header("Origin", "https://other.example"));
      assertThat(answer.headers().firstValue("access-control-allow-origin")).hasValue("*");
      assertThat(answer.headers().map()).doesNotContainKey("access-control-allow-credentials");
    }
  }

  @Test
  void anOpenBridgeStaysOnLoopbackUnlessToldOtherwise() {
    for (String address : List.of("0.0.0.0", "::", "192.0.2.1")) {
      Config open = Config.defaults().with(BridgeKeys.ADDRESS, address);
      assertThatThrownBy(() -> BridgeServer.requireSafe(open))
          .matches(FaultCode.FAILED_PRECONDITION::isOf)
          .hasMessageContaining("access.enabled=true");
      assertThatCode(() -> BridgeServer.requireSafe(open.with(AccessKeys.ENABLED, true)))
          .doesNotThrowAnyException();
      assertThatCode(() -> BridgeServer.requireSafe(open.with(AccessKeys.ALLOW_ANYONE, true)))
          .doesNotThrowAnyException();
    }
    for (String address : List.of("127.0.0.1", "127.1.2.3", "::1", "localhost")) {
      assertThatCode(
              () -> BridgeServer.requireSafe(Config.defaults().with(BridgeKeys.ADDRESS, address)))
          .doesNotThrowAnyException();
    }
    assertThatThrownBy(
            () -> BridgeServer.requireSafe(Config.defaults().with(BridgeKeys.TLS_KEY, "k.pem")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("bridge.tls-certificate");
  }

  private static LiveChatServiceGrpc.LiveChatServiceBlockingStub stub(
      ManagedChannel channel, NewApiKey key) {
    Metadata headers = new Metadata();
    headers.put(
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER),
        "Bearer " + key.secret());
    return LiveChatServiceGrpc.newBlockingStub(channel)
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
  }
}

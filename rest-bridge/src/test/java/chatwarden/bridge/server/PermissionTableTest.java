package chatwarden.bridge.server;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.bridge.access.AccessKeys;
import chatwarden.bridge.access.Permissions;
import chatwarden.bridge.peer.ModelPeer;
import chatwarden.bridge.schema.OfferedServices;
import chatwarden.domain.access.Role;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.grpc.GrpcChannels;
import chatwarden.store.access.NewApiKey;
import chatwarden.testing.grpc.RawMessage;
import com.google.api.AnnotationsProto;
import com.google.api.HttpRule;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.health.v1.HealthProto;
import io.grpc.reflection.v1.ServerReflectionProto;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every method, by every door, for every role: who gets in is what the table says. */
@Timeout(120)
class PermissionTableTest {

  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private static final Map<Role, String> KEYS = new EnumMap<>(Role.class);
  private static ModelServers models;
  private static TestBridge bridge;
  private static ManagedChannel channel;

  /** What came of a call as far as the gate is concerned. */
  private enum Gate {
    UNKNOWN_CALLER,
    NOT_ALLOWED,
    LET_IN
  }

  @BeforeAll
  static void start() throws Exception {
    models = new ModelServers();
    bridge =
        TestBridge.start(
            Config.defaults()
                .with(AccessKeys.ENABLED, true)
                .with(AccessKeys.RATE_PER_ADDRESS, 0)
                .with(AccessKeys.RATE_PER_KEY, 0)
                .with(ModelPeer.CLASSIFIER.target(), models.target())
                .with(ModelPeer.TAGGER.target(), models.target()));
    for (Role role : Role.values()) {
      NewApiKey key = NewApiKey.create(role.toString(), role, Instant.now());
      bridge.keys().add(key.stored());
      KEYS.put(role, key.secret());
    }
    bridge.restart();
    channel = GrpcChannels.open("127.0.0.1:" + bridge.server().port());
    // The first call of a cold process may take longer than the short time that each has below.
    HealthGrpc.newBlockingStub(channel)
        .withDeadlineAfter(60, TimeUnit.SECONDS)
        .check(HealthCheckRequest.getDefaultInstance());
  }

  @AfterAll
  static void stop() throws Exception {
    channel.shutdownNow();
    bridge.close();
    models.close();
  }

  private static List<MethodDescriptor> methods() {
    List<ServiceDescriptor> services = new ArrayList<>(OfferedServices.all());
    services.addAll(HealthProto.getDescriptor().getServices());
    services.addAll(ServerReflectionProto.getDescriptor().getServices());
    services.addAll(io.grpc.reflection.v1alpha.ServerReflectionProto.getDescriptor().getServices());
    return services.stream().flatMap(service -> service.getMethods().stream()).toList();
  }

  private static String name(MethodDescriptor method) {
    return method.getService().getFullName() + "/" + method.getName();
  }

  @Test
  void everyMethodOfTheSchemaIsInTheTableAndNothingElse() {
    Set<String> inTable = new HashSet<>(Permissions.methods());
    inTable.removeAll(Set.of(Permissions.METRICS, Permissions.SUGGEST_SCORE));
    assertThat(inTable)
        .containsExactlyInAnyOrderElementsOf(
            methods().stream().map(PermissionTableTest::name).toList());
  }

  @Test
  void grpcLetsInWhomTheTableDoes() throws Exception {
    for (MethodDescriptor method : methods()) {
      assertEveryRole(name(method), key -> grpc(method, key));
    }
  }

  @Test
  void grpcWebLetsInWhomTheTableDoes() throws Exception {
    for (MethodDescriptor method : methods()) {
      if (!method.isClientStreaming() && !name(method).equals("grpc.health.v1.Health/Watch")) {
        assertEveryRole(name(method), key -> grpcWeb(method, key));
      }
    }
  }

  @Test
  void restLetsInWhomTheTableDoes() throws Exception {
    int seen = 0;
    for (MethodDescriptor method : methods()) {
      if (method.getOptions().hasExtension(AnnotationsProto.http)) {
        HttpRule rule = method.getOptions().getExtension(AnnotationsProto.http);
        assertEveryRole(name(method), key -> rest(rule, key));
        for (HttpRule other : rule.getAdditionalBindingsList()) {
          assertEveryRole(name(method), key -> rest(other, key));
        }
        seen++;
      }
    }
    assertThat(seen).isGreaterThan(8);
  }

  @Test
  void whatIsNoGrpcLetsInWhomTheTableDoes() throws Exception {
    assertEveryRole(Permissions.METRICS, key -> http("GET", "/metrics", key));
    assertEveryRole(Permissions.WATCH, key -> http("GET", "/v1/chats/none/comments:watch", key));
    assertEveryRole(Permissions.WATCH, key -> http("GET", "/v1/chats/none/comments:socket", key));
    for (String path : List.of("/predict", "/v1/moderations", "/v1alpha1/comments:analyze")) {
      assertEveryRole(Permissions.CLASSIFY, key -> http("POST", path, key));
    }
    assertEveryRole(
        Permissions.SUGGEST_SCORE, key -> http("POST", "/v1alpha1/comments:suggestscore", key));
  }

  @Test
  void thePageAndHealthAreForEverybody() throws Exception {
    assertThat(bridge.get("/healthz").statusCode()).isEqualTo(200);
    assertThat(bridge.get("/").statusCode()).isEqualTo(200);
  }

  private interface Door {
    Gate call(@Nullable String key) throws Exception;
  }

  private static void assertEveryRole(String method, Door door) throws Exception {
    Optional<Role> needed = Permissions.needed(method);
    assertThat(door.call(null))
        .as(method + " without a key")
        .isEqualTo(needed.isEmpty() ? Gate.LET_IN : Gate.UNKNOWN_CALLER);
    assertThat(door.call("cw_abcdefghij_" + "0".repeat(64)))
        .as(method + " with a key that is none")
        .isEqualTo(needed.isEmpty() ? Gate.LET_IN : Gate.UNKNOWN_CALLER);
    for (Role role : Role.values()) {
      boolean allowed = needed.isEmpty() || role.covers(needed.get());
      assertThat(door.call(KEYS.get(role)))
          .as(method + " as " + role)
          .isEqualTo(allowed ? Gate.LET_IN : Gate.NOT_ALLOWED);
    }
  }

  private static Gate grpc(MethodDescriptor method, @Nullable String key) throws Exception {
    io.grpc.MethodDescriptor<byte[], byte[]> raw =
        io.grpc.MethodDescriptor.<byte[], byte[]>newBuilder()
            .setType(MethodType.BIDI_STREAMING)
            .setFullMethodName(name(method))
            .setRequestMarshaller(new RawMessage())
            .setResponseMarshaller(new RawMessage())
            .build();
    CompletableFuture<Status> end = new CompletableFuture<>();
    ClientCall<byte[], byte[]> call =
        channel.newCall(raw, CallOptions.DEFAULT.withDeadlineAfter(700, TimeUnit.MILLISECONDS));
    Metadata headers = new Metadata();
    if (key != null) {
      headers.put(AUTHORIZATION, "Bearer " + key);
    }
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onClose(Status status, Metadata trailers) {
            end.complete(status);
          }
        },
        headers);
    call.request(100);
    call.sendMessage(new byte[0]);
    call.halfClose();
    return gate(end.get(10, TimeUnit.SECONDS).getCode());
  }

  private static Gate gate(Status.Code code) {
    return switch (code) {
      case UNAUTHENTICATED -> Gate.UNKNOWN_CALLER;
      case PERMISSION_DENIED -> Gate.NOT_ALLOWED;
      default -> Gate.LET_IN;
    };
  }

  private static Gate grpcWeb(MethodDescriptor method, @Nullable String key) throws Exception {
    HttpRequest.Builder request =
        bridge
            .request("/" + name(method))
            .header("Content-Type", "application/grpc-web+proto")
            .POST(BodyPublishers.ofByteArray(new byte[5]));
    if (key != null) {
      request.header("Authorization", "Bearer " + key);
    }
    HttpResponse<byte[]> response = bridge.http.send(request.build(), BodyHandlers.ofByteArray());
    String said =
        "grpc-status: "
            + response.headers().firstValue("grpc-status").orElse("")
            + new String(response.body(), StandardCharsets.ISO_8859_1);
    Matcher status = Pattern.compile("grpc-status: ?(\\d+)").matcher(said);
    assertThat(status.find()).as(said).isTrue();
    return gate(Status.fromCodeValue(Integer.parseInt(status.group(1))).getCode());
  }

  private static Gate rest(HttpRule rule, @Nullable String key) throws Exception {
    String verb = rule.getPatternCase().name();
    String path =
        switch (rule.getPatternCase()) {
          case GET -> rule.getGet();
          case POST -> rule.getPost();
          case PUT -> rule.getPut();
          case PATCH -> rule.getPatch();
          case DELETE -> rule.getDelete();
          default -> throw new AssertionError(rule);
        };
    return http(verb, path.replaceAll("\\{[^}]+}", "none"), key);
  }

  private static Gate http(String verb, String path, @Nullable String key) throws Exception {
    HttpRequest.Builder request =
        bridge
            .request(path)
            .header("Content-Type", "application/json")
            .method(
                verb,
                verb.equals("GET") || verb.equals("DELETE")
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString("{}"));
    if (key != null) {
      request.header("Authorization", "Bearer " + key);
    }
    return switch (bridge.send(request).statusCode()) {
      case 401 -> Gate.UNKNOWN_CALLER;
      case 403 -> Gate.NOT_ALLOWED;
      default -> Gate.LET_IN;
    };
  }
}

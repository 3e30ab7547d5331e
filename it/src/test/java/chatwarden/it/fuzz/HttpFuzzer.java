package chatwarden.it.fuzz;

import com.google.protobuf.Descriptors.MethodDescriptor;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Well-formed HTTP with anything in it: JSON to REST and the compatible endpoints, gRPC-Web. */
final class HttpFuzzer {
  private static final List<String> WITH_BODY =
      List.of(
          "/v1/comments:classify",
          "/v1/comments:tag",
          "/v1/sessions",
          "/v1/chats/fuzz/reviews:claim",
          "/v1/chats/fuzz/reviews:release",
          "/v1/chats/fuzz/reviews/1/decide",
          "/v1/chats/fuzz/reviews/1/undo");
  private static final List<String> COMPATIBLE =
      List.of(
          "/predict",
          "/v1/moderations",
          "/v1alpha1/comments:analyze",
          "/v1alpha1/comments:suggestscore");
  private static final List<String> READ =
      List.of(
          "/v1/chats",
          "/v1/sessions",
          "/v1/chats/%s/comments",
          "/v1/chats/%s/comments/%s",
          "/v1/chats/%s/reviews/%s",
          "/v1/chats/%s/reviews/%s/context",
          "/v1/chats/%s/audit",
          "/v1/chats/%s/audit:export",
          "/v1/sessions/%s",
          "/%s",
          "/docs/%s",
          "/assets/%s");
  private static final List<String> PARAMETERS =
      List.of("pageSize", "pageToken", "filter.labels", "filter.startTime", "format", "x");
  private static final List<String> TYPES =
      List.of("application/grpc-web+proto", "application/grpc-web-text", "application/grpc-web");
  private static final Pattern GRPC_STATUS = Pattern.compile("grpc-status: ?(\\d+)");

  private final HttpClient http;
  private final URI base;

  HttpFuzzer(HttpClient http, URI base) {
    this.http = http;
    this.base = base;
  }

  /** JSON to REST, or a read or a removal of anything. */
  String rest(Dice dice) throws Exception {
    if (dice.oneIn(2)) {
      return post(dice.of(WITH_BODY), dice);
    }
    String path = dice.of(READ).formatted(dice.word(), dice.word());
    for (int i = dice.below(3); i > 0; i--) {
      path += (path.contains("?") ? "&" : "?") + dice.of(PARAMETERS) + "=" + dice.word();
    }
    HttpRequest.Builder request = request(path);
    if (dice.oneIn(4)) {
      request.method(
          dice.of(List.of("DELETE", "PUT", "PATCH", "OPTIONS")), BodyPublishers.noBody());
    }
    return wrong(request.build());
  }

  /** JSON to an endpoint of another service. */
  String compatible(Dice dice) throws Exception {
    return post(dice.of(COMPATIBLE), dice);
  }

  private String post(String path, Dice dice) throws Exception {
    String type = dice.oneIn(20) ? "text/plain" : "application/json";
    byte[] body =
        dice.oneIn(20) ? dice.bytes(100) : RandomJson.of(dice).getBytes(StandardCharsets.UTF_8);
    return wrong(
        request(path).header("Content-Type", type).POST(BodyPublishers.ofByteArray(body)).build());
  }

  /** Frames with anything in them, also broken ones, to any method by gRPC-Web. */
  String grpcWeb(Dice dice) throws Exception {
    MethodDescriptor method = dice.of(GrpcFuzzer.METHODS);
    byte[] payload = GrpcFuzzer.payload(method, dice);
    int length = dice.oneIn(10) ? (int) dice.whole() : payload.length;
    byte[] body =
        ByteBuffer.allocate(5 + payload.length)
            .put((byte) (dice.oneIn(20) ? dice.below(256) : 0))
            .putInt(length)
            .put(payload)
            .array();
    HttpRequest request =
        request("/" + GrpcFuzzer.path(method))
            .header("Content-Type", dice.oneIn(10) ? dice.of(TYPES) : TYPES.getFirst())
            .header("grpc-timeout", GrpcFuzzer.patience(method) + "m")
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
    String said =
        "grpc-status: "
            + response.headers().firstValue("grpc-status").orElse("")
            + new String(response.body(), StandardCharsets.ISO_8859_1);
    Matcher status = GRPC_STATUS.matcher(said);
    boolean fault = status.find() && List.of("2", "13", "15").contains(status.group(1));
    return fault || response.statusCode() >= 500
        ? GrpcFuzzer.path(method) + ": " + response.statusCode() + " " + said
        : "";
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofSeconds(10));
  }

  private String wrong(HttpRequest request) throws Exception {
    HttpResponse<java.io.InputStream> response = http.send(request, BodyHandlers.ofInputStream());
    response.body().close(); // A stream of events would not end.
    int status = response.statusCode();
    return status >= 500 && status != 501 ? request.uri().getRawPath() + ": " + status : "";
  }
}

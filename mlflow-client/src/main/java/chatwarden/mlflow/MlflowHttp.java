package chatwarden.mlflow;

import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.FaultWords;
import chatwarden.runtime.retry.Backoff;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Requests to an MLflow server, over HTTP/1.1: its server logs two warnings for each request that
 * offers an upgrade. A call that may be repeated is tried three times where the server is away or
 * busy, with the same bytes.
 *
 * <p>Safe for use by many threads; each call blocks its own.
 */
final class MlflowHttp {

  static final ObjectMapper JSON = new ObjectMapper();

  private static final int TRIES = 3;
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final Duration UPLOAD = Duration.ofMinutes(15);

  private final TrackingServer server;
  private final HttpClient client;

  MlflowHttp(TrackingServer server) {
    this.server = server;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();
  }

  TrackingServer server() {
    return server;
  }

  /** Reads; tried again where the server is away. */
  JsonNode get(String path, Map<String, String> query) {
    String parameters =
        query.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + encoded(entry.getValue()))
            .collect(Collectors.joining("&"));
    String target = parameters.isEmpty() ? path : path + "?" + parameters;
    return repeated(() -> send("GET", target, BodyPublishers.noBody(), ANSWER));
  }

  /** Calls a method that changes nothing when it is called again with the same body. */
  JsonNode idempotent(String method, String path, JsonNode body) {
    String json = body.toString();
    return repeated(() -> send(method, path, BodyPublishers.ofString(json), ANSWER));
  }

  /** Calls a method that would act twice if it were called again. */
  JsonNode once(String path, JsonNode body) {
    return send("POST", path, BodyPublishers.ofString(body.toString()), ANSWER);
  }

  /** Sends a file; a torn upload leaves nothing, so it is sent again. */
  void upload(String path, Path file) throws FileNotFoundException {
    BodyPublisher content = BodyPublishers.ofFile(file);
    repeated(() -> send("PUT", path, content, UPLOAD));
  }

  /** Sends a text as a file. */
  void upload(String path, String text) {
    repeated(() -> send("PUT", path, BodyPublishers.ofString(text), UPLOAD));
  }

  /** Returns a value as a part of a query or a path. */
  static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private JsonNode repeated(Supplier<JsonNode> call) {
    Backoff pauses = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(2));
    for (int trial = 1; ; trial++) {
      try {
        return call.get();
      } catch (ChatwardenException e) {
        if (trial == TRIES || !e.isTransient()) {
          throw e;
        }
        pause(pauses.next());
      }
    }
  }

  private static void pause(Duration length) {
    try {
      Thread.sleep(length);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted(e);
    }
  }

  private JsonNode send(String method, String path, BodyPublisher body, Duration timeout) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.resolve(path))
            .timeout(timeout)
            .header("Accept", "application/json")
            .method(method, body);
    if (!method.equals("GET") && !method.equals("PUT")) {
      request.header("Content-Type", "application/json");
    }
    server.authorization().ifPresent(value -> request.header("Authorization", value));
    try {
      HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw MlflowFault.of(server, response.statusCode(), response.body());
      }
      return response.body().isBlank() ? JSON.createObjectNode() : JSON.readTree(response.body());
    } catch (JsonProcessingException e) {
      throw FaultCode.FAILED_PRECONDITION.exception(
          "MLFLOW_UNKNOWN_ANSWER", "the answer of " + server + " is not JSON; is it MLflow?", e);
    } catch (IOException e) {
      throw FaultCode.UNAVAILABLE.exception(
          "MLFLOW_UNAVAILABLE", "cannot reach MLflow at " + server + ": " + FaultWords.of(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted(e);
    }
  }

  private static ChatwardenException interrupted(InterruptedException e) {
    return FaultCode.UNAVAILABLE.exception("INTERRUPTED", "the call was interrupted", e);
  }
}

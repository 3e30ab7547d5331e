package chatwarden.it.door;

import chatwarden.it.process.ChatwardenProcess;
import chatwarden.runtime.grpc.GrpcChannels;
import chatwarden.testing.process.FreePorts;
import chatwarden.testing.process.JavaProcess;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A platform started as a user starts it, and the clients of it. */
final class Platform implements AutoCloseable {
  private static final JsonMapper MAPPER = new JsonMapper();

  private final int port = FreePorts.next();
  private final JavaProcess process;
  private final ManagedChannel channel;
  private final HttpClient http = HttpClient.newHttpClient();

  /** What a call over HTTP answered. */
  record Answer(int status, JsonNode body) {
    /** Where the answer says which field is wrong. */
    String field() {
      for (JsonNode detail : body.at("/error/details")) {
        if (detail.has("fieldViolations")) {
          return detail.at("/fieldViolations/0/field").asText();
        }
      }
      return "";
    }
  }

  Platform(Path folder) {
    process =
        ChatwardenProcess.start(
            "up",
            "--source",
            "none",
            "--data-dir",
            folder.toString(),
            "--port",
            String.valueOf(port));
    channel = GrpcChannels.open("127.0.0.1:" + port);
  }

  ManagedChannel channel() {
    return channel;
  }

  HttpClient http() {
    return http;
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  /** Everything that the process printed so far, logs included. */
  String printed() {
    return String.join("\n", process.standardOutput()) + String.join("\n", process.standardError());
  }

  boolean isAlive() {
    return process.isAlive();
  }

  Answer get(String path) {
    return send(HttpRequest.newBuilder(uri(path)).GET().build());
  }

  Answer post(String path, String json) {
    return send(
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json, StandardCharsets.UTF_8))
            .build());
  }

  Answer delete(String path) {
    return send(HttpRequest.newBuilder(uri(path)).DELETE().build());
  }

  private Answer send(HttpRequest request) {
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      return new Answer(response.statusCode(), MAPPER.readTree(response.body()));
    } catch (IOException e) {
      throw new AssertionError(request.method() + " " + request.uri() + " failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  @Override
  public void close() {
    channel.shutdownNow();
    http.close();
    process.close();
  }
}

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
import java.util.ArrayList;
import java.util.List;

/** A platform started as a user starts it, and the clients of it. */
public final class RunningPlatform implements AutoCloseable {
  private static final JsonMapper MAPPER = new JsonMapper();

  private final int port = FreePorts.next();
  private final JavaProcess process;
  private final ManagedChannel channel;
  private final HttpClient http = HttpClient.newHttpClient();

  /** What a call over HTTP answered. */
  public record Answer(int status, JsonNode body) {
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

  /** Starts one with its data in {@code folder} and these settings, each {@code key=value}. */
  public RunningPlatform(Path folder, String... settings) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("up", "--source", "none", "--data-dir", folder.toString()));
    arguments.addAll(List.of("--port", String.valueOf(port)));
    for (String setting : settings) {
      arguments.addAll(List.of("--set", setting));
    }
    process = ChatwardenProcess.start(arguments.toArray(String[]::new));
    channel = GrpcChannels.open("127.0.0.1:" + port);
  }

  public ManagedChannel channel() {
    return channel;
  }

  public HttpClient http() {
    return http;
  }

  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  /** Everything that the process printed so far, logs included. */
  public String printed() {
    return String.join("\n", process.standardOutput()) + String.join("\n", process.standardError());
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** The body of what a GET of {@code path} answers. */
  public String text(String path) throws IOException, InterruptedException {
    return http.send(
            HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  /** The process. */
  public long pid() {
    return process.pid();
  }

  /** The port of everything. */
  public int port() {
    return port;
  }

  public Answer get(String path) {
    return send(HttpRequest.newBuilder(uri(path)).GET().build());
  }

  public Answer post(String path, String json) {
    return send(
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json, StandardCharsets.UTF_8))
            .build());
  }

  /** Posts as whoever holds this key. */
  public Answer postAs(String key, String path, String json) {
    return send(
        HttpRequest.newBuilder(uri(path))
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json, StandardCharsets.UTF_8))
            .build());
  }

  public Answer patch(String path, String json) {
    return send(
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", "application/json")
            .method("PATCH", HttpRequest.BodyPublishers.ofString(json, StandardCharsets.UTF_8))
            .build());
  }

  public Answer delete(String path) {
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

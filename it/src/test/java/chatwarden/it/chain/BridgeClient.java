package chatwarden.it.chain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.TreeMap;

/** The bridge's REST as a program calls it. */
final class BridgeClient implements AutoCloseable {
  private static final JsonMapper MAPPER = new JsonMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final String base;

  BridgeClient(int port) {
    base = "http://127.0.0.1:" + port;
  }

  /** Starts a session that plays the file at a rate; 0 is as fast as it goes. */
  void startFile(java.nio.file.Path file, double rate) {
    post("/v1/sessions", "{\"source\":\"file:" + file + "\",\"commentsPerSecond\":" + rate + "}");
  }

  /**
   * Every stored comment of the chat by its id, as the API gives it, without the chat's own name.
   */
  Map<String, JsonNode> comments(String chat) {
    Map<String, JsonNode> comments = new TreeMap<>();
    String token = "";
    do {
      JsonNode page = get("/v1/chats/" + chat + "/comments?pageSize=1000&pageToken=" + token);
      for (JsonNode comment : page.path("comments")) {
        ((com.fasterxml.jackson.databind.node.ObjectNode) comment.path("comment")).remove("chat");
        JsonNode earlier = comments.put(comment.at("/comment/id").textValue(), comment);
        if (earlier != null) {
          throw new AssertionError("listed twice: " + comment.at("/comment/id"));
        }
      }
      token = page.path("nextPageToken").asText();
    } while (!token.isEmpty());
    return comments;
  }

  /** The chat's line of {@code GET /v1/chats}. */
  JsonNode chat(String id) {
    for (JsonNode chat : get("/v1/chats").path("chats")) {
      if (chat.path("id").textValue().equals(id)) {
        return chat;
      }
    }
    throw new AssertionError("no chat " + id);
  }

  JsonNode get(String path) {
    return send(HttpRequest.newBuilder(URI.create(base + path)).GET().build());
  }

  private void post(String path, String body) {
    send(
        HttpRequest.newBuilder(URI.create(base + path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  private JsonNode send(HttpRequest request) {
    try {
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new AssertionError(
            request.uri() + ": " + response.statusCode() + " " + response.body());
      }
      return MAPPER.readTree(response.body());
    } catch (IOException e) {
      throw new AssertionError(request.uri() + " failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}

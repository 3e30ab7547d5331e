package chatwarden.it.chain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Follows a chat by server-sent events to its end, as a browser does: by {@code Last-Event-ID}. */
final class SseWatcher implements AutoCloseable {
  private static final JsonMapper MAPPER = new JsonMapper();

  private final SeenEvents seen = new SeenEvents();
  private final HttpClient client = HttpClient.newHttpClient();
  private final URI address;
  private final Thread thread;
  private String lastEventId = "0-0";

  SseWatcher(int bridgePort, String chat) {
    address =
        URI.create("http://127.0.0.1:" + bridgePort + "/v1/chats/" + chat + "/comments:watch");
    thread = Thread.ofVirtual().name("sse-watcher").start(this::follow);
  }

  SeenEvents seen() {
    return seen;
  }

  private void follow() {
    while (seen.ends() == 0 && !Thread.currentThread().isInterrupted()) {
      try {
        connect();
      } catch (IOException | UncheckedIOException e) {
        LockSupport.parkNanos(Duration.ofMillis(200).toNanos()); // the bridge is away
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        seen.failed(e);
        return;
      }
    }
  }

  private void connect() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .header("Accept", "text/event-stream")
            .header("Last-Event-ID", lastEventId)
            .build();
    var response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      if (response.statusCode() == 200) {
        read(lines);
      } else {
        LockSupport.parkNanos(Duration.ofMillis(200).toNanos()); // an engine that it needs is away
      }
    }
  }

  private void read(BufferedReader lines) throws IOException {
    String event = "";
    String id = "";
    StringBuilder data = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.isEmpty()) {
        if (!event.isEmpty()) {
          see(event, MAPPER.readTree(data.toString()));
          lastEventId = id;
        }
        event = "";
        data.setLength(0);
      } else if (line.startsWith("event:")) {
        event = line.substring(6).strip();
      } else if (line.startsWith("id:")) {
        id = line.substring(3).strip();
      } else if (line.startsWith("data:")) {
        data.append(line.substring(5).strip());
      }
    }
  }

  private void see(String event, JsonNode data) {
    switch (event) {
      case "classified" -> seen.classified(data.at("/comment/id").textValue());
      case "tagged" -> seen.tagged(data.at("/comment/id").textValue());
      case "ended" -> seen.ended();
      default -> {}
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    client.close();
  }
}

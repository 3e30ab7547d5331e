package chatwarden.bridge.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A client of server-sent events that reads as the standard says, line by line. */
final class EventStream implements AutoCloseable {

  record Event(String name, @Nullable String id, String data) {
    JsonNode json() {
      try {
        return TestBridge.json(data);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    String commentId() {
      return json().path("comment").path("id").asText();
    }
  }

  final HttpResponse<InputStream> response;
  private final BufferedReader lines;
  private final List<String> comments = new ArrayList<>();

  private EventStream(HttpResponse<InputStream> response) {
    this.response = response;
    this.lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
  }

  static EventStream open(TestBridge bridge, String chat, @Nullable String lastEventId)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(bridge.uri("/v1/chats/" + chat + "/comments:watch"));
    if (lastEventId != null) {
      request.header("Last-Event-ID", lastEventId);
    }
    return new EventStream(bridge.http.send(request.build(), BodyHandlers.ofInputStream()));
  }

  /** The next event; null at the end of the stream. */
  @Nullable Event next() throws IOException {
    String name = "message";
    String id = null;
    String data = "";
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith(":")) {
        comments.add(line);
      } else if (line.startsWith("event: ")) {
        name = line.substring(7);
      } else if (line.startsWith("id: ")) {
        id = line.substring(4);
      } else if (line.startsWith("data: ")) {
        data += line.substring(6);
      } else if (line.isEmpty() && !data.isEmpty()) {
        return new Event(name, id, data);
      }
    }
    return null;
  }

  List<Event> next(int count) throws IOException {
    List<Event> events = new ArrayList<>();
    while (events.size() < count) {
      Event event = next();
      if (event == null) {
        throw new IOException("the stream ended after " + events.size() + " events");
      }
      events.add(event);
    }
    return events;
  }

  List<Event> toTheEnd() throws IOException {
    List<Event> events = new ArrayList<>();
    for (Event event = next(); event != null; event = next()) {
      events.add(event);
    }
    return events;
  }

  /** The next line that is a comment, such as a heartbeat. */
  String nextComment() throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith(":")) {
        return line;
      }
    }
    throw new IOException("the stream ended");
  }

  @Override
  public void close() throws IOException {
    response.body().close();
  }
}

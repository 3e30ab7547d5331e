package chatwarden.it.fuzz;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Streams of server-sent events of any chat from any token on, by clients that leave in the middle.
 */
final class SseFuzzer {
  private static final List<String> TOKENS =
      List.of("0-0", "0-0", "1700000000000-0", "999999999999999999-999999999999999999", "1-", "-1");
  private static final List<String> ACCEPTED =
      List.of("text/event-stream", "*/*", "application/json", "a/b;q=9");
  private static final Pattern LINE = Pattern.compile("|:.*|(retry|id|event|data): .*");
  private static final int FIRST_EVENT_WITHIN_LINES = 20;

  private final HttpClient http;
  private final URI base;

  SseFuzzer(HttpClient http, URI base) {
    this.http = http;
    this.base = base;
  }

  /** One stream; answers what is wrong with it, or nothing. */
  String call(Dice dice) throws Exception {
    boolean known = !dice.oneIn(3);
    String path = "/v1/chats/" + (known ? "fuzz" : dice.word()) + "/comments:watch";
    String token = dice.oneIn(4) ? "" : dice.oneIn(4) ? dice.word() : dice.of(TOKENS);
    boolean byQuery = dice.oneIn(2);
    if (byQuery && !token.isEmpty()) {
      path += "?lastEventId=" + token;
    }
    boolean odd = dice.oneIn(8);
    if (odd) {
      path += (path.contains("?") ? "&" : "?") + dice.word() + "=" + dice.word();
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path))
            .version(HttpClient.Version.HTTP_1_1) // By HTTP/2 so many resets would be an attack.
            .timeout(Duration.ofSeconds(10))
            .header("Accept", dice.of(ACCEPTED));
    if (!byQuery && !token.isEmpty()) {
      request.header("Last-Event-ID", token);
    }
    boolean got = !dice.oneIn(10);
    if (!got) {
      request.method(dice.of(List.of("POST", "PUT", "DELETE", "OPTIONS")), BodyPublishers.noBody());
    }
    boolean fromTheBeginning = known && got && !odd && token.equals("0-0");
    HttpResponse<InputStream> response = http.send(request.build(), BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) { // Closed early: a stream of events would not end.
      return judge(path, fromTheBeginning, response, body);
    }
  }

  private static String judge(
      String path, boolean fromTheBeginning, HttpResponse<?> response, InputStream body)
      throws IOException {
    int status = response.statusCode();
    if (status != 200) {
      return status >= 500 || fromTheBeginning ? path + ": " + status : "";
    }
    String type = response.headers().firstValue("Content-Type").orElse("");
    String first = line(body);
    if (!type.startsWith("text/event-stream") || !first.equals("retry: 1000")) {
      return path + ": " + type + " that begins with " + first;
    }
    for (int i = 0; fromTheBeginning && i < FIRST_EVENT_WITHIN_LINES; i++) {
      String line = line(body);
      if (!LINE.matcher(line).matches()) {
        return path + ": no line of a stream of events: " + line;
      }
      if (line.startsWith("id: ")) {
        return "";
      }
    }
    return fromTheBeginning ? path + ": no event" : "";
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      line.append((char) next);
    }
    return line.toString();
  }
}

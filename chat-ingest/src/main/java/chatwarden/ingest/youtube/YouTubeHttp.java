package chatwarden.ingest.youtube;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/** Sends requests to YouTube: bounded in time and size, never following to another site. */
final class YouTubeHttp {
  private static final int MAX_ANSWER = 16 << 20;
  private static final int MAX_REDIRECTS = 3;
  private static final Pattern HEADER_VALUE = Pattern.compile("[\\x21-\\x7e]{1,2048}");
  private static final String AGENT = "Mozilla/5.0 (X11; Linux x86_64) Chatwarden/0.1";

  /** Answers YouTube's question about cookies with a no. */
  private static final String CONSENT_COOKIE = "SOCS=CAI";

  private final HttpClient client;
  private final URI base;
  private final Duration timeout;

  /**
   * Requests to one site.
   *
   * @param client sends them; must not follow redirects by itself
   */
  YouTubeHttp(HttpClient client, URI base, Duration timeout) {
    this.client = client;
    this.base = base;
    this.timeout = timeout;
  }

  /**
   * An answer.
   *
   * @param status the HTTP status
   * @param body the body, as UTF-8
   * @param retryAfter how long it asks to wait; empty when it does not say
   * @param location where it points to; empty when it points nowhere
   */
  record Answer(int status, String body, Optional<Duration> retryAfter, String location) {}

  /** The page at the path. Redirects within the site are followed. */
  Answer page(String pathAndQuery) throws IOException, InterruptedException {
    URI address = base.resolve(pathAndQuery);
    for (int redirects = 0; ; redirects++) {
      Answer answer = send(request(address).GET().build());
      URI next = answer.location().isEmpty() ? address : resolve(address, answer.location());
      boolean leaves = !String.valueOf(base.getHost()).equals(next.getHost());
      if (next.equals(address) || leaves || redirects == MAX_REDIRECTS) {
        return answer;
      }
      address = next;
    }
  }

  /** The answer to a poll as the page makes it. */
  Answer poll(String pathAndQuery, LiveChatPage page, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        request(base.resolve(pathAndQuery))
            .header("Content-Type", "application/json")
            .header("Origin", base.toString())
            .header("x-youtube-client-name", "1")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    header(request, "x-youtube-client-version", page.clientVersion());
    page.visitorId().ifPresent(id -> header(request, "x-goog-visitor-id", id));
    return send(request.build());
  }

  private static HttpRequest.Builder request(URI address) {
    return HttpRequest.newBuilder(address)
        .header("Accept-Language", "en")
        .header("Cookie", CONSENT_COOKIE)
        .header("User-Agent", AGENT);
  }

  private static void header(HttpRequest.Builder request, String name, String value) {
    if (HEADER_VALUE.matcher(value).matches()) {
      request.header(name, value);
    }
  }

  private static URI resolve(URI address, String location) throws IOException {
    try {
      return address.resolve(location);
    } catch (IllegalArgumentException e) {
      throw new IOException("redirected to an invalid address", e);
    }
  }

  private Answer send(HttpRequest request) throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> sent =
        client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER));
    try {
      // The client's own timeout ends with the headers.
      return answer(sent.get(timeout.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      throw new IOException("no answer within " + timeout, e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } finally {
      sent.cancel(true);
    }
  }

  private static Answer answer(HttpResponse<byte[]> response) {
    return new Answer(
        response.statusCode(),
        new String(response.body(), StandardCharsets.UTF_8),
        response.headers().firstValue("Retry-After").flatMap(YouTubeHttp::seconds),
        response.statusCode() / 100 == 3
            ? response.headers().firstValue("Location").orElse("")
            : "");
  }

  private static Optional<Duration> seconds(String retryAfter) {
    return retryAfter.matches("\\d{1,6}")
        ? Optional.of(Duration.ofSeconds(Long.parseLong(retryAfter)))
        : Optional.empty();
  }
}

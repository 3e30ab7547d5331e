package chatwarden.repository.remote;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Sends single requests over HTTP/1.1 and follows the redirects of a GET. Headers of an address go
 * to its own host alone, and no redirect leads from HTTPS to HTTP. Never a HEAD: servers answer
 * that from other code, with other entity tags.
 */
final class ArtefactHttp {

  private static final int MAX_REDIRECTS = 5;

  /** Bytes a second; the time of an upload ends only with its answer. */
  private static final int SLOWEST_UPLOAD = 50_000;

  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final Pattern THIS_MACHINE =
      Pattern.compile("(?i)localhost|127(\\.[0-9]{1,3}){3}|\\[(0*:)*0*1]");

  private final HttpClient client;
  private final ArtefactSettings settings;

  ArtefactHttp(ArtefactSettings settings) {
    this.settings = settings;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(settings.timeout())
            .build();
  }

  /**
   * Returns the answer, whatever its status; the caller closes its body.
   *
   * @param conditions headers that go to every host: the range and its conditions
   */
  HttpResponse<InputStream> get(ArtefactAddress address, Map<String, String> conditions)
      throws IOException {
    ArtefactAddress next = address;
    for (int redirects = 0; ; redirects++) {
      requireAllowed(next);
      HttpRequest.Builder request = request(next).timeout(settings.timeout()).GET();
      conditions.forEach(request::setHeader);
      HttpResponse<InputStream> answer = send(next, request);
      if (!REDIRECTS.contains(answer.statusCode())) {
        return answer;
      }
      answer.body().close();
      if (redirects == MAX_REDIRECTS) {
        throw ArtefactFaults.wrong(address, "more than " + MAX_REDIRECTS + " redirects");
      }
      next = redirected(next, answer);
    }
  }

  /** Returns the answer to a PUT, whatever its status; it follows no redirect. */
  HttpResponse<InputStream> put(ArtefactAddress address, BodyPublisher content) throws IOException {
    requireAllowed(address);
    Duration slow = Duration.ofSeconds(content.contentLength() / SLOWEST_UPLOAD);
    return send(address, request(address).timeout(settings.timeout().plus(slow)).PUT(content));
  }

  private HttpRequest.Builder request(ArtefactAddress address) {
    HttpRequest.Builder request = HttpRequest.newBuilder(address.uri());
    address.headers().forEach(request::setHeader);
    return request;
  }

  private HttpResponse<InputStream> send(ArtefactAddress address, HttpRequest.Builder request)
      throws IOException {
    try {
      return client.send(request.build(), BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      throw ArtefactFaults.interrupted(address);
    }
  }

  private static ArtefactAddress redirected(ArtefactAddress from, HttpResponse<?> answer) {
    String location =
        answer
            .headers()
            .firstValue("location")
            .orElseThrow(() -> ArtefactFaults.wrong(from, "a redirect without Location"));
    try {
      URI to = from.uri().resolve(location);
      return isSameOrigin(from.uri(), to)
          ? new ArtefactAddress(to, from.headers())
          : ArtefactAddress.of(to);
    } catch (IllegalArgumentException e) {
      throw ArtefactFaults.wrong(from, "a redirect to an address that is not http or https");
    }
  }

  private static boolean isSameOrigin(URI one, URI other) {
    return one.getScheme().equalsIgnoreCase(other.getScheme())
        && one.getHost().equalsIgnoreCase(other.getHost())
        && one.getPort() == other.getPort();
  }

  private void requireAllowed(ArtefactAddress address) {
    boolean isPlain = address.uri().getScheme().equalsIgnoreCase("http");
    if (isPlain
        && !settings.allowHttp()
        && !THIS_MACHINE.matcher(address.uri().getHost()).matches()) {
      throw ArtefactFaults.wrong(
          address, "plain http (expected: https; model.allow-http allows it)");
    }
  }
}

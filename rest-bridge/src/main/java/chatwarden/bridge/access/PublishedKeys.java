package chatwarden.bridge.access;

import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.error.UnavailableException;
import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;

/**
 * The keys that an issuer publishes, as they were read last: while the issuer is away, those hold.
 * Safe for use by many threads.
 */
final class PublishedKeys {

  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final Duration REFRESH = Duration.ofMinutes(5);
  private static final Duration AT_MOST_EVERY = Duration.ofSeconds(10);
  private static final int MAX_BYTES = 512 * 1024;

  private final URI address;
  private volatile JWKSet keys = new JWKSet();
  private volatile boolean asked = true;
  private volatile Instant readAt = Instant.MIN;

  private PublishedKeys(URI address) {
    this.address = address;
  }

  /**
   * Those at {@code address}, not read yet.
   *
   * @throws InvalidInputException when it is no address that can be trusted
   */
  static PublishedKeys at(String address) {
    try {
      URI uri = URI.create(address);
      String host = uri.getHost();
      if (host != null && ("https".equals(uri.getScheme()) || isLocal(uri.getScheme(), host))) {
        return new PublishedKeys(uri);
      }
    } catch (IllegalArgumentException e) {
      throw refused();
    }
    throw refused();
  }

  private static boolean isLocal(String scheme, String host) {
    try {
      return "http".equals(scheme) && InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static InvalidInputException refused() {
    return InvalidInputException.of(
        AccessKeys.OIDC_JWKS_URL.name(), "is no https address (expected: https://host/path)");
  }

  JWKSet current() {
    return keys;
  }

  /** Has them read again soon. */
  void askAgain() {
    asked = true;
  }

  /** Reads them where it is time to; blocks. */
  void refreshIfDue(Instant now) {
    Duration wait = asked || keys.isEmpty() ? AT_MOST_EVERY : REFRESH;
    if (readAt.equals(Instant.MIN) || !now.isBefore(readAt.plus(wait))) {
      readAt = now;
      asked = false;
      keys = read();
    }
  }

  private JWKSet read() {
    HttpRequest request = HttpRequest.newBuilder(address).timeout(TIMEOUT).build();
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
      HttpResponse<InputStream> response =
          client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        byte[] bytes = body.readNBytes(MAX_BYTES + 1);
        if (response.statusCode() != 200 || bytes.length > MAX_BYTES) {
          throw away("it answers with status " + response.statusCode(), null);
        }
        return JWKSet.parse(new String(bytes, StandardCharsets.UTF_8)).toPublicJWKSet();
      }
    } catch (IOException | ParseException e) {
      throw away(e.getClass().getSimpleName(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw away("interrupted", e);
    }
  }

  private static UnavailableException away(
      String why, @org.jspecify.annotations.Nullable Throwable cause) {
    String message = "the keys of the issuer cannot be read: " + why;
    return cause == null
        ? UnavailableException.of("OIDC_KEYS_AWAY", message)
        : UnavailableException.of("OIDC_KEYS_AWAY", message, cause);
  }
}

package chatwarden.bridge.access;

import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.FaultWords;
import chatwarden.runtime.error.InvalidInputException;
import com.nimbusds.jose.jwk.JWKSet;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The keys that an issuer publishes, as they were read last: while the issuer is away, those hold
 * up to their maximum age. Read by one thread, safe for use by many.
 */
final class PublishedKeys {

  static final int TIMEOUT_SECONDS = 5;
  private static final Duration TIMEOUT = Duration.ofSeconds(TIMEOUT_SECONDS);
  private static final Duration REFRESH = Duration.ofMinutes(5);
  private static final Duration AT_MOST_EVERY = Duration.ofSeconds(10);
  private static final int MAX_BYTES = 512 * 1024;

  private final URI address;
  private final Duration maxAge;
  private volatile JWKSet keys = new JWKSet();
  private volatile boolean asked = true;
  private Instant triedAt = Instant.MIN;
  private Instant readAt = Instant.MIN;

  private PublishedKeys(URI address, Duration maxAge) {
    this.address = address;
    this.maxAge = maxAge;
  }

  /**
   * Those at {@code address}, not read yet.
   *
   * @param maxAge how long they hold while they cannot be read anew
   * @throws InvalidInputException when it is not an https address
   */
  static PublishedKeys at(String address, Duration maxAge) {
    try {
      URI uri = URI.create(address);
      String host = uri.getHost();
      if (host != null && ("https".equals(uri.getScheme()) || isLocal(uri.getScheme(), host))) {
        return new PublishedKeys(uri, maxAge);
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
        AccessKeys.OIDC_JWKS_URL.name(), "not an https address (expected: https://host/path)");
  }

  /** The keys that hold now; none where they are not read yet or too old. */
  JWKSet current() {
    return keys;
  }

  /** Has them read again soon. */
  void askAgain() {
    asked = true;
  }

  /**
   * Reads them where it is time to; blocks for {@value #TIMEOUT_SECONDS} seconds at most.
   *
   * @return whether it was time
   * @throws ChatwardenException UNAVAILABLE, when they cannot be read; too old ones are dropped
   *     then
   */
  boolean refreshIfDue(Instant now) {
    Duration wait = asked || keys.isEmpty() ? AT_MOST_EVERY : REFRESH;
    if (now.isBefore(triedAt.plus(wait))) {
      return false;
    }
    triedAt = now;
    asked = false;
    try {
      keys = read();
      readAt = now;
      return true;
    } catch (RuntimeException e) {
      asked = true;
      if (now.isAfter(readAt.plus(maxAge))) {
        keys = new JWKSet();
      }
      throw e;
    }
  }

  private JWKSet read() {
    HttpRequest request = HttpRequest.newBuilder(address).build();
    HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    try {
      // The timeout of a request ends with the headers of its answer; this one ends with the body.
      HttpResponse<byte[]> response =
          client
              .sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_BYTES))
              .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      if (response.statusCode() != 200) {
        throw away("it answers with status " + response.statusCode(), null);
      }
      return JWKSet.parse(new String(response.body(), StandardCharsets.UTF_8)).toPublicJWKSet();
    } catch (TimeoutException e) {
      throw away("no whole answer within " + TIMEOUT_SECONDS + " seconds", e);
    } catch (ExecutionException e) {
      throw away(FaultWords.of(e), e);
    } catch (ParseException e) {
      throw away("its answer is not a set of keys", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw away("interrupted", e);
    } finally {
      client.shutdownNow();
    }
  }

  private static ChatwardenException away(String why, @Nullable Throwable cause) {
    String message = "the keys of the issuer cannot be read: " + why;
    return cause == null
        ? FaultCode.UNAVAILABLE.exception("OIDC_KEYS_AWAY", message)
        : FaultCode.UNAVAILABLE.exception("OIDC_KEYS_AWAY", message, cause);
  }
}

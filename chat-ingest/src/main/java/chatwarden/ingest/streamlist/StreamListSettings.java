package chatwarden.ingest.streamlist;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;

/**
 * How YouTube is read by its Data API.
 *
 * @param url where the stream answers: {@code https://HOST[:PORT]}, or {@code http://} without TLS
 * @param api the address of the Data API
 * @param pause the wait between two streams of a chat
 * @param firstPatience how long failures are borne before the chat was read once
 * @param patience how long they are borne afterwards
 */
public record StreamListSettings(
    URI url, String api, Duration pause, Duration firstPatience, Duration patience) {

  /** Checks the ranges. */
  public StreamListSettings {
    requireNonNull(api, "api");
    String scheme = String.valueOf(url.getScheme());
    if (!(scheme.equals("https") || scheme.equals("http")) || url.getHost() == null) {
      throw new IllegalArgumentException(
          "youtube.stream-url: " + url + " (expected: https://HOST or http://HOST:PORT)");
    }
  }

  boolean tls() {
    return url.getScheme().equals("https");
  }

  /** Returns the host and the port. */
  String target() {
    int port = url.getPort() >= 0 ? url.getPort() : tls() ? 443 : 80;
    return url.getHost() + ":" + port;
  }
}

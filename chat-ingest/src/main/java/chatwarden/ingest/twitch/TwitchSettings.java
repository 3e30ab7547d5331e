package chatwarden.ingest.twitch;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;

/**
 * How Twitch is read.
 *
 * @param url where Twitch's IRC answers: {@code ircs://HOST[:PORT]} by TLS, {@code irc://…} without
 * @param connectTimeout how long making a connection, and then getting into a channel, may take
 * @param silence how long nothing may come before the connection is tried, and as long again until
 *     it is given up
 * @param firstPatience how long refusals and silence are borne before the chat was read once
 * @param patience how long they are borne afterwards
 */
record TwitchSettings(
    URI url, Duration connectTimeout, Duration silence, Duration firstPatience, Duration patience) {
  private static final int PORT = 6667;
  private static final int TLS_PORT = 6697;
  private static final int MAX_PORT = 65_535;

  /** Checks the ranges. */
  public TwitchSettings {
    requireNonNull(url, "url");
    String scheme = String.valueOf(url.getScheme());
    if (!(scheme.equals("ircs") || scheme.equals("irc"))
        || url.getHost() == null
        || url.getPort() > MAX_PORT) {
      throw new IllegalArgumentException(
          "twitch.url: " + url + " (expected: ircs://HOST:PORT or irc://HOST:PORT)");
    }
    if (!connectTimeout.isPositive() || !silence.isPositive()) {
      throw new IllegalArgumentException(
          "timeouts: " + connectTimeout + ", " + silence + " (expected: > 0)");
    }
    if (firstPatience.isNegative() || patience.isNegative()) {
      throw new IllegalArgumentException(
          "patience: " + firstPatience + ", " + patience + " (expected: >= 0)");
    }
  }

  /** What suits the real Twitch. */
  public static TwitchSettings defaults() {
    return new TwitchSettings(
        URI.create("ircs://irc.chat.twitch.tv:6697"),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofSeconds(15),
        Duration.ofHours(1));
  }

  boolean tls() {
    return url.getScheme().equals("ircs");
  }

  int port() {
    if (url.getPort() >= 0) {
      return url.getPort();
    }
    return tls() ? TLS_PORT : PORT;
  }
}

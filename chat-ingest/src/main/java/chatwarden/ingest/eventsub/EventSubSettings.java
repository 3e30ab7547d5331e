package chatwarden.ingest.eventsub;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;

/**
 * How Twitch is read by EventSub.
 *
 * @param url where EventSub's WebSocket server answers: {@code wss://HOST/PATH}, or {@code ws://}
 *     without TLS
 * @param api the address of Helix
 * @param connectTimeout how long making a connection may take, its welcome included
 * @param firstPatience how long failures are borne before the chat was read once
 * @param patience how long they are borne afterwards
 */
public record EventSubSettings(
    URI url, String api, Duration connectTimeout, Duration firstPatience, Duration patience) {

  /** Checks the ranges. */
  public EventSubSettings {
    requireNonNull(api, "api");
    String scheme = String.valueOf(url.getScheme());
    if (!(scheme.equals("wss") || scheme.equals("ws")) || url.getHost() == null) {
      throw new IllegalArgumentException(
          "twitch.eventsub-url: " + url + " (expected: wss://HOST/PATH or ws://HOST:PORT/PATH)");
    }
    if (!connectTimeout.isPositive()) {
      throw new IllegalArgumentException("connectTimeout: " + connectTimeout + " (expected: > 0)");
    }
  }
}

package chatwarden.ingest.youtube;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;

/**
 * How YouTube is read.
 *
 * @param baseUrl where YouTube answers, without a path
 * @param minPoll the shortest wait between two polls of a live chat, whatever YouTube asks for
 * @param maxPoll the longest; an answer reaches back about 10 s, so it must stay below
 * @param requestTimeout how long one request may take, its answer included
 * @param firstPatience how long refusals and silence are borne before the chat was read once
 * @param patience how long they are borne afterwards
 * @param replaySpeed how fast an archive is played: 1 as it was, 0 as fast as the sink takes it
 */
record YouTubeSettings(
    URI baseUrl,
    Duration minPoll,
    Duration maxPoll,
    Duration requestTimeout,
    Duration firstPatience,
    Duration patience,
    double replaySpeed) {
  /** Checks the ranges. */
  public YouTubeSettings {
    requireNonNull(baseUrl, "baseUrl");
    String scheme = String.valueOf(baseUrl.getScheme());
    if (!(scheme.equals("https") || scheme.equals("http")) || baseUrl.getHost() == null) {
      throw new IllegalArgumentException(
          "youtube.base-url: " + baseUrl + " (expected: http://HOST or https://HOST)");
    }
    if (minPoll.isNegative() || maxPoll.compareTo(minPoll) < 0) {
      throw new IllegalArgumentException(
          "maxPoll: " + maxPoll + " (expected: >= minPoll, which is " + minPoll + ")");
    }
    if (!requestTimeout.isPositive()) {
      throw new IllegalArgumentException("requestTimeout: " + requestTimeout + " (expected: > 0)");
    }
    if (firstPatience.isNegative() || patience.isNegative()) {
      throw new IllegalArgumentException(
          "patience: " + firstPatience + ", " + patience + " (expected: >= 0)");
    }
    if (!(replaySpeed >= 0 && replaySpeed <= 1_000)) {
      throw new IllegalArgumentException(
          "replaySpeed: " + replaySpeed + " (expected: in [0, 1000])");
    }
  }

  /** What suits the real YouTube. */
  public static YouTubeSettings defaults() {
    return new YouTubeSettings(
        URI.create("https://www.youtube.com"),
        Duration.ofMillis(500),
        Duration.ofSeconds(8),
        Duration.ofSeconds(20),
        Duration.ofSeconds(15),
        Duration.ofHours(1),
        1);
  }
}

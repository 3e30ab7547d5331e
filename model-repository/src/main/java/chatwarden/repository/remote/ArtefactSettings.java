package chatwarden.repository.remote;

import java.time.Duration;

/**
 * The bounds of downloads.
 *
 * @param attempts how often a request is made that fails for a reason that may pass, at least 1
 * @param firstPause the pause after the first failure; each later one is twice as long
 * @param longestPause the bound of the pauses
 * @param timeout how long a connection, an answer and then every next byte may take
 * @param maxBytes how many bytes a file may have, at least 1
 * @param allowHttp whether {@code http:} may be used with other machines than this one
 */
public record ArtefactSettings(
    int attempts,
    Duration firstPause,
    Duration longestPause,
    Duration timeout,
    long maxBytes,
    boolean allowHttp) {

  /** Checks the bounds. */
  public ArtefactSettings {
    require("attempts", attempts, attempts >= 1, ">= 1");
    require("firstPause", firstPause, firstPause.isPositive(), "> 0");
    require("timeout", timeout, timeout.isPositive(), "> 0");
    require("maxBytes", maxBytes, maxBytes >= 1, ">= 1");
  }

  private static void require(String name, Object value, boolean holds, String expectation) {
    if (!holds) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: " + expectation + ")");
    }
  }

  /** Returns bounds for downloads within a look: five tries in about half a minute. */
  public static ArtefactSettings of(long maxBytes, boolean allowHttp) {
    return new ArtefactSettings(
        5,
        Duration.ofSeconds(1),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        maxBytes,
        allowHttp);
  }
}

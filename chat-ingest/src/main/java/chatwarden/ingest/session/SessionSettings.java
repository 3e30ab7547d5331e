package chatwarden.ingest.session;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How sessions are taken and kept.
 *
 * @param owner who takes them, for people to read
 * @param leaseTtl how long a session stays taken when its process dies
 * @param claimInterval how often free sessions are looked for
 * @param checkpointInterval how often a session's place is saved, at most
 * @param maxSessions how many sessions run in this process, at most
 */
public record SessionSettings(
    String owner,
    Duration leaseTtl,
    Duration claimInterval,
    Duration checkpointInterval,
    int maxSessions) {
  /** Checks the ranges. */
  public SessionSettings {
    requireNonNull(owner, "owner");
    requirePositive("leaseTtl", leaseTtl);
    requirePositive("claimInterval", claimInterval);
    requirePositive("checkpointInterval", checkpointInterval);
    if (maxSessions < 1) {
      throw new IllegalArgumentException("maxSessions: " + maxSessions + " (expected: >= 1)");
    }
  }

  private static void requirePositive(String name, Duration value) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: > 0)");
    }
  }
}

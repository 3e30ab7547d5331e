package chatwarden.ingest.acting;

import chatwarden.runtime.config.ConfigKey;
import java.time.Duration;
import java.util.List;

/** The settings of acting. */
final class ActingKeys {
  /** How often actions are looked for. */
  static final ConfigKey<Duration> INTERVAL =
      ConfigKey.duration(
          "acting.interval",
          Duration.ofMillis(250),
          "How often decisions to act on and actions that are due are looked for; at least 10ms");

  /** How long a call may take. */
  static final ConfigKey<Duration> TIMEOUT =
      ConfigKey.duration(
          "acting.timeout",
          Duration.ofSeconds(10),
          "How long one call of a platform that acts may take; its answer is lost then");

  /** How long an account stays taken when its process dies. */
  static final ConfigKey<Duration> LEASE =
      ConfigKey.duration(
          "acting.lease",
          Duration.ofSeconds(30),
          "How long an account stays taken when the process that acts with it dies; longer than"
              + " acting.timeout");

  /** How long an action is tried. */
  static final ConfigKey<Duration> MAX_AGE =
      ConfigKey.duration(
          "acting.max-age",
          Duration.ofHours(24),
          "How long an action is tried before it is given up");

  private ActingKeys() {}

  /** Returns all of them. */
  static List<ConfigKey<?>> all() {
    return List.of(INTERVAL, TIMEOUT, LEASE, MAX_AGE);
  }
}

package chatwarden.ingest.server;

import chatwarden.ingest.session.SessionSettings;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.config.ConfigKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The settings of sessions and sources. */
public final class IngestKeys {
  /** How long a session stays taken when its process dies. */
  public static final ConfigKey<Duration> LEASE_TTL =
      ConfigKey.duration(
          "ingest.lease-ttl",
          Duration.ofSeconds(10),
          "How long a session stays taken when its process dies, before another takes it over");

  /** How often free sessions are looked for. */
  public static final ConfigKey<Duration> CLAIM_INTERVAL =
      ConfigKey.duration(
          "ingest.claim-interval",
          Duration.ofMillis(250),
          "How often sessions that no server runs are looked for");

  /** How often a session's place is saved. */
  public static final ConfigKey<Duration> CHECKPOINT_INTERVAL =
      ConfigKey.duration(
          "ingest.checkpoint-interval",
          Duration.ofMillis(100),
          "How often, at most, the place that a session has come to is saved");

  /** How many sessions one process runs. */
  public static final ConfigKey<Integer> MAX_SESSIONS =
      ConfigKey.integer(
          "ingest.max-sessions",
          256,
          1,
          100_000,
          "How many sessions one process runs; further ones wait, or go to other processes");

  private IngestKeys() {}

  /** All of them, for the loader of the configuration. */
  public static List<ConfigKey<?>> all() {
    List<ConfigKey<?>> keys =
        new ArrayList<>(List.of(LEASE_TTL, CLAIM_INTERVAL, CHECKPOINT_INTERVAL, MAX_SESSIONS));
    keys.addAll(Platforms.settings());
    return keys;
  }

  static SessionSettings sessions(Config config) {
    return new SessionSettings(
        "ingest-" + ProcessHandle.current().pid(),
        config.get(LEASE_TTL),
        config.get(CLAIM_INTERVAL),
        config.get(CHECKPOINT_INTERVAL),
        config.get(MAX_SESSIONS));
  }
}

package chatwarden.bridge.webhook;

import chatwarden.runtime.config.ConfigKey;
import java.time.Duration;
import java.util.List;

/** The settings of webhooks. */
public final class WebhookKeys {

  /** Whether addresses of one's own network are allowed. */
  public static final ConfigKey<Boolean> ALLOW_PRIVATE =
      ConfigKey.flag(
          "webhooks.allow-private-targets",
          false,
          "Whether webhooks may post to addresses of private, loopback and link-local networks, and"
              + " by http");

  /** How often events are looked for. */
  public static final ConfigKey<Duration> INTERVAL =
      ConfigKey.duration(
          "webhooks.interval",
          Duration.ofMillis(500),
          "How often events to post are looked for; at least 10ms");

  /** How long a receiver may take. */
  public static final ConfigKey<Duration> TIMEOUT =
      ConfigKey.duration(
          "webhooks.timeout", Duration.ofSeconds(10), "How long the answer to an event may take");

  /** How long a webhook stays taken when its process dies. */
  public static final ConfigKey<Duration> LEASE =
      ConfigKey.duration(
          "webhooks.lease",
          Duration.ofSeconds(30),
          "How long a webhook stays taken when the bridge that posts for it dies; longer than"
              + " webhooks.timeout");

  /** The pause after the first failure. */
  public static final ConfigKey<Duration> FIRST_PAUSE =
      ConfigKey.duration(
          "webhooks.first-pause",
          Duration.ofSeconds(1),
          "How long an event waits after its first failure; twice as long after each further one,"
              + " 10 minutes at most");

  /** How often an event is posted in vain. */
  public static final ConfigKey<Integer> MAX_ATTEMPTS =
      ConfigKey.integer(
          "webhooks.max-attempts",
          10,
          1,
          50,
          "How often an event is posted in vain before it becomes a dead letter");

  /** How many dead letters in a row pause a webhook. */
  public static final ConfigKey<Integer> PAUSE_AFTER =
      ConfigKey.integer(
          "webhooks.pause-after",
          3,
          1,
          1_000,
          "How many dead letters in a row, without a success between them, pause a webhook");

  private WebhookKeys() {}

  /** Returns all of them. */
  public static List<ConfigKey<?>> all() {
    return List.of(ALLOW_PRIVATE, INTERVAL, TIMEOUT, LEASE, FIRST_PAUSE, MAX_ATTEMPTS, PAUSE_AFTER);
  }
}

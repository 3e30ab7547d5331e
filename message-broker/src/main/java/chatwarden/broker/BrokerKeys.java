package chatwarden.broker;

import chatwarden.runtime.config.ConfigKey;
import java.time.Duration;
import java.util.List;

/** The settings of the way to the broker. */
public final class BrokerKeys {

  /** Where the broker is. */
  public static final ConfigKey<String> URI =
      ConfigKey.text(
          "broker.uri",
          "embedded",
          "Where the broker is: amqp://[user:password@]host[:port][/virtual-host], amqps:// with "
              + "TLS; or embedded");

  /** How long a process that starts waits for the broker. */
  public static final ConfigKey<Duration> START_TIMEOUT =
      ConfigKey.duration(
          "broker.start-timeout",
          Duration.ofSeconds(30),
          "How long a process that starts waits for the broker before it gives up");

  /** How often both sides say that they live. */
  public static final ConfigKey<Duration> HEARTBEAT =
      ConfigKey.duration(
          "broker.heartbeat",
          Duration.ofSeconds(10),
          "How often client and broker say that they live, in whole seconds; a connection that is "
              + "silent for twice as long is dropped");

  /** How long at most to wait between two tries to connect. */
  public static final ConfigKey<Duration> RETRY_DELAY =
      ConfigKey.duration(
          "broker.retry-delay",
          Duration.ofSeconds(2),
          "How long at most to wait between two tries to reach the broker");

  /** How many messages may be on their way to the broker. */
  public static final ConfigKey<Integer> PUBLISH_WINDOW =
      ConfigKey.integer(
          "broker.publish-window",
          256,
          1,
          65_536,
          "How many messages may wait for the broker's confirm; beyond that, publishing blocks");

  /** How many messages a consumer holds. */
  public static final ConfigKey<Integer> PREFETCH =
      ConfigKey.integer(
          "broker.prefetch",
          64,
          1,
          10_000,
          "How many messages a stage takes from its queue before it has acknowledged the first");

  /** How many messages may wait. */
  public static final ConfigKey<Integer> BACKLOG =
      ConfigKey.integer(
          "broker.backlog",
          256,
          1,
          1_000_000,
          "How many messages, of up to 64 comments each, may wait in the queue of a stage; beyond"
              + " that, sources are held up until half of them are left");

  /** How long a message may stay unacknowledged. */
  public static final ConfigKey<Duration> HOLD_LIMIT =
      ConfigKey.duration(
          "broker.hold-limit",
          Duration.ofMinutes(10),
          "How long a stage keeps a message while an engine is away, before it gives everything "
              + "back and takes nothing until the engine answers; under half of RabbitMQ's "
              + "consumer_timeout (30 min)");

  private BrokerKeys() {}

  /** All of them, for the loader of the configuration. */
  public static List<ConfigKey<?>> all() {
    return List.of(
        URI, START_TIMEOUT, HEARTBEAT, RETRY_DELAY, PUBLISH_WINDOW, PREFETCH, BACKLOG, HOLD_LIMIT);
  }
}

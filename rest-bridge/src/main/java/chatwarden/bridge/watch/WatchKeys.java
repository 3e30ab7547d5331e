package chatwarden.bridge.watch;

import chatwarden.runtime.config.ConfigKey;
import java.time.Duration;
import java.util.List;

/** The settings of watching. */
public final class WatchKeys {

  /** How far a subscriber may lag. */
  public static final ConfigKey<Integer> BUFFER =
      ConfigKey.integer(
          "bridge.watch-buffer",
          10_000,
          64,
          1_000_000,
          "How many events a subscriber may lag before it is cut.");

  /** How many subscribers there may be. */
  public static final ConfigKey<Integer> MAX_SUBSCRIBERS =
      ConfigKey.integer(
          "bridge.max-subscribers",
          10_000,
          1,
          1_000_000,
          "How many streams of events a bridge serves at a time; more are refused.");

  /** How often a quiet stream gives a sign of life. */
  public static final ConfigKey<Duration> HEARTBEAT =
      ConfigKey.duration(
          "bridge.heartbeat",
          Duration.ofSeconds(15),
          "How long a stream of server-sent events is silent before a comment keeps it open.");

  /** How long a chat without subscribers is read on. */
  public static final ConfigKey<Duration> LINGER =
      ConfigKey.duration(
          "bridge.reader-linger",
          Duration.ofSeconds(30),
          "How long a chat is read on after its last subscriber left.");

  private WatchKeys() {}

  /** All of them, for the loader of the configuration. */
  public static List<ConfigKey<?>> all() {
    return List.of(BUFFER, MAX_SUBSCRIBERS, HEARTBEAT, LINGER);
  }
}

package chatwarden.ingest.server;

import chatwarden.ingest.session.FileRoots;
import chatwarden.ingest.session.SessionSettings;
import chatwarden.ingest.twitch.TwitchSettings;
import chatwarden.ingest.youtube.YouTubeSettings;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.config.ConfigKey;
import chatwarden.runtime.error.InvalidInputException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
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

  /** The folders and files that sessions may read. */
  public static final ConfigKey<List<String>> FILE_ROOTS =
      ConfigKey.list(
          "ingest.file-roots",
          List.of(),
          "The folders and files of the ingest host that sessions with file: sources may read."
              + " Empty permits none; `up` adds the file that --source names.");

  /** How much pushed input may wait. */
  public static final ConfigKey<Integer> PUSH_MAX_WAITING =
      ConfigKey.integer(
          "push.max-waiting",
          4_096,
          192,
          1_000_000,
          "How many pushed comments and reports of a chat may wait for their answer; beyond that,"
              + " pushing is refused");

  /** Where YouTube is. */
  public static final ConfigKey<String> YOUTUBE_BASE_URL =
      ConfigKey.text(
          "youtube.base-url", "https://www.youtube.com", "Where YouTube answers: https://HOST");

  /** How often a live chat is polled at most. */
  public static final ConfigKey<Duration> YOUTUBE_MIN_POLL =
      ConfigKey.duration(
          "youtube.min-poll",
          YouTubeSettings.defaults().minPoll(),
          "The shortest wait between two polls of a live chat, whatever YouTube asks for");

  /** How long faults are borne at first. */
  public static final ConfigKey<Duration> YOUTUBE_FIRST_PATIENCE =
      ConfigKey.duration(
          "youtube.first-patience",
          YouTubeSettings.defaults().firstPatience(),
          "How long YouTube may be unreachable before a chat that was never read fails");

  /** How long faults are borne later. */
  public static final ConfigKey<Duration> YOUTUBE_PATIENCE =
      ConfigKey.duration(
          "youtube.patience",
          YouTubeSettings.defaults().patience(),
          "How long YouTube may be unreachable before a chat that was read fails");

  /** How fast archives are played. */
  public static final ConfigKey<Double> YOUTUBE_REPLAY_SPEED =
      ConfigKey.decimal(
          "youtube.replay-speed",
          YouTubeSettings.defaults().replaySpeed(),
          0,
          1_000,
          "How fast the archive of a stream is played: 1 as it was, 0 as fast as possible");

  /** Where Twitch is. */
  public static final ConfigKey<String> TWITCH_URL =
      ConfigKey.text(
          "twitch.url",
          TwitchSettings.defaults().url().toString(),
          "Where Twitch's IRC answers: ircs://HOST:PORT, or irc://HOST:PORT without TLS");

  /** How long faults are borne at first. */
  public static final ConfigKey<Duration> TWITCH_FIRST_PATIENCE =
      ConfigKey.duration(
          "twitch.first-patience",
          TwitchSettings.defaults().firstPatience(),
          "How long Twitch may be unreachable before a chat that was never read fails");

  /** How long faults are borne later. */
  public static final ConfigKey<Duration> TWITCH_PATIENCE =
      ConfigKey.duration(
          "twitch.patience",
          TwitchSettings.defaults().patience(),
          "How long Twitch may be unreachable before a chat that was read fails");

  private IngestKeys() {}

  /** All of them, for the loader of the configuration. */
  public static List<ConfigKey<?>> all() {
    return List.of(
        LEASE_TTL,
        CLAIM_INTERVAL,
        CHECKPOINT_INTERVAL,
        MAX_SESSIONS,
        FILE_ROOTS,
        PUSH_MAX_WAITING,
        YOUTUBE_BASE_URL,
        YOUTUBE_MIN_POLL,
        YOUTUBE_FIRST_PATIENCE,
        YOUTUBE_PATIENCE,
        YOUTUBE_REPLAY_SPEED,
        TWITCH_URL,
        TWITCH_FIRST_PATIENCE,
        TWITCH_PATIENCE);
  }

  static SessionSettings sessions(Config config) {
    return new SessionSettings(
        "ingest-" + ProcessHandle.current().pid(),
        config.get(LEASE_TTL),
        config.get(CLAIM_INTERVAL),
        config.get(CHECKPOINT_INTERVAL),
        config.get(MAX_SESSIONS));
  }

  static FileRoots fileRoots(Config config) {
    return new FileRoots(config.get(FILE_ROOTS).stream().map(Path::of).toList());
  }

  static YouTubeSettings youTube(Config config) {
    YouTubeSettings defaults = YouTubeSettings.defaults();
    String url = config.get(YOUTUBE_BASE_URL);
    Duration minPoll = config.get(YOUTUBE_MIN_POLL);
    try {
      return new YouTubeSettings(
          URI.create(url),
          minPoll,
          defaults.maxPoll(),
          defaults.requestTimeout(),
          config.get(YOUTUBE_FIRST_PATIENCE),
          config.get(YOUTUBE_PATIENCE),
          config.get(YOUTUBE_REPLAY_SPEED));
    } catch (IllegalArgumentException e) {
      throw InvalidInputException.of("youtube", String.valueOf(e.getMessage()));
    }
  }

  static TwitchSettings twitch(Config config) {
    TwitchSettings defaults = TwitchSettings.defaults();
    try {
      return new TwitchSettings(
          URI.create(config.get(TWITCH_URL)),
          defaults.connectTimeout(),
          defaults.silence(),
          config.get(TWITCH_FIRST_PATIENCE),
          config.get(TWITCH_PATIENCE));
    } catch (IllegalArgumentException e) {
      throw InvalidInputException.of("twitch", String.valueOf(e.getMessage()));
    }
  }
}

package chatwarden.ingest.youtube;

import chatwarden.domain.source.YouTubeAddress;
import chatwarden.ingest.account.Authority;
import chatwarden.ingest.account.DailyQuota;
import chatwarden.ingest.account.ReadingAccounts;
import chatwarden.ingest.source.Platform;
import chatwarden.ingest.source.PlatformConnection;
import chatwarden.ingest.source.SourceClock;
import chatwarden.ingest.streamlist.StreamListConnection;
import chatwarden.ingest.streamlist.StreamListSettings;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.config.ConfigKey;
import chatwarden.runtime.error.InvalidInputException;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** YouTube, by its Data API with a connected account, and by the interface of its own page. */
public final class YouTubePlatform implements Platform {
  private static final ConfigKey<String> STREAM_URL =
      ConfigKey.text(
          "youtube.stream-url",
          "https://youtube.googleapis.com",
          "Where the stream of the YouTube Data API answers, by gRPC: https://HOST, or"
              + " http://HOST:PORT without TLS");

  private static final ConfigKey<Boolean> WITH_ACCOUNT =
      ConfigKey.flag(
          "youtube.read-with-account",
          true,
          "Whether live chats are read by the YouTube Data API where an account is connected;"
              + " otherwise, and without an account, they are read as YouTube's page reads them");

  private static final ConfigKey<String> BASE_URL =
      ConfigKey.text(
          "youtube.base-url", "https://www.youtube.com", "Where YouTube answers: https://HOST");

  private static final ConfigKey<Duration> MIN_POLL =
      ConfigKey.duration(
          "youtube.min-poll",
          YouTubeSettings.defaults().minPoll(),
          "The shortest wait between two polls of a live chat, whatever YouTube asks for");

  private static final ConfigKey<Duration> FIRST_PATIENCE =
      ConfigKey.duration(
          "youtube.first-patience",
          YouTubeSettings.defaults().firstPatience(),
          "How long YouTube may be unreachable before a chat that was never read fails");

  private static final ConfigKey<Duration> PATIENCE =
      ConfigKey.duration(
          "youtube.patience",
          YouTubeSettings.defaults().patience(),
          "How long YouTube may be unreachable before a chat that was read fails");

  private static final ConfigKey<Double> REPLAY_SPEED =
      ConfigKey.decimal(
          "youtube.replay-speed",
          YouTubeSettings.defaults().replaySpeed(),
          0,
          1_000,
          "How fast the archive of a stream is played: 1 as it was, 0 as fast as possible");

  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final ReadingAccounts accounts;

  /**
   * YouTube.
   *
   * @param accounts those that chats are read with
   */
  public YouTubePlatform(ReadingAccounts accounts) {
    this.accounts = accounts;
  }

  @Override
  public String scheme() {
    return YouTubeAddress.SCHEME;
  }

  @Override
  public List<ConfigKey<?>> settings() {
    return List.of(
        BASE_URL, STREAM_URL, WITH_ACCOUNT, MIN_POLL, FIRST_PATIENCE, PATIENCE, REPLAY_SPEED);
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(Capability.RESUMES, Capability.ENDS, Capability.REPORTS_MODERATION);
  }

  @Override
  public PlatformConnection connect(Config config, SourceClock clock, MeterRegistry registry) {
    boolean isWithAccount = config.get(WITH_ACCOUNT);
    return new YouTubeConnection(
        settings(config),
        new StreamListConnection(stream(config)),
        isWithAccount ? accounts : ReadingAccounts.none(),
        config.get(DailyQuota.UNITS),
        isWithAccount
            ? "no account of YouTube is connected: chatwarden connect youtube"
            : "youtube.read-with-account is off",
        clock);
  }

  private static StreamListSettings stream(Config config) {
    try {
      return new StreamListSettings(
          URI.create(config.get(STREAM_URL)),
          Authority.youtube(config).api(),
          PAUSE,
          config.get(FIRST_PATIENCE),
          config.get(PATIENCE));
    } catch (IllegalArgumentException e) {
      throw InvalidInputException.of("youtube", String.valueOf(e.getMessage()));
    }
  }

  private static YouTubeSettings settings(Config config) {
    YouTubeSettings defaults = YouTubeSettings.defaults();
    try {
      return new YouTubeSettings(
          URI.create(config.get(BASE_URL)),
          config.get(MIN_POLL),
          defaults.maxPoll(),
          defaults.requestTimeout(),
          config.get(FIRST_PATIENCE),
          config.get(PATIENCE),
          config.get(REPLAY_SPEED));
    } catch (IllegalArgumentException e) {
      throw InvalidInputException.of("youtube", String.valueOf(e.getMessage()));
    }
  }
}

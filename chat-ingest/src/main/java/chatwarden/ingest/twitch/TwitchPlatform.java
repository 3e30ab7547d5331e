package chatwarden.ingest.twitch;

import chatwarden.domain.source.TwitchAddress;
import chatwarden.ingest.source.ChatSource;
import chatwarden.ingest.source.Platform;
import chatwarden.ingest.source.PlatformConnection;
import chatwarden.ingest.source.SourceClock;
import chatwarden.livechat.v1.Session;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.config.ConfigKey;
import chatwarden.runtime.error.InvalidInputException;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Twitch, by IRC. */
public final class TwitchPlatform implements Platform {
  private static final ConfigKey<String> URL =
      ConfigKey.text(
          "twitch.url",
          TwitchSettings.defaults().url().toString(),
          "Where Twitch's IRC answers: ircs://HOST:PORT, or irc://HOST:PORT without TLS");

  private static final ConfigKey<Duration> FIRST_PATIENCE =
      ConfigKey.duration(
          "twitch.first-patience",
          TwitchSettings.defaults().firstPatience(),
          "How long Twitch may be unreachable before a chat that was never read fails");

  private static final ConfigKey<Duration> PATIENCE =
      ConfigKey.duration(
          "twitch.patience",
          TwitchSettings.defaults().patience(),
          "How long Twitch may be unreachable before a chat that was read fails");

  @Override
  public String scheme() {
    return TwitchAddress.SCHEME;
  }

  @Override
  public List<ConfigKey<?>> settings() {
    return List.of(URL, FIRST_PATIENCE, PATIENCE);
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(Capability.REPORTS_MODERATION);
  }

  @Override
  public PlatformConnection connect(Config config, SourceClock clock, MeterRegistry registry) {
    return new Channels(new TwitchConnections(settings(config)), clock);
  }

  private static TwitchSettings settings(Config config) {
    TwitchSettings defaults = TwitchSettings.defaults();
    try {
      return new TwitchSettings(
          URI.create(config.get(URL)),
          defaults.connectTimeout(),
          defaults.silence(),
          config.get(FIRST_PATIENCE),
          config.get(PATIENCE));
    } catch (IllegalArgumentException e) {
      throw InvalidInputException.of("twitch", String.valueOf(e.getMessage()));
    }
  }

  private record Channels(TwitchConnections connections, SourceClock clock)
      implements PlatformConnection {

    @Override
    public ChatSource open(Session session, String channel, Optional<byte[]> checkpoint) {
      return new TwitchSource(channel, session.getChat(), connections, clock);
    }
  }
}

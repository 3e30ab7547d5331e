package chatwarden.ingest.twitch;

import chatwarden.domain.source.TwitchAddress;
import chatwarden.ingest.account.Authority;
import chatwarden.ingest.account.ReadingAccounts;
import chatwarden.ingest.eventsub.EventSubConnections;
import chatwarden.ingest.eventsub.EventSubSettings;
import chatwarden.ingest.source.Platform;
import chatwarden.ingest.source.PlatformConnection;
import chatwarden.ingest.source.SourceClock;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.config.ConfigKey;
import chatwarden.runtime.error.InvalidInputException;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Twitch, by EventSub with a connected account, and by IRC as a guest. */
public final class TwitchPlatform implements Platform {
  private static final ConfigKey<String> EVENTSUB_URL =
      ConfigKey.text(
          "twitch.eventsub-url",
          "wss://eventsub.wss.twitch.tv/ws",
          "Where Twitch's EventSub answers: wss://HOST/PATH, or ws://HOST:PORT/PATH without TLS");

  private static final ConfigKey<Boolean> WITH_ACCOUNT =
      ConfigKey.flag(
          "twitch.read-with-account",
          true,
          "Whether chats are read by EventSub where an account is connected; otherwise, and"
              + " without an account, they are read by IRC as a guest");

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

  private final ReadingAccounts accounts;

  /**
   * Twitch.
   *
   * @param accounts those that chats are read with
   */
  public TwitchPlatform(ReadingAccounts accounts) {
    this.accounts = accounts;
  }

  @Override
  public String scheme() {
    return TwitchAddress.SCHEME;
  }

  @Override
  public List<ConfigKey<?>> settings() {
    return List.of(URL, EVENTSUB_URL, WITH_ACCOUNT, FIRST_PATIENCE, PATIENCE);
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(Capability.REPORTS_MODERATION);
  }

  @Override
  public PlatformConnection connect(Config config, SourceClock clock, MeterRegistry registry) {
    boolean isWithAccount = config.get(WITH_ACCOUNT);
    return new TwitchConnection(
        new TwitchConnections(settings(config)),
        new EventSubConnections(eventSub(config), clock),
        isWithAccount ? accounts : ReadingAccounts.none(),
        isWithAccount
            ? "no account of Twitch is connected: chatwarden connect twitch"
            : "twitch.read-with-account is off",
        clock);
  }

  private static EventSubSettings eventSub(Config config) {
    try {
      return new EventSubSettings(
          URI.create(config.get(EVENTSUB_URL)),
          Authority.twitch(config).api(),
          TwitchSettings.defaults().connectTimeout(),
          config.get(FIRST_PATIENCE),
          config.get(PATIENCE));
    } catch (IllegalArgumentException e) {
      throw InvalidInputException.of("twitch", String.valueOf(e.getMessage()));
    }
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
}

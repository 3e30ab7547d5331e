package chatwarden.ingest.policy;

import chatwarden.domain.policy.ChatPolicy;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.config.ConfigKey;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.store.settings.SettingsStore;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** The policies of chats, kept up with what their moderators change. */
public final class ChatPolicies {

  private static final ConfigKey<Duration> POLL =
      ConfigKey.duration(
          "settings.poll",
          Duration.ofMillis(500),
          "How often the settings of a chat whose comments come in are looked at.");

  private final SettingsStore settings;
  private final Duration poll;

  /** Policies by {@code settings}. */
  public ChatPolicies(SettingsStore settings, Config config) {
    this.settings = settings;
    this.poll = config.get(POLL);
  }

  /** The keys that it reads. */
  public static List<ConfigKey<?>> keys() {
    return List.of(POLL);
  }

  /**
   * The policy of a chat, which whoever classifies asks for anew before each batch. It may block
   * for a moment, and belongs on virtual threads.
   *
   * @param sessionThreshold the flag threshold of the session, in [0, 1]
   * @throws ChatwardenException when the settings cannot be read now
   */
  public Supplier<ChatPolicy> of(String chat, float sessionThreshold, String sessionLanguage) {
    return new LivePolicy(settings, chat, sessionThreshold, sessionLanguage, poll);
  }
}

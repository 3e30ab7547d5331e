package chatwarden.ingest.account;

import chatwarden.domain.source.TwitchAddress;
import chatwarden.domain.source.YouTubeAddress;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.config.ConfigKey;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The OAuth server of a platform, and this installation as its client.
 *
 * @param platform the scheme of the platform
 * @param device where device codes are given
 * @param token where tokens are given
 * @param revocation where they are revoked
 * @param api the API of the platform
 * @param scopes the permissions to ask for, with blanks between
 * @param scopeField the name of the field for them
 */
public record Authority(
    String platform,
    String device,
    String token,
    String revocation,
    String api,
    String scopes,
    String scopeField,
    String clientId,
    String clientSecret) {

  private static final ConfigKey<String> TWITCH_CLIENT_ID =
      ConfigKey.text(
          "twitch.client-id",
          "",
          "The client id of the application that was registered at Twitch; needed to act there");

  private static final ConfigKey<String> TWITCH_CLIENT_SECRET =
      ConfigKey.text(
              "twitch.client-secret",
              "",
              "The secret of that application; empty where it is a public client")
          .secret();

  private static final ConfigKey<String> TWITCH_AUTH =
      ConfigKey.text("twitch.auth-url", "https://id.twitch.tv/oauth2", "Where Twitch gives tokens");

  private static final ConfigKey<String> TWITCH_API =
      ConfigKey.text("twitch.api-url", "https://api.twitch.tv/helix", "Where Twitch's API answers");

  private static final ConfigKey<String> YOUTUBE_CLIENT_ID =
      ConfigKey.text(
          "youtube.client-id",
          "",
          "The client id of type \"TVs and Limited Input devices\" of a project at Google with the"
              + " YouTube Data API; needed to act on YouTube");

  private static final ConfigKey<String> YOUTUBE_CLIENT_SECRET =
      ConfigKey.text("youtube.client-secret", "", "The secret of that client").secret();

  private static final ConfigKey<String> YOUTUBE_AUTH =
      ConfigKey.text(
          "youtube.auth-url", "https://oauth2.googleapis.com", "Where Google gives tokens");

  private static final ConfigKey<String> YOUTUBE_API =
      ConfigKey.text(
          "youtube.api-url",
          "https://www.googleapis.com/youtube/v3",
          "Where the YouTube Data API answers");

  private static final String TWITCH_SCOPES =
      "user:read:chat moderator:manage:chat_messages moderator:manage:banned_users"
          + " moderator:manage:automod moderator:manage:shield_mode moderator:manage:chat_settings"
          + " moderator:manage:warnings";

  private static final String YOUTUBE_SCOPES = "https://www.googleapis.com/auth/youtube";

  /** Returns all settings. */
  static List<ConfigKey<?>> keys() {
    return List.of(
        TWITCH_CLIENT_ID,
        TWITCH_CLIENT_SECRET,
        TWITCH_AUTH,
        TWITCH_API,
        YOUTUBE_CLIENT_ID,
        YOUTUBE_CLIENT_SECRET,
        YOUTUBE_AUTH,
        YOUTUBE_API);
  }

  /** Returns the server of Twitch. */
  public static Authority twitch(Config config) {
    String auth = config.get(TWITCH_AUTH);
    return new Authority(
        TwitchAddress.SCHEME,
        auth + "/device",
        auth + "/token",
        auth + "/revoke",
        config.get(TWITCH_API),
        TWITCH_SCOPES,
        "scopes",
        config.get(TWITCH_CLIENT_ID),
        config.get(TWITCH_CLIENT_SECRET));
  }

  /** Returns the server of Google. */
  public static Authority youtube(Config config) {
    String auth = config.get(YOUTUBE_AUTH);
    return new Authority(
        YouTubeAddress.SCHEME,
        auth + "/device/code",
        auth + "/token",
        auth + "/revoke",
        config.get(YOUTUBE_API),
        YOUTUBE_SCOPES,
        "scope",
        config.get(YOUTUBE_CLIENT_ID),
        config.get(YOUTUBE_CLIENT_SECRET));
  }

  /** Returns the servers by their platforms. */
  static Map<String, Authority> all(Config config) {
    return Map.of(TwitchAddress.SCHEME, twitch(config), YouTubeAddress.SCHEME, youtube(config));
  }

  /** Returns whether it is the server of Twitch, whose tokens have to be validated. */
  boolean isTwitch() {
    return platform.equals(TwitchAddress.SCHEME);
  }

  /** Returns where Twitch validates a token. */
  String validation() {
    return token.substring(0, token.lastIndexOf('/')) + "/validate";
  }

  /** Returns the fields that name the client. */
  Map<String, String> client() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("client_id", clientId);
    if (!clientSecret.isEmpty()) {
      fields.put("client_secret", clientSecret);
    }
    return fields;
  }

  /**
   * Checks that the client is set.
   *
   * @throws ChatwardenException FAILED_PRECONDITION
   */
  void requireClient() {
    if (clientId.isEmpty()) {
      throw FaultCode.FAILED_PRECONDITION.exception(
          "NO_CLIENT",
          platform + ".client-id is not set; register an application at the platform, then set it");
    }
  }

  /** Leaves the secret out. */
  @Override
  public String toString() {
    return "authority of " + platform;
  }
}

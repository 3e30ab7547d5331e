package chatwarden.bridge.access;

import chatwarden.runtime.config.ConfigKey;
import java.time.Duration;
import java.util.List;

/** The settings of who may call. */
public final class AccessKeys {

  /** Whether callers must say who they are. */
  public static final ConfigKey<Boolean> ENABLED =
      ConfigKey.flag(
          "access.enabled",
          false,
          "Whether callers of the bridge need an API key or a token. Off, the bridge listens on"
              + " loopback only.");

  /** The word that opens an address to everybody. */
  public static final ConfigKey<Boolean> ALLOW_ANYONE =
      ConfigKey.flag(
          "access.allow-anyone",
          false,
          "Lets a bridge without authentication listen beyond loopback, where whoever reaches it"
              + " may do everything: only where a proxy authenticates them.");

  /** How often the keys are read. */
  public static final ConfigKey<Duration> KEY_REFRESH =
      ConfigKey.duration(
          "access.key-refresh",
          Duration.ofSeconds(2),
          "How often the bridge reads the API keys: a new or revoked key counts within that time.");

  /** How often one caller may call. */
  public static final ConfigKey<Integer> RATE_PER_KEY =
      ConfigKey.integer(
          "access.rate-per-key",
          200,
          0,
          1_000_000,
          "How many calls a second a key or a token's subject may make, with bursts of twice that;"
              + " 0 is any number. A stream is one call.");

  /** How often one address may call. */
  public static final ConfigKey<Integer> RATE_PER_ADDRESS =
      ConfigKey.integer(
          "access.rate-per-address",
          400,
          0,
          1_000_000,
          "How many calls a second an IPv4 address or an IPv6 /64 may make, with bursts of twice"
              + " that; 0 is any number.");

  /** Whose word on the caller's address counts. */
  public static final ConfigKey<List<String>> TRUSTED_PROXIES =
      ConfigKey.list(
          "access.trusted-proxies",
          List.of(),
          "The proxies, as addresses or CIDR blocks, whose X-Forwarded-For says where a call comes"
              + " from.");

  /** Who issues tokens. */
  public static final ConfigKey<String> OIDC_ISSUER =
      ConfigKey.text(
          "access.oidc-issuer",
          "",
          "The issuer (iss) of the OpenID Connect tokens that are taken; empty takes none.");

  /** Where the issuer's keys are. */
  public static final ConfigKey<String> OIDC_JWKS_URL =
      ConfigKey.text(
          "access.oidc-jwks-url",
          "",
          "Where the issuer publishes its keys (JWKS); https, or http on loopback.");

  /** How long the issuer's keys hold. */
  public static final ConfigKey<Duration> OIDC_KEYS_MAX_AGE =
      ConfigKey.duration(
          "access.oidc-keys-max-age",
          Duration.ofHours(1),
          "How long the issuer's keys hold while they cannot be read anew; then tokens are refused"
              + " until they are.");

  /** Whom the tokens are for. */
  public static final ConfigKey<String> OIDC_AUDIENCE =
      ConfigKey.text(
          "access.oidc-audience", "chatwarden", "The audience (aud) that tokens must be for.");

  /** Which claim says the role. */
  public static final ConfigKey<String> OIDC_ROLE_CLAIM =
      ConfigKey.text(
          "access.oidc-role-claim",
          "roles",
          "The claim of a token that lists roles; dots lead into objects: realm_access.roles.");

  /** What the roles in it begin with. */
  public static final ConfigKey<String> OIDC_ROLE_PREFIX =
      ConfigKey.text(
          "access.oidc-role-prefix",
          "chatwarden-",
          "The prefix of viewer, moderator or admin in that claim.");

  /** Which claim limits a token to chats. */
  public static final ConfigKey<String> OIDC_CHATS_CLAIM =
      ConfigKey.text(
          "access.oidc-chats-claim",
          "",
          "The claim of a token that lists the chats it holds for, by the form of the roles' claim;"
              + " a token without it then holds for none. Empty: tokens hold for every chat.");

  private AccessKeys() {}

  /** All of them, for the loader of the configuration. */
  public static List<ConfigKey<?>> all() {
    return List.of(
        ENABLED,
        ALLOW_ANYONE,
        KEY_REFRESH,
        RATE_PER_KEY,
        RATE_PER_ADDRESS,
        TRUSTED_PROXIES,
        OIDC_ISSUER,
        OIDC_JWKS_URL,
        OIDC_KEYS_MAX_AGE,
        OIDC_AUDIENCE,
        OIDC_ROLE_CLAIM,
        OIDC_ROLE_PREFIX,
        OIDC_CHATS_CLAIM);
  }
}

package chatwarden.bridge.access;

import chatwarden.domain.access.ChatScope;
import chatwarden.domain.access.Role;
import chatwarden.domain.chat.ChatIds;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.InvalidInputException;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.text.ParseException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of one issuer of OpenID Connect: signed with one of its published keys, for this
 * audience, not expired. Asking never blocks. Safe for use by many threads.
 */
final class OidcTokens {

  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);

  private final PublishedKeys keys;
  private final List<String> roleClaim;
  private final List<String> chatsClaim;
  private final String rolePrefix;
  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

  private OidcTokens(Config config, PublishedKeys keys) {
    this.keys = keys;
    this.roleClaim = path(config.get(AccessKeys.OIDC_ROLE_CLAIM));
    this.chatsClaim = path(config.get(AccessKeys.OIDC_CHATS_CLAIM));
    this.rolePrefix = config.get(AccessKeys.OIDC_ROLE_PREFIX);
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
    processor.setJWSKeySelector(
        new JWSVerificationKeySelector<>(
            ALGORITHMS, (selector, context) -> selector.select(keys.current())));
    processor.setJWTClaimsSetVerifier(
        new DefaultJWTClaimsVerifier<>(
            config.get(AccessKeys.OIDC_AUDIENCE),
            new JWTClaimsSet.Builder().issuer(config.get(AccessKeys.OIDC_ISSUER)).build(),
            Set.of("sub", "exp")));
  }

  /**
   * Those that the settings describe; empty where they name no issuer.
   *
   * @throws InvalidInputException naming the setting that is wrong
   */
  static Optional<OidcTokens> of(Config config) {
    if (config.get(AccessKeys.OIDC_ISSUER).isEmpty()) {
      if (!config.get(AccessKeys.OIDC_JWKS_URL).isEmpty()) {
        throw InvalidInputException.of(
            AccessKeys.OIDC_ISSUER.name(), "is missing, though the address of its keys is given");
      }
      return Optional.empty();
    }
    if (config.get(AccessKeys.OIDC_AUDIENCE).isEmpty()) {
      throw InvalidInputException.of(
          AccessKeys.OIDC_AUDIENCE.name(), "is missing: tokens for others must not be taken");
    }
    return Optional.of(
        new OidcTokens(
            config,
            PublishedKeys.at(
                config.get(AccessKeys.OIDC_JWKS_URL), config.get(AccessKeys.OIDC_KEYS_MAX_AGE))));
  }

  PublishedKeys keys() {
    return keys;
  }

  /** Who the token says calls. */
  Caller verify(String token) {
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      if (keys.current().isEmpty()) {
        throw FaultCode.UNAVAILABLE.exception(
            "OIDC_KEYS_AWAY",
            "the keys of the issuer could not be read yet, or not for longer than"
                + " access.oidc-keys-max-age");
      }
      String keyId = jwt.getHeader().getKeyID();
      if (keyId != null && keys.current().getKeyByKeyId(keyId) == null) {
        keys.askAgain(); // The issuer may have turned to a new key.
      }
      JWTClaimsSet claims = processor.process(jwt, null);
      return new Caller(
          "subject:" + claims.getSubject(),
          role(claims.getClaims()),
          chats(claims.getClaims()),
          claims.getExpirationTime().toInstant());
    } catch (ParseException | BadJOSEException | JOSEException e) {
      throw FaultCode.UNAUTHENTICATED.exception(
          "TOKEN_INVALID", "the token is not one of the issuer's for this server, or has expired");
    }
  }

  private static List<String> path(String claim) {
    return claim.isEmpty() ? List.of() : List.of(claim.split("\\.", -1));
  }

  private @Nullable Role role(Map<String, Object> claims) {
    Set<Object> names = names(claims, roleClaim);
    Role highest = null;
    for (Role role : Role.values()) {
      highest = names.contains(rolePrefix + role) ? role : highest;
    }
    return highest;
  }

  /** Ids that no chat can have are left out: they reach nothing. */
  private ChatScope chats(Map<String, Object> claims) {
    if (chatsClaim.isEmpty()) {
      return ChatScope.ALL;
    }
    return ChatScope.of(
        names(claims, chatsClaim).stream()
            .map(String::valueOf)
            .filter(ChatIds::isValid)
            .limit(ChatScope.MAX_CHATS)
            .toList());
  }

  /** Returns the values of a claim: those of a list, or those of a text with blanks or commas. */
  private static Set<Object> names(Map<String, Object> claims, List<String> path) {
    Object value = claims;
    for (String name : path) {
      value = value instanceof Map<?, ?> object ? object.get(name) : null;
    }
    Set<Object> names = new HashSet<>();
    if (value instanceof Collection<?> list) {
      names.addAll(list);
    } else if (value instanceof String text) {
      names.addAll(List.of(text.split("[ ,]+")));
    }
    return names;
  }
}

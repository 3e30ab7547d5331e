package chatwarden.ingest.account;

import chatwarden.ingest.http.ApiAnswer;
import chatwarden.ingest.http.ApiClient;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The calls of an OAuth server. Blocks; safe for use by many threads. */
final class TokenEndpoint {
  private static final long DEFAULT_LIFE = 3_600;

  private final ApiClient http;
  private final InstantSource clock;

  TokenEndpoint(ApiClient http, InstantSource clock) {
    this.http = http;
    this.clock = clock;
  }

  /**
   * Returns new tokens.
   *
   * @throws ChatwardenException FAILED_PRECONDITION, TOKENS_REFUSED if the refresh token is of no
   *     more use; UNAVAILABLE, if the server does not answer
   */
  Tokens refreshed(Authority authority, Tokens old) throws InterruptedException {
    Map<String, String> fields = new LinkedHashMap<>(authority.client());
    fields.put("grant_type", "refresh_token");
    fields.put("refresh_token", old.refresh());
    try {
      ApiAnswer answer = http.post(URI.create(authority.token()), fields);
      if (answer.isSuccess()) {
        return tokens(answer, old.refresh());
      }
      if (answer.status() == 400 || answer.status() == 401) {
        throw FaultCode.FAILED_PRECONDITION.exception(
            "TOKENS_REFUSED",
            "the platform refuses the account's tokens; connect it again: chatwarden connect "
                + authority.platform());
      }
      throw away(authority, null);
    } catch (IOException e) {
      throw away(authority, e);
    }
  }

  /** Returns the tokens of an answer; Google gives a refresh token only the first time. */
  Tokens tokens(ApiAnswer answer, String refreshBefore) {
    String refresh = answer.body().path("refresh_token").asText(refreshBefore);
    long seconds = answer.body().path("expires_in").asLong(DEFAULT_LIFE);
    return new Tokens(
        answer.body().path("access_token").asText(""),
        refresh,
        clock.instant().plusSeconds(seconds));
  }

  /** Returns whether Twitch still takes a token; empty where it does not answer. */
  Optional<ApiAnswer> validated(Authority authority, Tokens tokens) throws InterruptedException {
    try {
      return Optional.of(
          http.send(
              HttpRequest.newBuilder(URI.create(authority.validation()))
                  .header("Authorization", "OAuth " + tokens.access())
                  .GET()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Revokes tokens at the platform, and returns whether it said that it did. */
  boolean revoked(Authority authority, Tokens tokens) throws InterruptedException {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("client_id", authority.clientId());
    fields.put("token", authority.isTwitch() ? tokens.access() : tokens.refresh());
    try {
      return http.post(URI.create(authority.revocation()), fields).isSuccess();
    } catch (IOException e) {
      return false;
    }
  }

  static ChatwardenException away(Authority authority, @Nullable Throwable cause) {
    return FaultCode.UNAVAILABLE.exception(
        "PLATFORM_UNAVAILABLE", authority.platform() + " gives no tokens at the moment", cause);
  }
}

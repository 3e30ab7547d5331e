package chatwarden.ingest.account;

import chatwarden.ingest.http.ApiAnswer;
import chatwarden.ingest.http.ApiClient;
import chatwarden.ingest.source.SourceClock;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Gets tokens by the device authorization grant, RFC 8628, as Google and Twitch have it. */
final class DeviceFlow {
  private static final String GRANT = "urn:ietf:params:oauth:grant-type:device_code";
  private static final Duration SLOWER = Duration.ofSeconds(5);

  private final ApiClient http;
  private final TokenEndpoint endpoint;
  private final SourceClock clock;

  DeviceFlow(ApiClient http, TokenEndpoint endpoint, SourceClock clock) {
    this.http = http;
    this.endpoint = endpoint;
    this.clock = clock;
  }

  /** Returns codes for a person. */
  DeviceCode begin(Authority authority) throws InterruptedException {
    authority.requireClient();
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("client_id", authority.clientId());
    fields.put(authority.scopeField(), authority.scopes());
    try {
      ApiAnswer answer = http.post(URI.create(authority.device()), fields);
      if (!answer.isSuccess()) {
        throw refused(authority, problem(answer));
      }
      String page = answer.text("verification_uri");
      return new DeviceCode(
          answer.body().path("device_code").asText(),
          answer.text("user_code"),
          page.isEmpty() ? answer.text("verification_url") : page,
          Duration.ofSeconds(answer.body().path("interval").asLong(5)),
          Duration.ofSeconds(answer.body().path("expires_in").asLong(600)));
    } catch (IOException e) {
      throw TokenEndpoint.away(authority, e);
    }
  }

  /**
   * Waits until the person has permitted it, and returns the tokens.
   *
   * @throws ChatwardenException FAILED_PRECONDITION, if they refused it or the codes expired
   */
  Tokens await(Authority authority, DeviceCode code) throws InterruptedException {
    Map<String, String> fields = new LinkedHashMap<>(authority.client());
    fields.put(authority.scopeField(), authority.scopes());
    fields.put("device_code", code.device());
    fields.put("grant_type", GRANT);
    Duration pause = code.interval();
    Instant end = clock.instant().plus(code.life());
    while (clock.instant().isBefore(end)) {
      clock.sleep(pause);
      try {
        ApiAnswer answer = http.post(URI.create(authority.token()), fields);
        if (answer.isSuccess()) {
          return endpoint.tokens(answer, "");
        }
        switch (problem(answer)) {
          case "authorization_pending" -> {
            // Asked again after the same pause.
          }
          case "slow_down" -> pause = pause.plus(SLOWER);
          default -> throw refused(authority, problem(answer));
        }
      } catch (IOException e) {
        // A fault of the network may pass before the codes expire.
        pause = pause.plus(SLOWER);
      }
    }
    throw refused(authority, "expired_token");
  }

  /** Returns the name of a problem: Google has it as the error, Twitch as the message. */
  private static String problem(ApiAnswer answer) {
    String error = answer.text("error");
    String message = answer.text("message");
    return (error.isEmpty() || !message.isEmpty() ? message : error).toLowerCase(Locale.ROOT);
  }

  private static ChatwardenException refused(Authority authority, String problem) {
    return FaultCode.FAILED_PRECONDITION.exception(
        "CONNECTION_REFUSED",
        authority.platform() + " did not connect the account: " + problem + "; try again");
  }
}

package chatwarden.ingest.helix;

import chatwarden.action.v1.Action;
import chatwarden.action.v1.ActionKind;
import chatwarden.domain.action.ActionRules;
import chatwarden.domain.source.TwitchAddress;
import chatwarden.ingest.account.ActingAccount;
import chatwarden.ingest.acting.Outcome;
import chatwarden.ingest.acting.PlatformActions;
import chatwarden.ingest.http.ApiAnswer;
import chatwarden.ingest.http.ApiClient;
import chatwarden.ingest.http.NotSentException;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;

/** Acts on Twitch. */
public final class HelixActions implements PlatformActions {
  private final ApiClient http;
  private final HelixRequests requests;
  private final InstantSource clock;
  private final HelixRate rate = new HelixRate();

  /**
   * Calls to Helix.
   *
   * @param base the address of the API
   */
  public HelixActions(ApiClient http, String base, InstantSource clock) {
    this.http = http;
    this.requests = new HelixRequests(base);
    this.clock = clock;
  }

  @Override
  public String platform() {
    return TwitchAddress.SCHEME;
  }

  @Override
  public Optional<String> chatId(String channel, ActingAccount account)
      throws IOException, InterruptedException {
    ApiAnswer answer = send(requests.user(channel, account), account);
    if (!answer.isSuccess()) {
      throw new IOException("Twitch answers " + answer.status());
    }
    return Optional.of(answer.body().path("data").path(0).path("id").asText(""))
        .filter(id -> !id.isEmpty());
  }

  @Override
  public Optional<Instant> waitUntil(Action action, ActingAccount account) {
    return rate.waitUntil(
        account.id(), ActionRules.isDeferrable(action.getKind()), clock.instant());
  }

  @Override
  public Outcome perform(Action action, String chatId, ActingAccount account)
      throws InterruptedException {
    try {
      ApiAnswer answer = send(requests.acting(action, chatId, account), account);
      return answer.isSuccess() ? new Outcome.Done("") : problem(action, answer);
    } catch (NotSentException e) {
      return new Outcome.Postponed(
          Optional.empty(), "PLATFORM_UNREACHABLE", "Twitch cannot be reached");
    } catch (IOException e) {
      return new Outcome.AnswerLost("Twitch did not answer");
    }
  }

  private Outcome problem(Action action, ApiAnswer answer) {
    String message = answer.text("message");
    String words = message.toLowerCase(Locale.ROOT);
    return switch (answer.status()) {
      case 401 -> new Outcome.TokenRefused();
      case 429 ->
          new Outcome.Postponed(
              answer.number("Ratelimit-Reset").stream().mapToObj(Instant::ofEpochSecond).findAny(),
              "RATE_LIMITED",
              "Twitch takes no more calls for now");
      case 409 ->
          new Outcome.Postponed(
              Optional.empty(), "CONFLICT", "another moderator acts on the author");
      case 400 -> {
        boolean isThere =
            (action.getKind() == ActionKind.BAN_AUTHOR && words.contains("already banned"))
                || (action.getKind() == ActionKind.LIFT_BAN && words.contains("not banned"));
        yield isThere ? new Outcome.Done("") : new Outcome.Refused("REFUSED", message);
      }
      case 403 -> new Outcome.Refused("NOT_PERMITTED", message);
      case 404 ->
          new Outcome.Refused(
              action.getKind() == ActionKind.DELETE_COMMENT
                  ? Outcome.COMMENT_NOT_FOUND
                  : "NOT_FOUND",
              message);
      default ->
          answer.status() >= 500
              ? new Outcome.AnswerLost("Twitch answered with " + answer.status())
              : new Outcome.Refused("REFUSED", message);
    };
  }

  @Override
  public Optional<Boolean> isDone(Action action, String chatId, ActingAccount account)
      throws InterruptedException {
    try {
      return switch (action.getKind()) {
        case TIME_OUT_AUTHOR, BAN_AUTHOR, LIFT_BAN -> isBanned(action, chatId, account);
        case SET_SHIELD_MODE ->
            asked(requests.shield(chatId, account), account)
                .map(answer -> answer.body().path("data").path(0).path("is_active").asBoolean())
                .map(isActive -> isActive == action.getShield());
        default -> Optional.empty();
      };
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Looks the author up, which Twitch permits to the owner of the channel alone. */
  private Optional<Boolean> isBanned(Action action, String channel, ActingAccount account)
      throws IOException, InterruptedException {
    if (!channel.equals(account.userId())) {
      return Optional.empty();
    }
    return asked(requests.banned(channel, action.getAuthorId(), account), account)
        .map(
            answer -> {
              var ban = answer.body().path("data").path(0);
              boolean isForGood = ban.path("expires_at").asText("").isEmpty();
              return switch (action.getKind()) {
                case BAN_AUTHOR -> !ban.isMissingNode() && isForGood;
                case TIME_OUT_AUTHOR -> !ban.isMissingNode();
                default -> ban.isMissingNode();
              };
            });
  }

  private Optional<ApiAnswer> asked(HttpRequest.Builder request, ActingAccount account)
      throws IOException, InterruptedException {
    return Optional.of(send(request, account)).filter(ApiAnswer::isSuccess);
  }

  private ApiAnswer send(HttpRequest.Builder request, ActingAccount account)
      throws IOException, InterruptedException {
    ApiAnswer answer = http.send(request);
    rate.note(account.id(), answer);
    return answer;
  }
}

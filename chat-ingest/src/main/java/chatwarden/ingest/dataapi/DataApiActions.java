package chatwarden.ingest.dataapi;

import chatwarden.action.v1.Action;
import chatwarden.action.v1.ActionKind;
import chatwarden.domain.action.ActionRules;
import chatwarden.domain.source.YouTubeAddress;
import chatwarden.ingest.account.ActingAccount;
import chatwarden.ingest.account.DailyQuota;
import chatwarden.ingest.acting.Outcome;
import chatwarden.ingest.acting.PlatformActions;
import chatwarden.ingest.http.ApiAnswer;
import chatwarden.ingest.http.ApiClient;
import chatwarden.ingest.http.NotSentException;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Acts on YouTube. */
public final class DataApiActions implements PlatformActions {
  private static final long WRITE = 50;
  private static final long READ = 1;

  private final ApiClient http;
  private final String base;
  private final DailyQuota quota;

  /**
   * Calls to the Data API.
   *
   * @param base the address of the API
   */
  public DataApiActions(ApiClient http, String base, DailyQuota quota) {
    this.http = http;
    this.base = base;
    this.quota = quota;
  }

  @Override
  public String platform() {
    return YouTubeAddress.SCHEME;
  }

  @Override
  public Optional<String> chatId(String video, ActingAccount account)
      throws IOException, InterruptedException {
    quota.use(READ);
    ApiAnswer answer =
        http.send(
            request(account, "/videos", Map.of("part", "liveStreamingDetails", "id", video)).GET());
    if (!answer.isSuccess()) {
      throw new IOException("YouTube answers " + answer.status());
    }
    return Optional.of(
            answer
                .body()
                .path("items")
                .path(0)
                .path("liveStreamingDetails")
                .path("activeLiveChatId")
                .asText(""))
        .filter(id -> !id.isEmpty());
  }

  @Override
  public Optional<Instant> waitUntil(Action action, ActingAccount account) {
    return quota.waitUntil(WRITE, ActionRules.isDeferrable(action.getKind()));
  }

  @Override
  public Outcome perform(Action action, String chatId, ActingAccount account)
      throws InterruptedException {
    if (action.getKind() == ActionKind.LIFT_BAN && action.getPlatformReference().isEmpty()) {
      return new Outcome.Refused(
          "BAN_NOT_MADE_HERE", "YouTube lifts only bans whose ids are known from making them");
    }
    quota.use(WRITE);
    try {
      ApiAnswer answer = http.send(acting(action, chatId, account));
      return answer.isSuccess()
          ? new Outcome.Done(answer.body().path("id").asText(""))
          : problem(action, answer);
    } catch (NotSentException e) {
      return new Outcome.Postponed(
          Optional.empty(), "PLATFORM_UNREACHABLE", "YouTube cannot be reached");
    } catch (IOException e) {
      return new Outcome.AnswerLost("YouTube did not answer");
    }
  }

  private HttpRequest.Builder acting(Action action, String chatId, ActingAccount account) {
    return switch (action.getKind()) {
      case DELETE_COMMENT ->
          request(account, "/liveChat/messages", Map.of("id", action.getComment())).DELETE();
      case LIFT_BAN ->
          request(account, "/liveChat/bans", Map.of("id", action.getPlatformReference())).DELETE();
      case TIME_OUT_AUTHOR, BAN_AUTHOR ->
          request(account, "/liveChat/bans", Map.of("part", "snippet"))
              .POST(ApiClient.json(Map.of("snippet", ban(action, chatId))));
      default -> throw new IllegalArgumentException("kind: " + action.getKind() + " (a bug)");
    };
  }

  private static Map<String, Object> ban(Action action, String chatId) {
    boolean isTimeout = action.getKind() == ActionKind.TIME_OUT_AUTHOR;
    Map<String, Object> snippet = new LinkedHashMap<>();
    snippet.put("liveChatId", chatId);
    snippet.put("type", isTimeout ? "temporary" : "permanent");
    if (isTimeout) {
      snippet.put("banDurationSeconds", action.getAuthorTimeout().getSeconds());
    }
    snippet.put("bannedUserDetails", Map.of("channelId", action.getAuthorId()));
    return snippet;
  }

  private HttpRequest.Builder request(
      ActingAccount account, String path, Map<String, String> parameters) {
    return HttpRequest.newBuilder(ApiClient.address(base, path, parameters))
        .header("Authorization", "Bearer " + account.accessToken())
        .header("Content-Type", "application/json");
  }

  private Outcome problem(Action action, ApiAnswer answer) {
    String reason = answer.body().path("error").path("errors").path(0).path("reason").asText("");
    String message = answer.text("error", "message");
    String said = reason.isEmpty() ? message : reason + ": " + message;
    if (answer.status() == 401) {
      return new Outcome.TokenRefused();
    }
    if (answer.status() >= 500) {
      return new Outcome.AnswerLost("YouTube answered with " + answer.status());
    }
    return switch (reason) {
      case "quotaExceeded", "dailyLimitExceeded" ->
          new Outcome.Postponed(
              Optional.of(quota.exhaust()),
              "QUOTA_EXCEEDED",
              "the quota of the day is used up; it is anew at midnight Pacific time");
      case "rateLimitExceeded", "userRateLimitExceeded" ->
          new Outcome.Postponed(
              Optional.empty(), "RATE_LIMITED", "YouTube takes no more calls for now");
      case "liveChatMessageNotFound" -> new Outcome.Refused(Outcome.COMMENT_NOT_FOUND, said);
      case "liveChatBanNotFound" ->
          action.getKind() == ActionKind.LIFT_BAN
              ? new Outcome.Done("")
              : new Outcome.Refused("NOT_FOUND", said);
      case "insufficientPermissions", "forbidden", "modificationNotAllowed" ->
          new Outcome.Refused("NOT_PERMITTED", said);
      default ->
          answer.status() == 429
              ? new Outcome.Postponed(
                  Optional.empty(), "RATE_LIMITED", "YouTube takes no more calls for now")
              : new Outcome.Refused("REFUSED", said);
    };
  }

  /** YouTube has no call that says whether an author is banned. */
  @Override
  public Optional<Boolean> isDone(Action action, String chatId, ActingAccount account) {
    return Optional.empty();
  }
}

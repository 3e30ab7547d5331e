package chatwarden.ingest.eventsub;

import chatwarden.ingest.account.AccountCalls;
import chatwarden.ingest.account.ActingAccount;
import chatwarden.ingest.http.ApiAnswer;
import chatwarden.ingest.http.ApiClient;
import chatwarden.ingest.source.SourceException;
import chatwarden.ingest.source.SourceException.Reason;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The calls of Helix that reading a channel needs, with one account. Blocks. */
final class Subscriptions {
  private static final String PATH = "/eventsub/subscriptions";

  /**
   * A type of subscription.
   *
   * @param isForModerators whether Twitch admits it to accounts that moderate the channel alone
   */
  private record Type(String name, String version, boolean isForModerators) {
    static Type of(String name) {
      return new Type(name, "1", false);
    }
  }

  /** The events that a source reads: those that IRC has, and those of AutoMod. */
  private static final List<Type> TYPES =
      List.of(
          Type.of("channel.chat.message"),
          Type.of("channel.chat.notification"),
          Type.of("channel.chat.message_delete"),
          Type.of("channel.chat.clear_user_messages"),
          Type.of("channel.chat.clear"),
          new Type("automod.message.hold", "2", true),
          new Type("automod.message.update", "2", true));

  private final AccountCalls calls;
  private final String api;
  private final InstantSource clock;

  Subscriptions(AccountCalls calls, String api, InstantSource clock) {
    this.calls = calls;
    this.api = api;
    this.clock = clock;
  }

  /** Returns the id of a channel. */
  String channelId(String name) throws SourceException, IOException, InterruptedException {
    ApiAnswer answer =
        calls.send(account -> request(account, "/users", Map.of("login", name)).GET());
    if (!answer.isSuccess()) {
      throw problem(answer);
    }
    String id = answer.body().path("data").path(0).path("id").asText("");
    if (id.isEmpty()) {
      throw new SourceException(
          Reason.NOT_FOUND, "no channel of this name exists on Twitch, or it is suspended");
    }
    return id;
  }

  /**
   * Subscribes a connection to the chat of a channel.
   *
   * @return the ids of the subscriptions
   */
  List<String> create(String session, String channel)
      throws SourceException, IOException, InterruptedException {
    List<String> ids = new ArrayList<>();
    for (Type type : TYPES) {
      ApiAnswer answer =
          calls.send(
              account ->
                  request(account, PATH, Map.of())
                      .POST(ApiClient.json(subscription(type, session, channel, account))));
      // 409: another source of this process reads the same channel.
      boolean isSpared = answer.status() == 409 || (type.isForModerators() && isRefused(answer));
      if (!answer.isSuccess() && !isSpared) {
        throw problem(answer);
      }
      String id = answer.body().path("data").path(0).path("id").asText("");
      if (!id.isEmpty()) {
        ids.add(id);
      }
    }
    return ids;
  }

  /** Ends subscriptions, as far as Twitch answers. */
  void delete(List<String> ids) {
    try {
      for (String id : ids) {
        var _ = calls.send(account -> request(account, PATH, Map.of("id", id)).DELETE());
      }
    } catch (SourceException | IOException | RuntimeException e) {
      // They end with the connection at the latest.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isRefused(ApiAnswer answer) {
    return answer.status() == 400 || answer.status() == 403;
  }

  private static Map<String, Object> subscription(
      Type type, String session, String channel, ActingAccount account) {
    String reader = type.isForModerators() ? "moderator_user_id" : "user_id";
    return Map.of(
        "type",
        type.name(),
        "version",
        type.version(),
        "condition",
        Map.of("broadcaster_user_id", channel, reader, account.userId()),
        "transport",
        Map.of("method", "websocket", "session_id", session));
  }

  private HttpRequest.Builder request(
      ActingAccount account, String path, Map<String, String> where) {
    return HttpRequest.newBuilder(ApiClient.address(api, path, where))
        .header("Authorization", "Bearer " + account.accessToken())
        .header("Client-Id", account.clientId())
        .header("Content-Type", "application/json");
  }

  private SourceException problem(ApiAnswer answer) throws IOException {
    String said = answer.text("message");
    return switch (answer.status()) {
      case 401 ->
          new SourceException(
              Reason.NOT_PERMITTED,
              "Twitch refuses the account; connect it again: chatwarden connect twitch");
      case 403 ->
          new SourceException(
              Reason.NOT_PERMITTED, "the account may not read this chat on Twitch: " + said);
      case 429 -> limited(answer, said);
      default -> throw new IOException("Twitch answers with " + answer.status());
    };
  }

  /** The minute's calls come back; subscriptions and connections of an account do not. */
  private SourceException limited(ApiAnswer answer, String said) throws IOException {
    if (answer.number("Ratelimit-Remaining").orElse(1) > 0) {
      return new SourceException(
          Reason.RATE_LIMITED, "Twitch admits no further chat of the account: " + said);
    }
    long reset = answer.number("Ratelimit-Reset").orElse(0);
    Duration wait = Duration.between(clock.instant(), Instant.ofEpochSecond(reset));
    throw new TooManyCallsException(wait.isPositive() ? wait : Duration.ZERO);
  }
}

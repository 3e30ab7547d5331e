package chatwarden.ingest.helix;

import chatwarden.action.v1.Action;
import chatwarden.action.v1.ActionKind;
import chatwarden.action.v1.ChatModes;
import chatwarden.ingest.account.ActingAccount;
import chatwarden.ingest.http.ApiClient;
import java.net.http.HttpRequest;
import java.util.LinkedHashMap;
import java.util.Map;

/** The requests of Helix. */
final class HelixRequests {
  private final String base;

  HelixRequests(String base) {
    this.base = base;
  }

  /** Returns the request that looks up a channel by its name. */
  HttpRequest.Builder user(String login, ActingAccount account) {
    return request(account, "/users", Map.of("login", login)).GET();
  }

  /** Returns the request that looks up whether an author is banned. */
  HttpRequest.Builder banned(String channel, String author, ActingAccount account) {
    return request(
            account, "/moderation/banned", Map.of("broadcaster_id", channel, "user_id", author))
        .GET();
  }

  /** Returns the request that looks up shield mode. */
  HttpRequest.Builder shield(String channel, ActingAccount account) {
    return request(account, "/moderation/shield_mode", moderated(channel, account)).GET();
  }

  /** Returns the request that acts. */
  HttpRequest.Builder acting(Action action, String channel, ActingAccount account) {
    Map<String, String> where = moderated(channel, account);
    return switch (action.getKind()) {
      case DELETE_COMMENT -> {
        where.put("message_id", action.getComment());
        yield request(account, "/moderation/chat", where).DELETE();
      }
      case TIME_OUT_AUTHOR, BAN_AUTHOR ->
          posted(account, "/moderation/bans", where, Map.of("data", ban(action)));
      case LIFT_BAN -> {
        where.put("user_id", action.getAuthorId());
        yield request(account, "/moderation/bans", where).DELETE();
      }
      case WARN_AUTHOR ->
          posted(
              account,
              "/moderation/warnings",
              where,
              Map.of(
                  "data", Map.of("user_id", action.getAuthorId(), "reason", action.getMessage())));
      case APPROVE_HELD, DENY_HELD ->
          posted(account, "/moderation/automod/message", Map.of(), held(action, account));
      case SET_SHIELD_MODE ->
          request(account, "/moderation/shield_mode", where)
              .PUT(ApiClient.json(Map.of("is_active", action.getShield())));
      case SET_CHAT_MODES ->
          request(account, "/chat/settings", where)
              .method("PATCH", ApiClient.json(modes(action.getModes())));
      case ACTION_KIND_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalArgumentException("kind: " + action.getKind() + " (a bug)");
    };
  }

  private static Map<String, String> moderated(String channel, ActingAccount account) {
    Map<String, String> where = new LinkedHashMap<>();
    where.put("broadcaster_id", channel);
    where.put("moderator_id", account.userId());
    return where;
  }

  private static Map<String, Object> ban(Action action) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("user_id", action.getAuthorId());
    if (action.getKind() == ActionKind.TIME_OUT_AUTHOR) {
      data.put("duration", action.getAuthorTimeout().getSeconds());
    }
    data.put("reason", action.getMessage());
    return data;
  }

  private static Map<String, Object> held(Action action, ActingAccount account) {
    return Map.of(
        "user_id",
        account.userId(),
        "msg_id",
        action.getComment(),
        "action",
        action.getKind() == ActionKind.APPROVE_HELD ? "ALLOW" : "DENY");
  }

  private static Map<String, Object> modes(ChatModes modes) {
    Map<String, Object> settings = new LinkedHashMap<>();
    if (modes.hasSlow()) {
      settings.put("slow_mode", modes.getSlow());
    }
    if (modes.hasSlowDuration()) {
      settings.put("slow_mode_wait_time", modes.getSlowDuration().getSeconds());
    }
    if (modes.hasFollowersOnly()) {
      settings.put("follower_mode", modes.getFollowersOnly());
    }
    if (modes.hasFollowDuration()) {
      settings.put("follower_mode_duration", modes.getFollowDuration().getSeconds() / 60);
    }
    if (modes.hasEmotesOnly()) {
      settings.put("emote_mode", modes.getEmotesOnly());
    }
    if (modes.hasSubscribersOnly()) {
      settings.put("subscriber_mode", modes.getSubscribersOnly());
    }
    if (modes.hasUniqueOnly()) {
      settings.put("unique_chat_mode", modes.getUniqueOnly());
    }
    return settings;
  }

  private HttpRequest.Builder posted(
      ActingAccount account, String path, Map<String, String> where, Map<String, ?> body) {
    return request(account, path, where).POST(ApiClient.json(body));
  }

  private HttpRequest.Builder request(
      ActingAccount account, String path, Map<String, String> where) {
    return HttpRequest.newBuilder(ApiClient.address(base, path, where))
        .header("Authorization", "Bearer " + account.accessToken())
        .header("Client-Id", account.clientId())
        .header("Content-Type", "application/json");
  }
}

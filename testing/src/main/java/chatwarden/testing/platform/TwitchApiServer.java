package chatwarden.testing.platform;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Twitch's Helix and its OAuth server, with one account. It knows the tokens that it gave, each
 * refresh token once, the authors that are banned, and the comments that are there.
 */
public final class TwitchApiServer extends ApiServer {
  private static final Pattern USER = Pattern.compile("\"user_id\":\"([^\"]+)\"");
  private static final Pattern DURATION = Pattern.compile("\"duration\":(\\d+)");

  private final String userId;
  private final EventSubServer events = new EventSubServer();
  private final AtomicInteger generation = new AtomicInteger();
  private final AtomicInteger pending = new AtomicInteger();
  private final Map<String, String> bans = new ConcurrentHashMap<>();
  private final Set<String> deleted = ConcurrentHashMap.newKeySet();
  private volatile String access = "";
  private volatile String refresh = "";
  private volatile boolean rejecting;

  /**
   * Starts one.
   *
   * @param userId the id of the account; the channel {@code chan} has the id 1
   */
  public TwitchApiServer(String userId) {
    this.userId = userId;
  }

  /** Lets the next question for tokens wait for the person this often. */
  public void letPersonTake(int questions) {
    pending.set(questions);
  }

  /** Takes the access token for expired. */
  public void expireToken() {
    access = "expired";
  }

  /** Refuses all tokens from now on, as where the owner took the permission back. */
  public void takePermissionBack() {
    expireToken();
    rejecting = true;
  }

  /** Returns the server of its events. */
  public EventSubServer events() {
    return events;
  }

  /** Returns the authors who are banned or timed out. */
  public Set<String> banned() {
    return Set.copyOf(bans.keySet());
  }

  /** Returns the comments that were deleted. */
  public Set<String> deleted() {
    return Set.copyOf(deleted);
  }

  /** Returns the access token that is valid now. */
  public String accessToken() {
    return access;
  }

  /** Returns the refresh token that is valid now. */
  public String refreshToken() {
    return refresh;
  }

  @Override
  protected ApiReply reply(ApiCall call) {
    return switch (call.name()) {
      case "POST /device" ->
          ApiReply.of(
              200,
              "{\"device_code\":\"device-secret\",\"user_code\":\"ABCD\",\"interval\":0,"
                  + "\"expires_in\":1800,\"verification_uri\":\"https://www.twitch.tv/activate\"}");
      case "POST /token" -> token(call.form());
      case "POST /revoke" -> ApiReply.of(200, "");
      case "GET /validate" ->
          call.authorization().equals("OAuth " + access)
              ? ApiReply.of(
                  200,
                  "{\"user_id\":\"" + userId + "\",\"login\":\"mod\",\"scopes\":[\"a\",\"b\"]}")
              : ApiReply.of(401, "{\"status\":401,\"message\":\"invalid access token\"}");
      default ->
          call.authorization().equals("Bearer " + access)
              ? helix(call)
              : ApiReply.of(401, "{\"status\":401,\"message\":\"Invalid OAuth token\"}");
    };
  }

  private ApiReply token(Map<String, String> form) {
    if (pending.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      return ApiReply.of(400, "{\"status\":400,\"message\":\"authorization_pending\"}");
    }
    boolean isRefresh = "refresh_token".equals(form.get("grant_type"));
    if (rejecting || (isRefresh && !refresh.equals(form.get("refresh_token")))) {
      return ApiReply.of(400, "{\"status\":400,\"message\":\"Invalid refresh token\"}");
    }
    int number = generation.incrementAndGet();
    access = "access-" + number;
    refresh = "refresh-" + number;
    return ApiReply.of(
        200,
        "{\"access_token\":\""
            + access
            + "\",\"refresh_token\":\""
            + refresh
            + "\",\"expires_in\":14400,\"token_type\":\"bearer\"}");
  }

  private ApiReply helix(ApiCall call) {
    return switch (call.name()) {
      case "GET /users" -> user(call.query().getOrDefault("login", ""));
      case "POST /moderation/bans" -> ban(call.body());
      case "GET /moderation/banned" -> look(call.query().getOrDefault("user_id", ""));
      case "DELETE /moderation/bans" ->
          bans.remove(call.query().getOrDefault("user_id", "")) == null
              ? ApiReply.of(400, "{\"message\":\"The user in user_id is not banned.\"}")
              : ApiReply.of(204, "");
      case "DELETE /moderation/chat" ->
          deleted.add(call.query().getOrDefault("message_id", ""))
              ? ApiReply.of(204, "")
              : ApiReply.of(404, "{\"message\":\"The ID in message_id was not found.\"}");
      case "POST /moderation/automod/message" -> ApiReply.of(204, "");
      case "POST /eventsub/subscriptions" -> events.subscribe(call.body());
      case "DELETE /eventsub/subscriptions" ->
          events.unsubscribe(call.query().getOrDefault("id", ""));
      default -> ApiReply.of(200, "{\"data\":[{}]}");
    };
  }

  /** The channel {@code chan} has the id 1, {@code chan2} the id 2, and so on. */
  private static ApiReply user(String login) {
    String number = login.replaceFirst("^chan", "");
    String user =
        login.startsWith("chan")
            ? "{\"id\":\"" + (number.isEmpty() ? "1" : number) + "\",\"login\":\"" + login + "\"}"
            : "";
    return ApiReply.of(200, "{\"data\":[" + user + "]}");
  }

  private ApiReply ban(String body) {
    Matcher user = USER.matcher(body);
    if (!user.find()) {
      return ApiReply.of(400, "{\"message\":\"The user_id field is required.\"}");
    }
    String before =
        bans.put(user.group(1), DURATION.matcher(body).find() ? "2026-12-01T00:00:00Z" : "");
    return before != null && before.isEmpty()
        ? ApiReply.of(
            400, "{\"message\":\"The user specified in the user_id field is already banned.\"}")
        : ApiReply.of(200, "{\"data\":[{\"user_id\":\"" + user.group(1) + "\"}]}");
  }

  private ApiReply look(String user) {
    String end = bans.get(user);
    String ban = end == null ? "" : "{\"user_id\":\"" + user + "\",\"expires_at\":\"" + end + "\"}";
    return ApiReply.of(200, "{\"data\":[" + ban + "]}");
  }

  @Override
  public void close() {
    events.close();
    super.close();
  }
}

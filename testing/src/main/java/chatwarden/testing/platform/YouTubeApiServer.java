package chatwarden.testing.platform;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * YouTube's Data API and Google's OAuth server, with one account. It knows the bans that it made
 * and the comments that were deleted.
 */
public final class YouTubeApiServer extends ApiServer {
  private final AtomicInteger numbers = new AtomicInteger();
  private final Set<String> bans = ConcurrentHashMap.newKeySet();
  private final Set<String> deleted = ConcurrentHashMap.newKeySet();

  private final AtomicInteger generation = new AtomicInteger();
  private final StreamListServer stream = new StreamListServer(this::accessToken);
  private volatile String access = "google-access";
  private volatile boolean rejecting;

  /** Starts one. */
  public YouTubeApiServer() {}

  /** Returns the stream of its chat. */
  public StreamListServer stream() {
    return stream;
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

  /** Returns the access token that is valid now. */
  public String accessToken() {
    return access;
  }

  /** Returns the ids of the bans in force. */
  public Set<String> bans() {
    return Set.copyOf(bans);
  }

  /** Returns an error as Google writes it. */
  public static ApiReply error(int status, String reason) {
    return ApiReply.of(
        status,
        "{\"error\":{\"code\":"
            + status
            + ",\"message\":\"no\",\"errors\":[{\"reason\":\""
            + reason
            + "\"}]}}");
  }

  @Override
  protected ApiReply reply(ApiCall call) {
    return switch (call.name()) {
      case "POST /device/code" ->
          ApiReply.of(
              200,
              "{\"device_code\":\"device-secret\",\"user_code\":\"ABCD\",\"interval\":0,"
                  + "\"expires_in\":1800,\"verification_url\":\"https://www.google.com/device\"}");
      case "POST /token" -> token();
      case "POST /revoke" -> ApiReply.of(200, "{}");
      default ->
          call.authorization().equals("Bearer " + access) ? dataApi(call) : error(401, "authError");
    };
  }

  private ApiReply token() {
    if (rejecting) {
      return ApiReply.of(400, "{\"error\":\"invalid_grant\"}");
    }
    access = "google-access-" + generation.incrementAndGet();
    return ApiReply.of(
        200,
        "{\"access_token\":\""
            + access
            + "\",\"refresh_token\":\"google-refresh\",\"expires_in\":3600}");
  }

  private ApiReply dataApi(ApiCall call) {
    return switch (call.name()) {
      case "GET /channels" ->
          ApiReply.of(200, "{\"items\":[{\"id\":\"UC1\",\"snippet\":{\"title\":\"Owner\"}}]}");
      case "GET /videos" ->
          ApiReply.of(
              200, "{\"items\":[{\"liveStreamingDetails\":{\"activeLiveChatId\":\"live1\"}}]}");
      case "POST /liveChat/bans" -> {
        String id = "ban" + numbers.incrementAndGet();
        bans.add(id);
        yield ApiReply.of(200, "{\"id\":\"" + id + "\"}");
      }
      case "DELETE /liveChat/bans" ->
          bans.remove(call.query().getOrDefault("id", ""))
              ? ApiReply.of(204, "")
              : error(404, "liveChatBanNotFound");
      case "DELETE /liveChat/messages" ->
          deleted.add(call.query().getOrDefault("id", ""))
              ? ApiReply.of(204, "")
              : error(404, "liveChatMessageNotFound");
      default -> error(404, "notFound");
    };
  }

  @Override
  public void close() {
    stream.close();
    super.close();
  }
}

package chatwarden.ingest.streamlist;

import chatwarden.ingest.account.AccountCalls;
import chatwarden.ingest.account.DailyQuota;
import chatwarden.ingest.http.ApiAnswer;
import chatwarden.ingest.http.ApiClient;
import chatwarden.ingest.source.SourceException;
import chatwarden.ingest.source.SourceException.Reason;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.util.Map;

/** Looks up the chats of videos at the Data API, for one unit of the quota each. Blocks. */
final class LiveChatIds {
  private static final long UNITS = 1;

  private final AccountCalls calls;
  private final String api;
  private final DailyQuota quota;

  LiveChatIds(AccountCalls calls, String api, DailyQuota quota) {
    this.calls = calls;
    this.api = api;
    this.quota = quota;
  }

  /**
   * Returns the id of a video's live chat.
   *
   * @throws SourceException OVER, if it has none now
   */
  String find(String video) throws SourceException, IOException, InterruptedException {
    quota.use(UNITS);
    ApiAnswer answer =
        calls.send(
            account ->
                HttpRequest.newBuilder(
                        ApiClient.address(
                            api, "/videos", Map.of("part", "liveStreamingDetails", "id", video)))
                    .header("Authorization", "Bearer " + account.accessToken())
                    .GET());
    if (!answer.isSuccess()) {
      throw problem(answer);
    }
    String id =
        answer
            .body()
            .path("items")
            .path(0)
            .path("liveStreamingDetails")
            .path("activeLiveChatId")
            .asText("");
    if (id.isEmpty()) {
      throw new SourceException(
          Reason.OVER, "YouTube's API has no live chat of this video; it is read without account");
    }
    return id;
  }

  private SourceException problem(ApiAnswer answer) throws IOException {
    String reason = answer.body().path("error").path("errors").path(0).path("reason").asText("");
    if (reason.equals("quotaExceeded") || reason.equals("dailyLimitExceeded")) {
      quota.exhaust();
      return new SourceException(
          Reason.RATE_LIMITED, "the day's quota of YouTube's Data API is used up (youtube.quota)");
    }
    if (answer.status() == 401 || answer.status() == 403) {
      return new SourceException(
          Reason.NOT_PERMITTED,
          "YouTube refuses the account ("
              + (reason.matches("[A-Za-z]{1,40}") ? reason : answer.status())
              + "); connect it again: chatwarden connect youtube");
    }
    throw new IOException("YouTube answers with " + answer.status());
  }
}

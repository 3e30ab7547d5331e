package chatwarden.ingest.youtube;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.ingest.source.SourceException.Reason;
import chatwarden.ingest.youtube.YouTubeSite.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class YouTubeFaultsTest extends YouTubeSourceFixture {

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 408})
  void errorsOfTheServerAreTriedAgainWithGrowingPauses(int status) throws Exception {
    live(
        answer("c1", said("a", "x")),
        Reply.status(status),
        Reply.status(status),
        Reply.status(status),
        answer("c2", said("b", "x")),
        Reply.ok(YouTubeText.over()));
    source().run(sink);
    assertThat(sink.ids()).containsExactly("a", "b");
    List<Duration> pauses = clock.sleeps().subList(1, 4);
    assertThat(pauses.get(0)).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
    assertThat(pauses.get(1)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
    assertThat(pauses.get(2)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
  }

  @Test
  void refusalForAskingTooOftenIsWaitedOutAsLongAsYouTubeAsks() throws Exception {
    live(
        answer("c1"),
        new Reply(429, "", Map.of("Retry-After", "77")),
        answer("c2", said("a", "x")),
        Reply.ok(YouTubeText.over()));
    source().run(sink);
    assertThat(sink.ids()).containsExactly("a");
    assertThat(clock.sleeps()).contains(Duration.ofSeconds(77));
  }

  @Test
  void refusalThatLastsIsCalledWhatItIs() {
    site.on(WATCH, Reply.status(429));
    assertFails(Reason.RATE_LIMITED, "refuses further calls");
  }

  @Test
  void chatThatWasReadBearsAnOutageOfAnHourAndNoLonger() {
    live(answer("c1", said("a", "x")), Reply.status(503));
    assertFails(Reason.UNREACHABLE, "errors (503)");
    assertThat(Duration.ofNanos(clock.nanoTime()))
        .isBetween(Duration.ofMinutes(59), Duration.ofMinutes(61));
    assertThat(clock.sleeps()).allMatch(pause -> pause.compareTo(Duration.ofSeconds(30)) <= 0);
  }

  @Test
  void siteThatDoesNotAnswerIsUnreachableSoon() {
    site.close();
    assertFails(Reason.UNREACHABLE, "cannot be reached");
    assertThat(Duration.ofNanos(clock.nanoTime())).isLessThan(Duration.ofSeconds(16));
  }

  @Test
  void continuationThatIsNotUnderstoodAnyMoreIsFetchedAnew() throws Exception {
    site.on(
        WATCH,
        Reply.ok(YouTubeText.page("ranked", "all", false)),
        Reply.ok(YouTubeText.page("ranked2", "all2", false)));
    site.on(
        POLL,
        answer("c1", said("a", "x")),
        Reply.status(400),
        answer("c2", said("a", "x"), said("b", "x")),
        Reply.ok(YouTubeText.over()));
    source().run(sink);
    assertThat(sink.ids()).containsExactly("a", "b");
    assertThat(site.requests(POLL).get(2).body()).contains("\"continuation\":\"all2\"");
  }

  @Test
  void continuationsThatAreNeverUnderstoodAreGivenUp() {
    live(Reply.status(400));
    assertFails(Reason.NOT_UNDERSTOOD, "does not understand");
  }

  @Test
  void answerThatIsNoJsonIsTriedAgain() throws Exception {
    live(Reply.ok("<html>oops</html>"), answer("c1", said("a", "x")), Reply.ok(YouTubeText.over()));
    source().run(sink);
    assertThat(sink.ids()).containsExactly("a");
  }

  @ParameterizedTest
  @CsvSource({
    "403, PRIVATE, private",
    "401, PRIVATE, private",
    "404, DELETED, deleted",
    "418, NOT_UNDERSTOOD, understand"
  })
  void refusedPollStopsWithItsReason(int status, Reason reason, String message) {
    live(answer("c1", said("a", "x")), Reply.status(status));
    assertFails(reason, message);
    assertThat(sink.ids()).containsExactly("a");
  }

  @Test
  void chatThatIsSwitchedOffStopsWithItsReason() {
    live(Reply.ok(YouTubeText.over("Chat is disabled for this live stream.")));
    assertFails(Reason.CHAT_DISABLED, "switched off");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'status':'LOGIN_REQUIRED','messages':['This is a private video.']} | {} | {} | PRIVATE",
        "{'status':'LOGIN_REQUIRED','reason':'Sign in to confirm your age'} | {} | {} |"
            + " NOT_PERMITTED",
        "{'status':'ERROR','reason':'Video unavailable'} | {} | {} | DELETED",
        "{'status':'ERROR','reason':'This video is private'} | {} | {} | PRIVATE",
        "{'status':'UNPLAYABLE','reason':'Join this channel to get access'} | {} | {} | PRIVATE",
        "{'status':'OK'} | {'isLiveContent':false} | {} | NO_CHAT",
        "{'status':'OK'} | {'isLiveContent':true} | {} | OVER",
        "{'status':'OK'} | {'isLive':true} |"
            + " {'conversationBarRenderer':{'availabilityMessage':{'messageRenderer':{'text':{'runs':[{'text':'Chat"
            + " is disabled for this live stream.'}]}}}}} | CHAT_DISABLED",
        "{'status':'OK'} | {'isLiveContent':true} |"
            + " {'conversationBarRenderer':{'availabilityMessage':{'messageRenderer':{'text':{'simpleText':'Live"
            + " chat replay is not available for this video.'}}}}} | OVER",
        "{'status':'OK'} | {'isLive':true} | {} | NO_CHAT",
      })
  void pageWithoutAChatSaysWhy(String playability, String details, String bar, Reason reason) {
    Reply page =
        Reply.ok(
            YouTubeText.silentPage(
                playability.replace('\'', '"'),
                details.replace('\'', '"'),
                bar.replace('\'', '"')));
    site.on(WATCH, page).on("/live_chat", page);
    assertFails(reason, "");
  }

  @Test
  void questionForConsentIsCalledWhatItIs() {
    String consent = "<form action=\"https://consent.youtube.com/save\"></form>";
    site.on(WATCH, Reply.ok(consent));
    assertFails(Reason.CONSENT_NEEDED, "consent");
  }

  @Test
  void redirectToTheConsentPageIsNotFollowed() {
    site.on(WATCH, new Reply(302, "", Map.of("Location", "https://consent.youtube.com/m?x=1")));
    assertFails(Reason.CONSENT_NEEDED, "consent");
  }

  @Test
  void redirectWithinTheSiteIsFollowed() throws Exception {
    site.on(WATCH, new Reply(303, "", Map.of("Location", "/elsewhere?v=1")));
    site.on("/elsewhere", Reply.ok(YouTubeText.page("ranked", "all", false)));
    site.on(POLL, answer("c1", said("a", "x")), Reply.ok(YouTubeText.over()));
    source().run(sink);
    assertThat(sink.ids()).containsExactly("a");
  }
}

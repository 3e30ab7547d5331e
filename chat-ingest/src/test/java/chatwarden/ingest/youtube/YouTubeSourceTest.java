package chatwarden.ingest.youtube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import chatwarden.ingest.source.ManualClock;
import chatwarden.ingest.source.RecordingSink;
import chatwarden.ingest.source.SourceException;
import chatwarden.ingest.source.SourceException.Reason;
import chatwarden.ingest.youtube.YouTubeSite.Reply;
import chatwarden.pipeline.v1.ChatEvent;
import chatwarden.type.v1.Comment;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YouTubeSourceTest {
  private static final String WATCH = "/watch";
  private static final String POLL = "/youtubei/v1/live_chat/get_live_chat";
  private static final String REPLAY = "/youtubei/v1/live_chat/get_live_chat_replay";

  private final ManualClock clock = new ManualClock();
  private final RecordingSink sink = new RecordingSink();
  private final HttpClient http = HttpClient.newHttpClient();
  private YouTubeSite site;

  @BeforeEach
  void openTheSite() throws IOException {
    site = new YouTubeSite();
  }

  @AfterEach
  void closeTheSite() {
    site.close();
    http.shutdownNow();
  }

  @Test
  void allOfALiveChatIsReadToItsEnd() throws Exception {
    live(
        answer("c1", said("a", "xin chào")),
        answer("c2"),
        answer("c3", said("b", "hello")),
        Reply.ok(YouTubeText.over()));
    source().run(sink);
    assertThat(sink.ids()).containsExactly("a", "b");
    Comment first = sink.comments().getFirst();
    assertThat(first.getChat()).isEqualTo("chat");
    assertThat(first.getText()).isEqualTo("xin chào");
    assertThat(first.getAuthor().getId()).isEqualTo("UC1");
    assertThat(first.getAuthor().getName()).isEqualTo("An");
    assertThat(first.getPublishTime().getSeconds())
        .isEqualTo(Instant.parse("2026-01-01T00:00:00Z").getEpochSecond());
  }

  @Test
  void pollsLookLikeThoseOfThePageAndAskForEveryMessage() throws Exception {
    live(answer("c1"), Reply.ok(YouTubeText.over()));
    source().run(sink);
    YouTubeSite.Request watch = site.requests(WATCH).getFirst();
    assertThat(watch.query()).isEqualTo("v=abcdefghijk&hl=en");
    assertThat(watch.headers())
        .containsEntry("cookie", "SOCS=CAI")
        .containsEntry("accept-language", "en");
    List<YouTubeSite.Request> polls = site.requests(POLL);
    assertThat(polls.get(0).query()).isEqualTo("key=the-key&prettyPrint=false");
    assertThat(polls.get(0).body())
        .isEqualTo(
            "{\"context\":{\"client\":{\"clientName\":\"WEB\",\"clientVersion\":\"2.20260101\","
                + "\"visitorData\":\"the-visitor\"}},\"continuation\":\"all\"}");
    assertThat(polls.get(0).headers())
        .containsEntry("x-youtube-client-name", "1")
        .containsEntry("x-youtube-client-version", "2.20260101")
        .containsEntry("x-goog-visitor-id", "the-visitor")
        .containsEntry("origin", site.address().toString());
    assertThat(polls.get(1).body()).contains("\"continuation\":\"c1\"");
  }

  @Test
  void everyMessageIsAskedForOnceAnAnswerOffersIt() throws Exception {
    site.on(WATCH, Reply.ok("<html></html>"));
    site.on("/live_chat", Reply.ok(YouTubeText.chatPage("ranked")));
    String offering =
        YouTubeText.answerOf(
            "timedContinuationData", "c1", YouTubeText.header("ranked", "all") + ",");
    site.on(POLL, Reply.ok(offering), answer("c2"), Reply.ok(YouTubeText.over()));
    source().run(sink);
    assertThat(site.requests(POLL))
        .extracting(YouTubeSite.Request::body)
        .satisfiesExactly(
            body -> assertThat(body).contains("\"continuation\":\"ranked\""),
            body -> assertThat(body).contains("\"continuation\":\"all\""),
            body -> assertThat(body).contains("\"continuation\":\"c2\""));
  }

  @Test
  void pausesAreThoseThatYouTubeAsksForWithinTheBounds() throws Exception {
    live(
        Reply.ok(YouTubeText.answer("c1").replace("\"timeoutMs\":5", "\"timeoutMs\":2000")),
        Reply.ok(YouTubeText.answer("c2").replace("\"timeoutMs\":5", "\"timeoutMs\":60000")),
        Reply.ok(YouTubeText.answerOf("reloadContinuationData", "c3", "")),
        Reply.ok(YouTubeText.over()));
    source().run(sink);
    assertThat(clock.sleeps())
        .containsExactly(Duration.ofSeconds(2), Duration.ofSeconds(8), Duration.ofMillis(500));
  }

  @Test
  void repeatedHistoryIsDeliveredOnce() throws Exception {
    live(
        answer("c1", said("a", "x"), said("b", "x")),
        answer("c2", said("b", "x"), said("c", "x")),
        Reply.ok(YouTubeText.over()));
    source().run(sink);
    assertThat(sink.ids()).containsExactly("a", "b", "c");
  }

  @Test
  void bothFormsOfDeletionsAndBansAreReportedInTheirPlace() throws Exception {
    live(
        answer(
            "c1",
            said("a", "x"),
            YouTubeText.deletions("a").get(0),
            YouTubeText.deletions("b").get(1),
            YouTubeText.bans("UC7").get(0),
            YouTubeText.bans("UC8").get(1),
            said("c", "x")),
        Reply.ok(YouTubeText.over()));
    source().run(sink);
    assertThat(sink.taken().get(0)).isInstanceOf(Comment.class);
    assertThat(sink.taken().get(5)).isInstanceOf(Comment.class);
    List<ChatEvent> events = sink.events();
    assertThat(events).allSatisfy(event -> assertThat(event.getChat()).isEqualTo("chat"));
    assertThat(events.get(0).getDeleted().getId()).isEqualTo("a");
    assertThat(events.get(1).getDeleted().getId()).isEqualTo("b");
    assertThat(events.get(2).getBanned().getAuthor().getId()).isEqualTo("UC7");
    assertThat(events.get(3).getBanned().getAuthor().getId()).isEqualTo("UC8");
    assertThat(events.get(3).getBanned().hasBanDuration()).isFalse();
  }

  @Test
  void heldMessageThatIsReleasedIsModerated() throws Exception {
    String held =
        "{\"addChatItemAction\":{\"item\":{\"liveChatPlaceholderItemRenderer\":{\"id\":\"h\"}}}}";
    live(
        answer("c1", held, YouTubeText.replaced("h", "h", "released")),
        answer("c2", YouTubeText.replaced("h", "h", "released")),
        Reply.ok(YouTubeText.over()));
    source().run(sink);
    assertThat(sink.comments()).extracting(Comment::getText).containsExactly("released");
    assertThat(sink.events()).isEmpty();
  }

  @Test
  void messageThatIsReplacedByAnotherIsGoneAndTheOtherModerated() throws Exception {
    live(
        answer("c1", said("a", "one"), said("b", "one")),
        answer(
            "c2", YouTubeText.replaced("a", "z", "two"), YouTubeText.replaced("b", "b", "edited")),
        Reply.ok(YouTubeText.over()));
    source().run(sink);
    assertThat(sink.comments())
        .extracting(Comment::getText)
        .containsExactly("one", "one", "two", "edited");
    assertThat(sink.ids()).doesNotHaveDuplicates().startsWith("a", "b", "z");
    assertThat(sink.events()).extracting(e -> e.getDeleted().getId()).containsExactly("a", "b");
  }

  @Test
  void messageThatIsNoCommentIsRejectedWithoutItsTextAndTheRestGoesOn() throws Exception {
    live(
        answer(
            "c1",
            said("", "secret"),
            said("b", " "),
            said("c", "x".repeat(10_001)),
            said("d", "x")),
        Reply.ok(YouTubeText.over()));
    source().run(sink);
    assertThat(sink.ids()).containsExactly("d");
    assertThat(sink.rejections()).extracting(r -> r.field()).containsExactly("id", "text", "text");
    assertThat(sink.rejections().getFirst().toString())
        .isEqualTo("comment of 2026-01-01T00:00:00Z: id: must not be missing or empty");
  }

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
  void streamThatHasNotBegunHasItsChatReadAllTheSame() throws Exception {
    String offline =
        "<script>var ytInitialPlayerResponse = {\"playabilityStatus\":{\"status\":"
            + "\"LIVE_STREAM_OFFLINE\"},\"videoDetails\":{\"isUpcoming\":true}};</script>";
    site.on(WATCH, Reply.ok(offline + YouTubeText.page("ranked", "all", false)));
    site.on(POLL, answer("c1", said("a", "x")), Reply.ok(YouTubeText.over()));
    source().run(sink);
    assertThat(sink.ids()).containsExactly("a");
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

  @Test
  void archiveIsPlayedAsTheStreamWas() throws Exception {
    site.on(WATCH, Reply.ok(YouTubeText.page("ranked", "all", true)));
    site.on(
        REPLAY,
        replay("r1", at(1_000, said("a", "x")), at(3_500, said("b", "x"))),
        replay("r2", at(3_500, said("b", "x")), at(4_000, said("c", "x"))),
        Reply.ok(YouTubeText.answerOf("playerSeekContinuationData", "seek", "")));
    source().run(sink);
    assertThat(sink.ids()).containsExactly("a", "b", "c");
    assertThat(clock.sleeps()).containsExactly(Duration.ofMillis(2_500), Duration.ofMillis(500));
    assertThat(site.requests(REPLAY))
        .extracting(YouTubeSite.Request::body)
        .satisfiesExactly(
            body ->
                assertThat(body).contains("\"continuation\":\"all\"", "\"playerOffsetMs\":\"0\""),
            body -> assertThat(body).contains("\"continuation\":\"r1\""),
            body -> assertThat(body).contains("\"continuation\":\"r2\""));
  }

  @Test
  void archiveIsAskedForWithAnOverlap() throws Exception {
    site.on(WATCH, Reply.ok(YouTubeText.page("ranked", "all", true)));
    site.on(
        REPLAY,
        replay("r1", at(60_000, said("a", "x"))),
        Reply.ok(YouTubeText.answerOf("playerSeekContinuationData", "seek", "")));
    source().run(sink);
    assertThat(site.requests(REPLAY).get(1).body()).contains("\"playerOffsetMs\":\"55000\"");
  }

  @Test
  void archiveThatStandsStillIsOver() throws Exception {
    site.on(WATCH, Reply.ok(YouTubeText.page("ranked", "all", true)));
    site.on(REPLAY, replay("same", at(1_000, said("a", "x"))), replay("same"));
    source().run(sink);
    assertThat(sink.ids()).containsExactly("a");
    assertThat(site.requests(REPLAY)).hasSize(2);
  }

  @Test
  void readingGoesOnFromItsCheckpointWithoutRepeat() throws Exception {
    live(answer("c1", said("a", "x"), said("b", "x")), Reply.status(404));
    YouTubeSource first = source();
    assertThatThrownBy(() -> first.run(sink)).isInstanceOf(SourceException.class);
    reopen(answer("c2", said("b", "x"), said("c", "x")), Reply.ok(YouTubeText.over()));
    source(first.checkpoint()).run(sink);
    assertThat(sink.ids()).containsExactly("a", "b", "c");
    assertThat(site.requests(POLL).getFirst().body()).contains("\"continuation\":\"c1\"");
  }

  @Test
  void checkpointStaysSmallHoweverLongTheChat() throws Exception {
    Reply[] answers =
        IntStream.range(0, 20)
            .mapToObj(
                i ->
                    answer(
                        "c" + i,
                        IntStream.range(0, 500)
                            .mapToObj(j -> said(i + "-" + j, "x"))
                            .toArray(String[]::new)))
            .toArray(Reply[]::new);
    live(answers);
    site.on(POLL, Reply.ok(YouTubeText.over()));
    YouTubeSource source = source();
    source.run(sink);
    assertThat(sink.ids()).hasSize(10_000);
    assertThat(source.checkpoint().orElseThrow().length).isLessThan(100_000);
  }

  @Test
  void streamThatBecameAnArchiveUnreadIsCaughtUpWithAtOnce() throws Exception {
    long start = 1_767_225_600_000_000L;
    live(answer("c1", said("a", "x", start + 60_000_000)), Reply.status(404));
    YouTubeSource first = source();
    assertThatThrownBy(() -> first.run(sink)).isInstanceOf(SourceException.class);
    site.close();
    site = new YouTubeSite();
    site.on(WATCH, Reply.ok(YouTubeText.page("ranked", "all", true)));
    site.on(
        REPLAY,
        replay(
            "r1",
            at(0, said("old", "x", start)),
            at(60_000, said("a", "x", start + 60_000_000)),
            at(90_000, said("b", "x", start + 90_000_000))),
        Reply.ok(YouTubeText.answerOf("playerSeekContinuationData", "seek", "")));
    int sleeps = clock.sleeps().size();
    source(first.checkpoint()).run(sink);
    assertThat(sink.ids()).containsExactly("a", "b");
    assertThat(clock.sleeps()).hasSize(sleeps);
  }

  @Test
  void streamThatIsOverAndKeepsNoChatEndsASessionThatReadIt() throws Exception {
    live(answer("c1", said("a", "x")), Reply.status(400));
    YouTubeSource source = source();
    Reply gone =
        Reply.ok(YouTubeText.silentPage("{\"status\":\"OK\"}", "{\"isLiveContent\":true}", "{}"));
    site.on(WATCH, gone);
    source.run(sink);
    assertThat(sink.ids()).containsExactly("a");
  }

  @Test
  void interruptStopsTheReading() throws Exception {
    live(answer("c1", said("a", "x")));
    RecordingSink interrupting = new RecordingSink(comment -> Thread.currentThread().interrupt());
    assertThatThrownBy(() -> source().run(interrupting)).isInstanceOf(InterruptedException.class);
  }

  private void assertFails(Reason reason, String message) {
    SourceException fault = catchThrowableOfType(SourceException.class, () -> source().run(sink));
    assertThat(fault).isNotNull();
    assertThat(fault.reason()).isEqualTo(reason);
    assertThat(fault.getMessage()).contains(message);
  }

  private void live(Reply... answers) {
    site.on(WATCH, Reply.ok(YouTubeText.page("ranked", "all", false)));
    site.on(POLL, answers);
  }

  private void reopen(Reply... answers) throws IOException {
    site.close();
    site = new YouTubeSite();
    live(answers);
  }

  private YouTubeSource source() {
    return source(Optional.empty());
  }

  private YouTubeSource source(Optional<byte[]> checkpoint) {
    YouTubeSettings real = YouTubeSettings.defaults();
    URI address = site.address();
    YouTubeSettings settings =
        new YouTubeSettings(
            address,
            real.minPoll(),
            real.maxPoll(),
            real.requestTimeout(),
            real.firstPatience(),
            real.patience(),
            real.replaySpeed());
    return new YouTubeSource("abcdefghijk", "chat", checkpoint, settings, http, clock);
  }

  private static Reply answer(String next, String... actions) {
    return Reply.ok(YouTubeText.answer(next, actions));
  }

  private static Reply replay(String next, String... actions) {
    return Reply.ok(YouTubeText.replayAnswer(next, actions));
  }

  private static String said(String id, String text) {
    return YouTubeText.said(id, text);
  }

  private static String said(String id, String text, long usec) {
    return YouTubeText.said(id, text, usec);
  }

  private static String at(long offset, String action) {
    return YouTubeText.at(offset, action);
  }
}

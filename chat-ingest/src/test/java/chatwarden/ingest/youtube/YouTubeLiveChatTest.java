package chatwarden.ingest.youtube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.ingest.source.RecordingSink;
import chatwarden.ingest.youtube.YouTubeSite.Reply;
import chatwarden.pipeline.v1.ChatEvent;
import chatwarden.type.v1.Comment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class YouTubeLiveChatTest extends YouTubeSourceFixture {

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
  void interruptStopsTheReading() throws Exception {
    live(answer("c1", said("a", "x")));
    RecordingSink interrupting = new RecordingSink(comment -> Thread.currentThread().interrupt());
    assertThatThrownBy(() -> source().run(interrupting)).isInstanceOf(InterruptedException.class);
  }
}

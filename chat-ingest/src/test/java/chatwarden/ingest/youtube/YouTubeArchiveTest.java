package chatwarden.ingest.youtube;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.ingest.youtube.YouTubeSite.Reply;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class YouTubeArchiveTest extends YouTubeSourceFixture {

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
}

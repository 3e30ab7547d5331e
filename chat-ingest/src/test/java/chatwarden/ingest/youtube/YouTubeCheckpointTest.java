package chatwarden.ingest.youtube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.ingest.source.SourceException;
import chatwarden.ingest.youtube.YouTubeSite.Reply;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class YouTubeCheckpointTest extends YouTubeSourceFixture {

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
}

package chatwarden.ingest.youtube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import chatwarden.ingest.source.ManualClock;
import chatwarden.ingest.source.RecordingSink;
import chatwarden.ingest.source.SourceException;
import chatwarden.ingest.source.SourceException.Reason;
import chatwarden.ingest.youtube.YouTubeSite.Reply;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Reads a chat from a site within the test, by a clock that the test moves. */
abstract class YouTubeSourceFixture {

  static final String WATCH = "/watch";
  static final String POLL = "/youtubei/v1/live_chat/get_live_chat";
  static final String REPLAY = "/youtubei/v1/live_chat/get_live_chat_replay";

  final ManualClock clock = new ManualClock();
  final RecordingSink sink = new RecordingSink();
  private final HttpClient http = HttpClient.newHttpClient();
  YouTubeSite site;

  @BeforeEach
  void openTheSite() throws IOException {
    site = new YouTubeSite();
  }

  @AfterEach
  void closeTheSite() {
    site.close();
    http.shutdownNow();
  }

  void assertFails(Reason reason, String message) {
    SourceException fault = catchThrowableOfType(SourceException.class, () -> source().run(sink));
    assertThat(fault).isNotNull();
    assertThat(fault.reason()).isEqualTo(reason);
    assertThat(fault.getMessage()).contains(message);
  }

  void live(Reply... answers) {
    site.on(WATCH, Reply.ok(YouTubeText.page("ranked", "all", false)));
    site.on(POLL, answers);
  }

  void reopen(Reply... answers) throws IOException {
    site.close();
    site = new YouTubeSite();
    live(answers);
  }

  YouTubeSource source() {
    return source(Optional.empty());
  }

  YouTubeSource source(Optional<byte[]> checkpoint) {
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

  static Reply answer(String next, String... actions) {
    return Reply.ok(YouTubeText.answer(next, actions));
  }

  static Reply replay(String next, String... actions) {
    return Reply.ok(YouTubeText.replayAnswer(next, actions));
  }

  static String said(String id, String text) {
    return YouTubeText.said(id, text);
  }

  static String said(String id, String text, long usec) {
    return YouTubeText.said(id, text, usec);
  }

  static String at(long offset, String action) {
    return YouTubeText.at(offset, action);
  }
}

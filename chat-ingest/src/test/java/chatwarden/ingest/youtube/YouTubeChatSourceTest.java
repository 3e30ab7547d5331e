package chatwarden.ingest.youtube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatwarden.ingest.account.ConnectedAccounts;
import chatwarden.ingest.account.ReadingAccounts;
import chatwarden.ingest.source.ChatSource;
import chatwarden.ingest.source.ReadingWay;
import chatwarden.ingest.streamlist.StreamListConnection;
import chatwarden.ingest.streamlist.StreamListSettings;
import chatwarden.ingest.youtube.YouTubeSite.Reply;
import chatwarden.livechat.v1.Session;
import chatwarden.testing.platform.ApiReply;
import chatwarden.testing.platform.YouTubeApiServer;
import chatwarden.type.v1.Comment;
import io.grpc.Status;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way by which a chat of YouTube is read, with an account and without one. */
final class YouTubeChatSourceTest extends YouTubeSourceFixture {
  private static final long UNITS = 10_000;

  @TempDir private Path folder;

  private YouTubeApiServer youtube;
  private ConnectedAccounts accounts;
  private YouTubeConnection connection;

  @BeforeEach
  void openYouTube() {
    youtube = new YouTubeApiServer();
    accounts = new ConnectedAccounts(folder, youtube.url());
    connection = connection(accounts.reading());
  }

  @AfterEach
  void closeYouTube() {
    connection.close();
    accounts.close();
    youtube.close();
  }

  private YouTubeConnection connection(ReadingAccounts reading) {
    YouTubeSettings real = YouTubeSettings.defaults();
    URI address = site.address();
    return new YouTubeConnection(
        new YouTubeSettings(
            address,
            real.minPoll(),
            real.maxPoll(),
            real.requestTimeout(),
            real.firstPatience(),
            real.patience(),
            real.replaySpeed()),
        new StreamListConnection(
            new StreamListSettings(
                youtube.stream().url(),
                youtube.url(),
                Duration.ofSeconds(1),
                Duration.ofSeconds(15),
                Duration.ofMinutes(1))),
        reading,
        UNITS,
        "no account is connected",
        clock);
  }

  private ChatSource open(Optional<byte[]> checkpoint) {
    Session session = Session.newBuilder().setChat("chat").build();
    return connection.open(session, "abcdefghijk", checkpoint);
  }

  private CompletableFuture<Void> run(ChatSource source) {
    CompletableFuture<Void> ending = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                source.run(sink);
                ending.complete(null);
              } catch (Exception e) {
                ending.completeExceptionally(e);
              }
            });
    return ending;
  }

  private static long usec(Comment comment) {
    return comment.getPublishTime().getSeconds() * 1_000_000
        + comment.getPublishTime().getNanos() / 1_000;
  }

  @Test
  void chatIsReadAsThePageReadsItWhereNoAccountIsConnected() throws Exception {
    live(answer("c1", said("a", "x")), Reply.ok(YouTubeText.over()));
    ChatSource source = open(Optional.empty());
    source.run(sink);
    assertThat(sink.ids()).containsExactly("a");
    assertThat(source.way()).contains(ReadingWay.without("no account is connected"));
    assertThat(youtube.calls("GET /videos")).isEmpty();
  }

  @Test
  void chatGoesOnWithoutTheAccountWhereTheQuotaIsUsedUp() throws Exception {
    accounts.connect("youtube");
    ChatSource source = open(Optional.empty());
    CompletableFuture<Void> ending = run(source);
    await().until(() -> youtube.stream().streams() == 1);
    youtube.stream().say("api-1", "x");
    await().until(() -> sink.ids().contains("api-1"));
    assertThat(source.way()).contains(ReadingWay.with("youtube:UC1"));

    long last = usec(sink.comments().getFirst());
    site.on(WATCH, Reply.ok(YouTubeText.page("ranked", "all", false)));
    site.on(
        POLL,
        Reply.status(400),
        answer("p1", said("page-1", "x", last), said("page-2", "y", last + 1_000_000)),
        Reply.ok(YouTubeText.over()));
    youtube.stream().breakStreams(Status.RESOURCE_EXHAUSTED.withDescription("quotaExceeded"));
    ending.get(20, TimeUnit.SECONDS);
    assertThat(sink.ids()).containsExactly("api-1", "page-2");
    assertThat(source.way().orElseThrow().account()).isEmpty();
    assertThat(source.way().orElseThrow().problem()).contains("youtube.quota");
  }

  @Test
  void checkpointOfOneWayIsGoneOnFromByTheOther() throws Exception {
    long before = Instant.now().getEpochSecond() * 1_000_000 - 60_000_000;
    live(answer("c1", said("a", "x", before)), Reply.ok(YouTubeText.over()));
    ChatSource page = open(Optional.empty());
    page.run(sink);

    accounts.connect("youtube");
    youtube.stream().say("api-1", "x");
    ChatSource stream = open(page.checkpoint());
    CompletableFuture<Void> ending = run(stream);
    await().until(() -> sink.ids().contains("api-1"));
    youtube.stream().end();
    ending.get(20, TimeUnit.SECONDS);
    assertThat(sink.ids()).containsExactly("a", "api-1");
    assertThat(stream.way()).contains(ReadingWay.with("youtube:UC1"));
  }

  @Test
  void archiveIsReadWithoutTheAccount() throws Exception {
    accounts.connect("youtube");
    youtube.answerNext("GET /videos", ApiReply.of(200, "{\"items\":[{}]}"));
    live(answer("c1", said("a", "x")), Reply.ok(YouTubeText.over()));
    ChatSource source = open(Optional.empty());
    source.run(sink);
    assertThat(sink.ids()).containsExactly("a");
    assertThat(source.way().orElseThrow().problem()).contains("no live chat");
  }
}

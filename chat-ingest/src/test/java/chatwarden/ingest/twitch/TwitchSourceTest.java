package chatwarden.ingest.twitch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chatwarden.ingest.source.RecordingSink;
import chatwarden.ingest.source.SourceClock;
import chatwarden.ingest.source.SourceException;
import chatwarden.ingest.source.SourceException.Reason;
import chatwarden.pipeline.v1.ChatEvent;
import chatwarden.testing.tls.TestCertificate;
import chatwarden.testing.twitch.TwitchServer;
import chatwarden.type.v1.Badge;
import chatwarden.type.v1.Comment;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TwitchSourceTest {
  private static final String CHANNEL = "some_channel";
  private static final Duration PATIENCE = Duration.ofMillis(100);

  private final RecordingSink sink = new RecordingSink();
  private TwitchServer server;

  @BeforeEach
  void openTheServer() throws IOException {
    server = TwitchServer.plain();
  }

  @AfterEach
  void closeTheServer() throws IOException {
    server.close();
  }

  @Test
  void guestsReadWhatIsWritten() throws Exception {
    try (Reading reading = reading(settings())) {
      reading.awaitEntry();
      server.say(
          CHANNEL,
          "@badge-info=subscriber/3;badges=broadcaster/1,subscriber/0,partner/1;display-name=An\\sB;"
              + "id=c1;mod=1;subscriber=1;tmi-sent-ts=1767225600123;user-id=77"
              + " :an!an@an.tmi.twitch.tv PRIVMSG #some_channel :xin chào 😀");
      await().until(() -> sink.ids().size() == 1);
    }
    Comment comment = sink.comments().getFirst();
    assertThat(comment.getId()).isEqualTo("c1");
    assertThat(comment.getChat()).isEqualTo("chat");
    assertThat(comment.getText()).isEqualTo("xin chào 😀");
    assertThat(comment.getAuthor().getId()).isEqualTo("77");
    assertThat(comment.getAuthor().getName()).isEqualTo("An B");
    assertThat(comment.getAuthor().getBadgesList())
        .containsExactly(Badge.OWNER, Badge.MEMBER, Badge.VERIFIED, Badge.MODERATOR);
    assertThat(comment.getPublishTime().getSeconds()).isEqualTo(1_767_225_600);
    assertThat(comment.getPublishTime().getNanos()).isEqualTo(123_000_000);
    assertThat(server.received())
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("CAP REQ :twitch.tv/tags twitch.tv/commands"),
            line -> assertThat(line).startsWith("PASS "),
            line -> assertThat(line).matches("NICK justinfan\\d+"),
            line -> assertThat(line).isEqualTo("JOIN #some_channel"));
  }

  @Test
  void actionsAndWordsOfSubscribersAreComments() throws Exception {
    try (Reading reading = reading(settings())) {
      reading.awaitEntry();
      server.say(CHANNEL, said("c1", "\u0001ACTION vẫy tay\u0001"));
      server.say(
          CHANNEL,
          "@id=c2;login=binh;user-id=8;msg-id=resub :tmi.twitch.tv USERNOTICE #some_channel :năm"
              + " thứ hai!");
      server.say(CHANNEL, "@id=c3;login=chi;msg-id=sub :tmi.twitch.tv USERNOTICE #some_channel");
      server.say(CHANNEL, said("c4", "hết"));
      await().until(() -> sink.ids().contains("c4"));
    }
    assertThat(sink.ids()).containsExactly("c1", "c2", "c4");
    assertThat(sink.comments())
        .extracting(Comment::getText)
        .containsExactly("vẫy tay", "năm thứ hai!", "hết");
    assertThat(sink.comments().get(1).getAuthor().getName()).isEqualTo("binh");
  }

  @Test
  void deletionsTimeoutsBansAndAClearedRoomAreReportedInTheirPlace() throws Exception {
    try (Reading reading = reading(settings())) {
      reading.awaitEntry();
      server.say(CHANNEL, said("c1", "x"));
      server.say(CHANNEL, "@login=an;target-msg-id=c1 :tmi.twitch.tv CLEARMSG #some_channel :x");
      server.say(
          CHANNEL,
          "@ban-duration=600;target-user-id=77 :tmi.twitch.tv CLEARCHAT #some_channel :an");
      server.say(CHANNEL, "@target-user-id=78 :tmi.twitch.tv CLEARCHAT #some_channel :binh");
      server.say(CHANNEL, "@room-id=1 :tmi.twitch.tv CLEARCHAT #some_channel");
      await().until(() -> sink.taken().size() == 5);
    }
    assertThat(sink.taken().getFirst()).isInstanceOf(Comment.class);
    ChatEvent timeout = sink.events().get(1);
    assertThat(sink.events().getFirst().getDeleted().getId()).isEqualTo("c1");
    assertThat(timeout.getBanned().getAuthor().getId()).isEqualTo("77");
    assertThat(timeout.getBanned().getAuthor().getName()).isEqualTo("an");
    assertThat(timeout.getBanned().getBanDuration().getSeconds()).isEqualTo(600);
    assertThat(sink.events().get(2).getBanned().getAuthor().getId()).isEqualTo("78");
    assertThat(sink.events().get(2).getBanned().hasBanDuration()).isFalse();
    assertThat(sink.events().get(3).getBanned().getAuthor().getId()).isEmpty();
  }

  @Test
  void whatIsNoCommentIsRejectedAndARepeatedOneTakenOnce() throws Exception {
    try (Reading reading = reading(settings())) {
      reading.awaitEntry();
      server.say(CHANNEL, said("", "không có id"));
      server.say(CHANNEL, said("c1", "   "));
      server.say(CHANNEL, ":tmi.twitch.tv CLEARCHAT #some_channel :some_user");
      server.say(CHANNEL, said("c2", "x".repeat(20_000)));
      server.say(CHANNEL, said("c3", "x"));
      server.say(CHANNEL, said("c3", "x"));
      server.say(CHANNEL, said("c4", "y"));
      await().until(() -> sink.ids().contains("c4"));
    }
    assertThat(sink.ids()).containsExactly("c3", "c4");
    assertThat(sink.events()).isEmpty();
    assertThat(sink.rejections())
        .extracting(rejection -> rejection.field() + ": " + rejection.problem())
        .containsExactly(
            "id: must not be missing or empty",
            "text: must not be blank",
            "target-user-id: must not be missing");
  }

  @Test
  void pingsAreAnswered() throws Exception {
    try (Reading reading = reading(settings())) {
      reading.awaitEntry();
      server.say(CHANNEL, "PING :tmi.twitch.tv");
      await().until(() -> server.received().contains("PONG :tmi.twitch.tv"));
    }
  }

  @Test
  void aSilentRoomIsAskedAndADeadConnectionMadeAgain() throws Exception {
    TwitchSettings impatient = settings(Duration.ofMillis(150), Duration.ofMinutes(1));
    try (Reading reading = reading(impatient)) {
      reading.awaitEntry();
      await().until(() -> server.received().stream().filter(l -> l.startsWith("PING")).count() > 2);
      assertThat(joins()).isEqualTo(1);
      server.goDeaf();
      await().until(() -> joins() > 1);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void readingGoesOnAfterALostConnectionAndWhenTheServerAsksForIt(boolean lost) throws Exception {
    try (Reading reading = reading(settings())) {
      reading.awaitEntry();
      server.say(CHANNEL, said("c1", "trước"));
      await().until(() -> sink.ids().contains("c1"));
      if (lost) {
        server.hangUp();
      } else {
        server.say(CHANNEL, ":tmi.twitch.tv RECONNECT");
      }
      await().until(() -> joins() == 2 && server.guests(CHANNEL) == 1);
      server.say(CHANNEL, said("c2", "sau"));
      await().until(() -> sink.ids().contains("c2"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "@msg-id=msg_channel_suspended :tmi.twitch.tv NOTICE #some_channel :This channel does not"
            + " exist or has been suspended."
      })
  void aChannelThatIsNotThereIsNotFound(String answer) throws Exception {
    server.refuse(CHANNEL, answer);
    TwitchSettings impatient =
        new TwitchSettings(
            server.url(), Duration.ofMillis(300), Duration.ofSeconds(5), PATIENCE, PATIENCE);
    assertFails(impatient, Reason.NOT_FOUND);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ":tmi.twitch.tv NOTICE * :Login authentication failed",
        "@msg-id=msg_banned :tmi.twitch.tv NOTICE #some_channel :You are permanently banned"
      })
  void aRefusalOfGuestsIsSaid(String answer) throws Exception {
    server.refuse(CHANNEL, answer);
    assertFails(settings(), Reason.NOT_PERMITTED);
  }

  @Test
  void aServerThatDoesNotSayWhoWroteWhatIsNotUnderstood() throws Exception {
    server.refuse(CHANNEL, ":tmi.twitch.tv CAP * NAK :twitch.tv/tags");
    assertFails(settings(), Reason.NOT_UNDERSTOOD);
  }

  @Test
  void aServerThatIsNotThereIsUnreachableAfterAWhile() throws Exception {
    TwitchSettings nowhere = settings(Duration.ofSeconds(5), PATIENCE);
    server.close();
    assertFails(nowhere, Reason.UNREACHABLE);
  }

  @Test
  void anInterruptEndsItAtOnce() throws Exception {
    Reading reading = reading(settings());
    reading.awaitEntry();
    reading.close();
    assertThat(reading.ending).isCompletedExceptionally();
    assertThatThrownBy(reading.ending::join).hasCauseInstanceOf(InterruptedException.class);
  }

  @Test
  void aServerByTlsMustBeWhoItSaysItIs(@TempDir Path folder) throws Exception {
    TestCertificate certificate = TestCertificate.in(folder);
    try (TwitchServer secured = TwitchServer.secured(certificate.serving())) {
      TwitchSettings settings = settings(secured.url(), Duration.ofSeconds(5), PATIENCE);
      assertFails(settings, Reason.UNREACHABLE);
      TwitchConnections trusting =
          new TwitchConnections(settings, certificate.trusting().getSocketFactory());
      try (Reading reading = new Reading(trusting, sink)) {
        await().until(() -> secured.guests(CHANNEL) == 1);
        secured.say(CHANNEL, said("c1", "an toàn"));
        await().until(() -> sink.ids().contains("c1"));
      }
    }
  }

  private void assertFails(TwitchSettings settings, Reason reason) {
    Reading reading = reading(settings);
    assertThatThrownBy(reading.ending::join)
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            SourceException.class, fault -> assertThat(fault.reason()).isEqualTo(reason));
  }

  private TwitchSettings settings() {
    return settings(Duration.ofSeconds(5), Duration.ofMinutes(1));
  }

  private TwitchSettings settings(Duration silence, Duration patience) {
    return settings(server.url(), silence, patience);
  }

  private static TwitchSettings settings(URI url, Duration silence, Duration patience) {
    return new TwitchSettings(url, Duration.ofSeconds(5), silence, patience, patience);
  }

  private Reading reading(TwitchSettings settings) {
    return new Reading(
        new TwitchConnections(settings, (SSLSocketFactory) SSLSocketFactory.getDefault()), sink);
  }

  private long joins() {
    return server.received().stream().filter(line -> line.startsWith("JOIN")).count();
  }

  private static String said(String id, String text) {
    return "@id=" + id + ";user-id=77;display-name=An :an!an@an PRIVMSG #some_channel :" + text;
  }

  /** A source that runs as a session runs it. */
  private final class Reading implements AutoCloseable {
    final CompletableFuture<Void> ending = new CompletableFuture<>();
    private final Thread thread;

    Reading(TwitchConnections connections, RecordingSink sink) {
      TwitchSource source = new TwitchSource(CHANNEL, "chat", connections, SourceClock.system());
      this.thread =
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
    }

    void awaitEntry() {
      await().until(() -> server.guests(CHANNEL) == 1);
    }

    @Override
    public void close() throws InterruptedException {
      thread.interrupt();
      assertThat(thread.join(Duration.ofSeconds(5))).isTrue();
    }
  }
}

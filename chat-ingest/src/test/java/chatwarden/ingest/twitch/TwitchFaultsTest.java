package chatwarden.ingest.twitch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chatwarden.ingest.source.SourceException;
import chatwarden.ingest.source.SourceException.Reason;
import chatwarden.testing.tls.TestCertificate;
import chatwarden.testing.twitch.TwitchServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TwitchFaultsTest extends TwitchSourceFixture {

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

  private long joins() {
    return server.received().stream().filter(line -> line.startsWith("JOIN")).count();
  }
}

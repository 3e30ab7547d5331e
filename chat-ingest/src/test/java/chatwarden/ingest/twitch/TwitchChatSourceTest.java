package chatwarden.ingest.twitch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatwarden.ingest.account.ConnectedAccounts;
import chatwarden.ingest.account.ReadingAccounts;
import chatwarden.ingest.eventsub.EventSubConnections;
import chatwarden.ingest.eventsub.EventSubSettings;
import chatwarden.ingest.source.ChatSource;
import chatwarden.ingest.source.ReadingWay;
import chatwarden.ingest.source.SourceClock;
import chatwarden.livechat.v1.Session;
import chatwarden.testing.platform.EventSubServer;
import chatwarden.testing.platform.TwitchApiServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way by which a channel is read, with an account and without one. */
final class TwitchChatSourceTest extends TwitchSourceFixture {
  private static final String GUEST = "chan";

  @TempDir private Path folder;

  private TwitchApiServer twitch;
  private ConnectedAccounts accounts;
  private TwitchConnection connection;

  @BeforeEach
  void openTwitch() {
    twitch = new TwitchApiServer("9");
    accounts = new ConnectedAccounts(folder, twitch.url());
    connection = connection(accounts.reading(), "no account is connected");
  }

  @AfterEach
  void closeTwitch() {
    connection.close();
    accounts.close();
    twitch.close();
  }

  private TwitchConnection connection(ReadingAccounts reading, String whyGuest) {
    return new TwitchConnection(
        new TwitchConnections(settings(), (SSLSocketFactory) SSLSocketFactory.getDefault()),
        new EventSubConnections(
            new EventSubSettings(
                twitch.events().url(),
                twitch.url(),
                Duration.ofSeconds(5),
                Duration.ofMillis(500),
                Duration.ofMinutes(1)),
            SourceClock.system()),
        reading,
        whyGuest,
        SourceClock.system());
  }

  private ChatSource source() {
    Session session = Session.newBuilder().setChat("chat").build();
    return connection.open(session, GUEST, Optional.empty());
  }

  private Thread started(ChatSource source) {
    return Thread.ofVirtual()
        .start(
            () -> {
              try {
                source.run(sink);
              } catch (Exception e) {
                // The test ends it.
              }
            });
  }

  private void awaitGuest() {
    await().until(() -> server.guests(GUEST) == 1);
  }

  private static Optional<ReadingWay> guestBecause(String problem) {
    return Optional.of(ReadingWay.without(problem));
  }

  @Test
  void channelIsReadAsAGuestWhereNoAccountIsConnected() throws Exception {
    ChatSource source = source();
    Thread thread = started(source);
    awaitGuest();
    assertThat(source.way()).isEqualTo(guestBecause("no account is connected"));
    assertThat(twitch.events().connected()).isZero();
    thread.interrupt();
    assertThat(thread.join(Duration.ofSeconds(5))).isTrue();
  }

  @Test
  void connectedAccountReadsAndItsRevocationLeavesAGuestWhoSaysWhy() throws Exception {
    accounts.connect("twitch");
    ChatSource source = source();
    Thread thread = started(source);
    EventSubServer events = twitch.events();
    await().until(() -> events.subscriptions("1").size() == 7);
    assertThat(source.way()).contains(ReadingWay.with("twitch:9"));
    assertThat(server.guests(GUEST)).isZero();

    events.revoke("1", "authorization_revoked");
    awaitGuest();
    assertThat(source.way().orElseThrow().account()).isEmpty();
    assertThat(source.way().orElseThrow().problem()).contains("permission was taken back");
    server.say(GUEST, said("c1", "x"));
    await().until(() -> sink.ids().contains("c1"));
    thread.interrupt();
    assertThat(thread.join(Duration.ofSeconds(5))).isTrue();
  }

  @Test
  void channelIsReadAsAGuestWhileEventSubCannotBeReached() throws Exception {
    accounts.connect("twitch");
    twitch.events().refuse(true);
    ChatSource source = source();
    Thread thread = started(source);
    awaitGuest();
    assertThat(source.way().orElseThrow().problem()).contains("cannot be reached");
    thread.interrupt();
    assertThat(thread.join(Duration.ofSeconds(5))).isTrue();
  }
}

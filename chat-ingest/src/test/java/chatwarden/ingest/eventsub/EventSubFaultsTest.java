package chatwarden.ingest.eventsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chatwarden.ingest.source.SourceException;
import chatwarden.ingest.source.SourceException.Reason;
import chatwarden.testing.platform.ApiReply;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Isolated("one test replaces the standard error of the process")
final class EventSubFaultsTest extends EventSubFixture {
  private static final String SUBSCRIBE = "POST /eventsub/subscriptions";

  private static void assertEnds(Reading reading, Reason reason, String words) {
    assertThatThrownBy(() -> reading.ending.get(20, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(
            SourceException.class, fault -> assertThat(fault.reason()).isEqualTo(reason))
        .hasMessageContaining(words);
  }

  @ParameterizedTest
  @CsvSource({
    "authorization_revoked, NOT_PERMITTED, connect it again: chatwarden connect twitch",
    "chat_user_banned, NOT_PERMITTED, banned in this channel",
    "user_removed, NOT_PERMITTED, has left Twitch",
    "version_removed, NOT_UNDERSTOOD, update Chatwarden",
    "moderator_removed, NOT_PERMITTED, moderator_removed"
  })
  void revokedSubscriptionEndsTheReadingAfterItsLastComment(
      String status, Reason reason, String words) throws Exception {
    try (Reading reading = reading().awaitSubscribed()) {
      say("c1");
      events.revoke("1", status);
      assertEnds(reading, reason, words);
    }
    assertThat(sink.ids()).containsExactly("c1");
  }

  @ParameterizedTest
  @CsvSource({
    "403, subscription missing proper authorization, NOT_PERMITTED, missing proper authorization",
    "429, number of websocket transports limit exceeded, RATE_LIMITED, admits no further chat"
  })
  void refusedSubscriptionEndsTheReading(int status, String said, Reason reason, String words)
      throws Exception {
    twitch.answerNext(SUBSCRIBE, ApiReply.of(status, "{\"message\":\"" + said + "\"}"));
    try (Reading reading = reading()) {
      assertEnds(reading, reason, words);
    }
  }

  @Test
  void accountThatDoesNotModerateReadsWithoutTheHeldComments() throws Exception {
    events.moderate(false);
    try (Reading _ = reading()) {
      await().until(() -> twitch.calls(SUBSCRIBE).size() == 7);
      say("c1");
      awaitComment("c1");
      assertThat(events.subscriptions("1")).hasSize(5);
    }
  }

  @Test
  void accountThatModeratesNoLongerReadsOn() throws Exception {
    try (Reading _ = reading().awaitSubscribed()) {
      events.revoke("automod.", "1", "moderator_removed");
      say("c1");
      awaitComment("c1");
    }
  }

  @Test
  void missingChannelIsNotFound() throws Exception {
    try (Reading reading = new Reading("missing", sink)) {
      assertEnds(reading, Reason.NOT_FOUND, "no channel of this name");
    }
  }

  @Test
  void rateThatIsUsedUpIsWaitedFor() throws Exception {
    long reset = Instant.now().plusSeconds(2).getEpochSecond();
    twitch.answerNext(
        SUBSCRIBE,
        new ApiReply(
            429,
            Map.of("Ratelimit-Remaining", "0", "Ratelimit-Reset", Long.toString(reset)),
            "{\"message\":\"Too Many Requests\"}"));
    try (Reading _ = reading()) {
      await().atMost(Duration.ofSeconds(30)).until(() -> events.subscriptions("1").size() == 7);
      assertThat(Instant.now()).isAfterOrEqualTo(Instant.ofEpochSecond(reset));
    }
  }

  @Test
  void tokenThatExpiresIsRefreshedAndTheSubscriptionsMade() throws Exception {
    twitch.expireToken();
    try (Reading reading = reading().awaitSubscribed()) {
      twitch.expireToken();
      say("c1");
      awaitComment("c1");
      events.hangUp();
      await().until(() -> events.connected() == 2);
      reading.awaitSubscribed();
      say("c2");
      awaitComment("c2");
    }
    assertThat(twitch.accessToken()).isEqualTo("access-3");
  }

  @Test
  void accountThatLostItsPermissionEndsTheReading() throws Exception {
    twitch.takePermissionBack();
    try (Reading reading = reading()) {
      assertEnds(reading, Reason.NOT_PERMITTED, "connect it again");
    }
    assertThat(accounts.store().list().getFirst().getProblem()).contains("connect it again");
  }

  @Test
  void serverThatCannotBeReachedEndsTheReadingAfterTheLimit() throws Exception {
    events.refuse(true);
    connections.close();
    connections = connections(Duration.ofMillis(1_500));
    try (Reading reading = reading()) {
      assertEnds(reading, Reason.UNREACHABLE, "cannot be reached");
    }
  }

  @Test
  void tokensAndTextsAreInNoLog() throws Exception {
    PrintStream before = System.err;
    ByteArrayOutputStream logged = new ByteArrayOutputStream();
    System.setErr(new PrintStream(logged, true, StandardCharsets.UTF_8));
    try (Reading reading = reading().awaitSubscribed()) {
      say("c1");
      awaitComment("c1");
      events.askToReconnect();
      await().until(() -> events.connected() == 2 && events.connections() == 1);
      events.hangUp();
      await().until(() -> events.connected() == 3);
      reading.awaitSubscribed();
      events.revoke("1", "authorization_revoked");
      assertEnds(reading, Reason.NOT_PERMITTED, "taken back");
    } finally {
      System.setErr(before);
    }
    String log = logged.toString(StandardCharsets.UTF_8);
    assertThat(log).contains("Lost eventsub account=twitch:9");
    assertThat(log)
        .doesNotContain(twitch.accessToken(), twitch.refreshToken(), "xin chào", "reconnect?");
  }
}

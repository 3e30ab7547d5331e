package chatwarden.ingest.streamlist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatwarden.ingest.source.SourceException.Reason;
import chatwarden.testing.platform.ApiReply;
import chatwarden.testing.platform.YouTubeApiServer;
import io.grpc.Status;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Isolated("one test replaces the standard error of the process")
final class StreamListFaultsTest extends StreamListFixture {

  @ParameterizedTest
  @CsvSource({
    "FAILED_PRECONDITION, liveChatDisabled, CHAT_DISABLED, switched its chat off",
    "PERMISSION_DENIED, The caller does not have permission, NOT_PERMITTED, may not read this chat",
    "PERMISSION_DENIED, liveChatDisabled, CHAT_DISABLED, switched its chat off",
    "NOT_FOUND, liveChatNotFound, DELETED, no longer has the chat",
    "RESOURCE_EXHAUSTED, quotaExceeded, RATE_LIMITED, midnight Pacific time"
  })
  void errorsEndTheReadingInWordsForPeople(
      Status.Code code, String said, Reason reason, String words) throws Exception {
    stream.refuseNext(Status.fromCode(code).withDescription(said));
    try (Reading reading = reading()) {
      assertEnds(reading, reason, words);
    }
  }

  @Test
  void chatThatHasEndedEndsTheReading() throws Exception {
    stream.refuseNext(Status.FAILED_PRECONDITION.withDescription("liveChatEnded"));
    try (Reading reading = reading()) {
      reading.ending.get(20, TimeUnit.SECONDS);
    }
    assertThat(sink.taken()).isEmpty();
  }

  @Test
  void chatThatEndedWhileItWasNotReadIsLeftToItsArchive() throws Exception {
    stream.refuseNext(Status.FAILED_PRECONDITION.withDescription("liveChatEnded"));
    StreamPlace place = new StreamPlace("live1", "page-0", 1, new byte[0]);
    try (Reading reading = reading(Optional.of(place.toBytes()))) {
      assertEnds(reading, Reason.OVER, "archive");
    }
  }

  @Test
  void videoWithoutALiveChatIsOver() throws Exception {
    youtube.answerNext("GET /videos", ApiReply.of(200, "{\"items\":[{}]}"));
    try (Reading reading = reading()) {
      assertEnds(reading, Reason.OVER, "no live chat");
    }
  }

  @Test
  void streamsAreCountedInTheQuotaOfActionsAndStopWhereItIsShort() throws Exception {
    try (Reading _ = reading().awaitStream()) {
      assertThat(quota.waitUntil(UNITS - 6, false)).isEmpty();
      assertThat(quota.waitUntil(UNITS - 5, false)).isPresent();
    }
    quota.use(UNITS - 20 - 6);
    try (Reading reading = reading()) {
      assertEnds(reading, Reason.RATE_LIMITED, "youtube.quota");
    }
    assertThat(stream.pageTokens()).hasSize(1);
    assertThat(quota.waitUntil(15, false)).isEmpty();
  }

  @Test
  void quotaThatGoogleCallsUsedUpIsSoForActionsToo() throws Exception {
    youtube.answerNext("GET /videos", YouTubeApiServer.error(403, "quotaExceeded"));
    try (Reading reading = reading()) {
      assertEnds(reading, Reason.RATE_LIMITED, "used up");
    }
    assertThat(quota.waitUntil(1, false)).isPresent();
  }

  @Test
  void rateThatIsUsedUpIsWaitedFor() throws Exception {
    stream.refuseNext(Status.RESOURCE_EXHAUSTED.withDescription("rateLimitExceeded"));
    try (Reading _ = reading().awaitStream()) {
      stream.say("c1", "x");
      awaitComment("c1");
    }
    assertThat(clock.sleeps().getFirst()).isGreaterThan(Duration.ofSeconds(2));
    assertThat(quota.waitUntil(UNITS - 11, false)).isEmpty();
  }

  @Test
  void tokenThatExpiresInTheMiddleIsRefreshedEachTime() throws Exception {
    try (Reading reading = reading().awaitStream()) {
      for (int i = 1; i <= 3; i++) {
        String id = "c" + i;
        stream.say(id, "x");
        awaitComment(id);
        reading.awaitStream();
        youtube.expireToken();
        stream.breakStreams(Status.UNAUTHENTICATED);
        await().until(() -> stream.streams() == 1);
      }
    }
    assertThat(sink.ids()).containsExactly("c1", "c2", "c3");
    assertThat(youtube.accessToken()).isEqualTo("google-access-4");
  }

  @Test
  void accountThatLostItsPermissionEndsTheReading() throws Exception {
    try (Reading reading = reading().awaitStream()) {
      youtube.takePermissionBack();
      stream.breakStreams(Status.UNAUTHENTICATED);
      assertEnds(reading, Reason.NOT_PERMITTED, "connect it again");
    }
    assertThat(accounts.store().list().getFirst().getProblem()).contains("connect it again");
  }

  @Test
  void tokensAndTextsAreInNoLog() throws Exception {
    PrintStream before = System.err;
    ByteArrayOutputStream logged = new ByteArrayOutputStream();
    System.setErr(new PrintStream(logged, true, StandardCharsets.UTF_8));
    try (Reading reading = reading().awaitStream()) {
      stream.say("c1", "xin chào");
      awaitComment("c1");
      stream.breakStreams(Status.INTERNAL.withDescription("xin chào"));
      await().until(() -> stream.pageTokens().size() == 2);
      youtube.takePermissionBack();
      reading.awaitStream();
      stream.breakStreams(Status.UNAUTHENTICATED);
      assertEnds(reading, Reason.NOT_PERMITTED, "connect it again");
    } finally {
      System.setErr(before);
    }
    assertThat(logged.toString(StandardCharsets.UTF_8))
        .doesNotContain("google-access", "google-refresh", "xin chào");
  }
}

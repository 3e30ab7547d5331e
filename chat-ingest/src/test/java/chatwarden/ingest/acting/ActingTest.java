package chatwarden.ingest.acting;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.action.v1.ActingMode;
import chatwarden.action.v1.Action;
import chatwarden.action.v1.ActionKind;
import chatwarden.action.v1.ActionState;
import chatwarden.store.review.Reviewer;
import chatwarden.testing.platform.ApiReply;
import chatwarden.testing.platform.YouTubeApiServer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActingTest {
  private static final String CHANNEL = ActingFixture.CHANNEL;
  private static final String VIDEO = ActingFixture.VIDEO;
  private static final String BANS = "POST /moderation/bans";

  @TempDir private Path folder;
  @AutoClose private ActingFixture chats;

  @BeforeEach
  void open() throws Exception {
    chats = new ActingFixture(folder, "9");
  }

  private void actOnTwitch() throws Exception {
    chats.actOn("twitch", CHANNEL);
    chats.startWorker();
  }

  private void actOnYouTube() throws Exception {
    chats.actOn("youtube", VIDEO);
    chats.startWorker();
  }

  @Test
  void timeOutReachesTwitchOnceWithItsLength() throws Exception {
    actOnTwitch();
    chats.ask(CHANNEL, "a", ActionKind.TIME_OUT_AUTHOR);
    chats.await(CHANNEL, "a", ActionState.DONE);
    assertThat(chats.twitch.calls(BANS)).hasSize(1);
    assertThat(chats.twitch.calls(BANS).getFirst().body())
        .contains("\"duration\":600", "\"user_id\":\"u-a\"");
    assertThat(chats.twitch.calls(BANS).getFirst().query())
        .isEqualTo(Map.of("broadcaster_id", "1", "moderator_id", "9"));
  }

  @Test
  void expiredTokenIsRefreshedAndTheCallMadeAgain() throws Exception {
    actOnTwitch();
    chats.twitch.expireToken();
    chats.ask(CHANNEL, "a", ActionKind.BAN_AUTHOR);
    chats.await(CHANNEL, "a", ActionState.DONE);
    assertThat(chats.twitch.banned()).containsExactly("u-a");
  }

  @Test
  void accountThatLostItsPermissionSaysSoAndItsActionsWait() throws Exception {
    actOnTwitch();
    chats.ask(CHANNEL, "first", ActionKind.BAN_AUTHOR);
    chats.await(CHANNEL, "first", ActionState.DONE);
    chats.twitch.takePermissionBack();
    chats.ask(CHANNEL, "a", ActionKind.BAN_AUTHOR);
    Action waiting = chats.awaitReason(CHANNEL, "a", "TOKENS_REFUSED");
    assertThat(waiting.getState()).isEqualTo(ActionState.WAITING);
    assertThat(chats.accounts().list().getFirst().getProblem()).contains("connect it again");
  }

  @Test
  void refusalIsFinalAndSaysWhy() throws Exception {
    actOnTwitch();
    chats.twitch.answerNext(
        BANS,
        ApiReply.of(400, "{\"message\":\"The user specified in the user_id field may not be.\"}"));
    chats.ask(CHANNEL, "a", ActionKind.BAN_AUTHOR);
    Action refused = chats.await(CHANNEL, "a", ActionState.REFUSED);
    assertThat(refused.getProblem()).contains("may not be");
    assertThat(chats.twitch.calls(BANS)).hasSize(1);
  }

  @Test
  void rateLimitPostponesUntilItsReset() throws Exception {
    actOnTwitch();
    String reset = Long.toString(Instant.now().getEpochSecond() + 2);
    chats.twitch.answerNext(
        BANS,
        new ApiReply(
            429,
            Map.of("Ratelimit-Remaining", "0", "Ratelimit-Reset", reset),
            "{\"message\":\"\"}"));
    chats.ask(CHANNEL, "a", ActionKind.BAN_AUTHOR);
    Action waiting = chats.awaitReason(CHANNEL, "a", "RATE_LIMITED");
    assertThat(waiting.getNextTryTime().getSeconds()).isEqualTo(Long.parseLong(reset));
    chats.await(CHANNEL, "a", ActionState.DONE);
    assertThat(chats.twitch.calls(BANS)).hasSize(2);
  }

  @Test
  void bansGoFirstWhereTheQuotaIsShort() throws Exception {
    chats.settings.put("youtube.quota", "101");
    actOnYouTube();
    chats.ask(VIDEO, "a", ActionKind.DELETE_COMMENT);
    chats.await(VIDEO, "a", ActionState.DONE);
    chats.ask(VIDEO, "b", ActionKind.DELETE_COMMENT);
    chats.ask(VIDEO, "c", ActionKind.BAN_AUTHOR);
    chats.await(VIDEO, "c", ActionState.DONE);
    Action waiting = chats.awaitReason(VIDEO, "b", "BUDGET_SHORT");
    assertThat(waiting.getNextTryTime().getSeconds()).isGreaterThan(Instant.now().getEpochSecond());
    assertThat(chats.youtube.calls("DELETE /liveChat/messages")).hasSize(1);
  }

  @Test
  void quotaThatGoogleSaysIsUsedUpEndsTheCallsOfTheDay() throws Exception {
    actOnYouTube();
    chats.youtube.answerNext("POST /liveChat/bans", YouTubeApiServer.error(403, "quotaExceeded"));
    chats.ask(VIDEO, "a", ActionKind.BAN_AUTHOR);
    chats.awaitReason(VIDEO, "a", "QUOTA_EXCEEDED");
    chats.ask(VIDEO, "b", ActionKind.BAN_AUTHOR);
    chats.awaitReason(VIDEO, "b", "BUDGET_SHORT");
    assertThat(chats.youtube.calls("POST /liveChat/bans")).hasSize(1);
  }

  @Test
  void banOfYouTubeIsLiftedByTheNameThatItsMakingGave() throws Exception {
    actOnYouTube();
    Action ban = chats.ask(VIDEO, "a", ActionKind.BAN_AUTHOR);
    chats.await(VIDEO, "a", ActionState.DONE);
    assertThat(chats.youtube.bans()).containsExactly("ban1");
    chats.stores.actions().add(ban.toBuilder().setId("lift").setKind(ActionKind.LIFT_BAN).build());
    chats.await(VIDEO, "lift", ActionState.DONE);
    assertThat(chats.youtube.bans()).isEmpty();
  }

  @Test
  void actionsThatWaitEndWhenActingIsSwitchedOff() throws Exception {
    chats.actOn("twitch", CHANNEL);
    chats.ask(CHANNEL, "a", ActionKind.BAN_AUTHOR);
    chats.stores.modes().set(CHANNEL, ActingMode.ACTING_OFF, "", new Reviewer("Ann", ""));
    chats.startWorker();
    chats.await(CHANNEL, "a", ActionState.CANCELLED);
    assertThat(chats.twitch.calls(BANS)).isEmpty();
  }

  @Test
  void lostAnswerOfABanIsRepeatedWithinTheProcess() throws Exception {
    actOnTwitch();
    chats.twitch.answerNext(BANS, ApiReply.of(503, ""));
    chats.ask(CHANNEL, "a", ActionKind.BAN_AUTHOR);
    chats.await(CHANNEL, "a", ActionState.DONE);
    assertThat(chats.twitch.calls(BANS)).hasSize(2);
  }
}

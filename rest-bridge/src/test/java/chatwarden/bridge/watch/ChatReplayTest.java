package chatwarden.bridge.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.store.watch.ResumeToken;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ChatReplayTest extends ChatFanOutFixture {

  @Test
  void watchWithoutTokenStartsNow() throws Exception {
    chat.append("before");
    try (Watch watch = watch(null)) {
      chat.append("after");
      assertThat(ids(watch.next(PATIENCE))).containsExactly("after");
    }
  }

  @Test
  void watchFromTheBeginningReplaysToTheEndAndIsOver() throws Exception {
    chat.append("a");
    chat.append("b");
    chat.end();
    try (Watch watch = watch(ResumeToken.BEGINNING)) {
      assertThat(ids(toTheEnd(watch))).containsExactly("a", "b", "ended");
    }
    assertThat(chat.tails).hasValue(0);
  }

  @Test
  void chatThatIsOverGivesItsEndOnlyWhenWatchedFromNow() throws Exception {
    chat.append("a");
    chat.end();
    try (Watch watch = watch(null)) {
      assertThat(ids(toTheEnd(watch))).containsExactly("ended");
    }
  }

  @Test
  void chatThatIsOverHasNothingBehindItsEnd() {
    chat.append("a");
    ResumeToken end = chat.end();
    try (Watch watch = watch(end)) {
      assertThat(watch.over()).isTrue();
    }
  }

  @Test
  void chatThatIsReadAgainGoesOnBehindItsEnd() throws Exception {
    ResumeToken end = chat.end();
    chat.reopen();
    try (Watch watch = watch(end)) {
      chat.append("second life");
      assertThat(ids(watch.next(PATIENCE))).containsExactly("second life");
    }
  }

  @Test
  void chatThatWasReadTwiceIsReplayedToItsLastEnd() throws Exception {
    chat.append("a");
    chat.end();
    chat.startAgain();
    chat.append("b");
    chat.end();
    try (Watch watch = watch(ResumeToken.BEGINNING)) {
      assertThat(ids(toTheEnd(watch))).containsExactly("a", "ended", "started", "b", "ended");
    }
  }

  @Test
  void watchOfAChatThatIsReadAgainGoesOnOverTheFirstEnd() throws Exception {
    chat.append("a");
    chat.end();
    chat.startAgain();
    try (Watch watch = watch(ResumeToken.BEGINNING)) {
      assertThat(ids(watch.next(PATIENCE))).containsExactly("a", "ended", "started");
      chat.append("b");
      assertThat(ids(watch.next(PATIENCE))).containsExactly("b");
      chat.end();
      assertThat(ids(toTheEnd(watch))).containsExactly("ended");
    }
  }

  @Test
  void liveWatchGoesOnOverAnEndThatWasOvertakenByAnotherSession() throws Exception {
    try (Watch watch = watch(null)) {
      chat.end();
      chat.startAgain();
      chat.append("b");
      List<String> seen = new ArrayList<>();
      while (!seen.contains("b")) {
        seen.addAll(ids(watch.next(PATIENCE)));
      }
      assertThat(seen).containsExactly("ended", "started", "b");
      assertThat(watch.over()).isFalse();
    }
  }

  @Test
  void endIsGivenThoughTheStoreIsAwayWhenItIsAskedWhetherTheChatIsOver() throws Exception {
    try (Watch watch = watch(null)) {
      chat.end();
      assertThat(ids(watch.next(PATIENCE))).containsExactly("ended");
      chat.setAway(true);
      assertThat(watch.next(SOON)).isEmpty();
      assertThat(watch.over()).isFalse();
      chat.setAway(false);
      assertThat(watch.next(PATIENCE)).isEmpty();
      assertThat(watch.over()).isTrue();
    }
  }

  @Test
  void chatThatAnEarlierVersionReadTwiceIsReplayedAsWell() throws Exception {
    chat.append("a");
    chat.end();
    chat.reopen();
    chat.append("b");
    try (Watch watch = watch(ResumeToken.BEGINNING)) {
      assertThat(ids(watch.next(PATIENCE))).containsExactly("a", "ended", "b");
      assertThat(watch.over()).isFalse();
    }
  }

  @Test
  void unknownChatIsNotFound() {
    assertThatThrownBy(() -> fanOut.watch("other", null, () -> {}))
        .matches(FaultCode.NOT_FOUND::isOf);
    assertThat(fanOut.subscribers()).isZero();
  }

  @Test
  void expiredTokenIsRefusedAtTheStart() {
    ResumeToken first = chat.append("a");
    IntStream.range(0, 10).forEach(i -> chat.append("b" + i));
    chat.trimTo(3);
    assertThatThrownBy(() -> watch(first))
        .isInstanceOfSatisfying(
            ChatwardenException.class,
            e -> assertThat(e.reason()).isEqualTo("RESUME_TOKEN_EXPIRED"));
  }

  @Test
  void tokenFromTheFutureHidesNothingThatComes() throws Exception {
    chat.append("a");
    try (Watch watch = watch(new ResumeToken(Long.MAX_VALUE - 1, 0))) {
      assertThat(watch.next(SOON)).isEmpty();
      chat.append("b");
      assertThat(ids(watch.next(PATIENCE))).containsExactly("b");
    }
  }
}

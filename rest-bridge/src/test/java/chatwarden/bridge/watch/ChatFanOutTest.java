package chatwarden.bridge.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chatwarden.livechat.v1.WatchCommentsResponse;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.OverloadedException;
import chatwarden.store.watch.ResumeToken;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChatFanOutTest {

  private static final Duration SOON = Duration.ofMillis(20);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final MemoryChat chat = new MemoryChat();
  private ChatFanOut fanOut =
      fanOut(
          chat,
          Config.defaults()
              .with(WatchKeys.LINGER, Duration.ZERO)
              .with(WatchKeys.BUFFER, 64)
              .with(WatchKeys.MAX_SUBSCRIBERS, 3));

  private static ChatFanOut fanOut(MemoryChat chat, Config config) {
    return new ChatFanOut(chat, chat, config, new SimpleMeterRegistry());
  }

  @AfterEach
  void close() {
    fanOut.close();
  }

  private Watch watch(@Nullable ResumeToken after) {
    return fanOut.watch(MemoryChat.ID, after, () -> {});
  }

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

  @Test
  void slowSubscriberIsCutAndTheOthersDoNotNotice() throws Exception {
    List<String> woken = new ArrayList<>();
    try (Watch slow = fanOut.watch(MemoryChat.ID, null, () -> woken.add("slow"));
        Watch quick = watch(null)) {
      List<String> seen = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        chat.append("c" + i);
        while (seen.size() <= i) {
          seen.addAll(ids(quick.next(PATIENCE)));
        }
      }
      assertThat(seen).hasSize(100).doesNotHaveDuplicates();
      assertThatThrownBy(() -> slow.next(SOON))
          .isInstanceOfSatisfying(
              OverloadedException.class, e -> assertThat(e.reason()).isEqualTo("SLOW_SUBSCRIBER"));
      assertThat(woken).containsExactly("slow");
    }
  }

  @Test
  void subscribersBeyondTheLimitAreRefusedUntilOneLeaves() {
    Watch first = watch(null);
    try (Watch second = watch(null);
        Watch third = watch(null)) {
      assertThatThrownBy(() -> watch(null))
          .isInstanceOfSatisfying(
              OverloadedException.class,
              e -> assertThat(e.reason()).isEqualTo("TOO_MANY_SUBSCRIBERS"));
      first.close();
      watch(null).close();
      assertThat(List.of(second.over(), third.over())).containsOnly(false);
    }
  }

  @Test
  void oneReaderServesAllSubscribersAndStopsAfterTheLast() {
    try (Watch first = watch(null);
        Watch second = watch(null)) {
      assertThat(chat.tails).hasValue(1);
      assertThat(first).isNotSameAs(second);
    }
    await().untilAsserted(() -> assertThat(chat.tails).hasValue(0));
    assertThat(fanOut.readers()).isZero();
    watch(null).close();
  }

  @Test
  void storeThatGoesAwayAndComesBackCostsNoEvents() throws Exception {
    IntStream.range(0, 1_500).forEach(i -> chat.append("c" + i));
    try (Watch watch = watch(ResumeToken.BEGINNING)) {
      List<String> seen = new ArrayList<>(ids(watch.next(PATIENCE)));
      chat.setAway(true);
      assertThat(watch.next(SOON)).isEmpty();
      chat.append("while away");
      chat.setAway(false);
      while (seen.size() < 1_501) {
        seen.addAll(ids(watch.next(PATIENCE)));
      }
      assertThat(seen).doesNotHaveDuplicates().endsWith("while away");
    }
  }

  @Test
  void drainEndsEveryWatchAndTakesNoMore() {
    Watch watch = watch(null);
    fanOut.drain();
    assertThatThrownBy(() -> watch.next(PATIENCE))
        .isInstanceOfSatisfying(
            ChatwardenException.class, e -> assertThat(e.reason()).isEqualTo("DRAINING"));
    assertThatThrownBy(() -> watch(null)).matches(FaultCode.UNAVAILABLE::isOf);
    watch.close();
  }

  /**
   * While a chat runs, subscribers come in at any token, leave, and come back by their last one:
   * each sees every event after its first token exactly once, in order, also when the chat is read
   * again in between.
   */
  @Property(tries = 60)
  void joiningAtAnyTimeLosesAndRepeatsNothing(
      @ForAll long seed,
      @ForAll @IntRange(min = 0, max = 1_200) int before,
      @ForAll @IntRange(min = 1, max = 400) int during,
      @ForAll @IntRange(min = 1, max = 8) int subscribers,
      @ForAll @IntRange(min = 1, max = 3) int sessions)
      throws Exception {
    MemoryChat busy = new MemoryChat();
    List<ResumeToken> tokens = new ArrayList<>(List.of(ResumeToken.BEGINNING));
    for (int i = 0; i < before; i++) {
      tokens.add(busy.append("c" + i));
    }
    Config roomy = Config.defaults().with(WatchKeys.LINGER, Duration.ofMillis(seed & 3));
    try (ChatFanOut out = fanOut(busy, roomy);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Random random = new Random(seed);
      List<Future<?>> done = new ArrayList<>();
      for (int s = 0; s < subscribers; s++) {
        int from = random.nextInt(tokens.size());
        ResumeToken token = tokens.get(from);
        int visit = 1 + random.nextInt(300);
        Callable<List<String>> visitor = () -> visitUntilEnd(out, token, visit, sessions);
        List<String> expected = expected(from, before, during, sessions);
        Future<List<String>> seen = threads.submit(visitor);
        done.add(
            threads.submit(
                () -> {
                  assertThat(seen.get()).isEqualTo(expected);
                  return null;
                }));
      }
      for (int session = 0; session < sessions; session++) {
        for (int i = 0; i < during; i++) {
          busy.append("c" + (before + session * during + i));
          if (random.nextInt(8) == 0) {
            Thread.yield();
          }
        }
        busy.end();
        if (session < sessions - 1) {
          busy.startAgain();
        }
      }
      for (Future<?> each : done) {
        each.get();
      }
    }
  }

  private static List<String> expected(int from, int before, int during, int sessions) {
    List<String> ids = new ArrayList<>();
    int next = from;
    for (int session = 1; session <= sessions; session++) {
      int end = before + session * during;
      IntStream.range(next, end).forEach(i -> ids.add("c" + i));
      next = end;
      ids.add("ended");
      if (session < sessions) {
        ids.add("started");
      }
    }
    return ids;
  }

  /** Watches in visits of about so many events, each going on after the last token. */
  private static List<String> visitUntilEnd(
      ChatFanOut out, ResumeToken start, int visit, int sessions) throws InterruptedException {
    List<String> seen = new ArrayList<>();
    ResumeToken token = start;
    while (Collections.frequency(seen, "ended") < sessions) {
      int left = visit;
      try (Watch watch = out.watch(MemoryChat.ID, token, () -> {})) {
        while (left > 0 && !watch.over()) {
          List<SharedEvent> events = watch.next(PATIENCE);
          seen.addAll(ids(events));
          left -= events.size();
          token = events.isEmpty() ? token : events.getLast().token();
        }
      }
    }
    return seen;
  }

  private static List<SharedEvent> toTheEnd(Watch watch)
      throws InterruptedException, ChatwardenException {
    List<SharedEvent> all = new ArrayList<>();
    while (!watch.over()) {
      all.addAll(watch.next(PATIENCE));
    }
    return all;
  }

  private static List<String> ids(List<SharedEvent> events) {
    return events.stream().map(SharedEvent::message).map(ChatFanOutTest::id).toList();
  }

  private static String id(WatchCommentsResponse event) {
    return switch (event.getEventCase()) {
      case ENDED -> "ended";
      case STARTED -> "started";
      default -> event.getClassified().getComment().getId();
    };
  }
}

package chatwarden.store.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.livechat.v1.WatchCommentsResponse;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.store.comment.TestChat;
import chatwarden.store.redis.OpenStores;
import chatwarden.store.redis.StoreKeys;
import chatwarden.testing.engine.RedisServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EventLogTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final RedisServer redis = RedisServer.start();
  private final OpenStores stores;

  EventLogTest() throws InterruptedException {
    stores = new OpenStores(OpenStores.config(redis).with(StoreKeys.STREAM_MAX_LENGTH, 1_000));
  }

  @AfterAll
  void close() {
    stores.close();
    redis.close();
  }

  @Test
  void tokensAreReadAsTheyAreWritten() {
    assertThat(ResumeToken.parse("17-3")).isEqualTo(new ResumeToken(17, 3)).hasToString("17-3");
    assertThat(ResumeToken.parse("0-0")).isEqualTo(ResumeToken.BEGINNING);
    assertThat(ResumeToken.parse("17-10")).isGreaterThan(ResumeToken.parse("17-9"));
    for (String broken : List.of("", "1", "1-", "-1-1", "a-b", "1-2-3", "99999999999999999999-1")) {
      assertThatThrownBy(() -> ResumeToken.parse(broken))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("resume_token");
    }
  }

  @Test
  void aTokenIsOfUseForItsChatAlone() {
    ResumeToken token = new ResumeToken(17, 3);
    assertThat(token.in("arena")).matches("17-3-[0-9a-f]{8}").isNotEqualTo(token.in("lobby"));
    assertThat(ResumeToken.parse(token.in("arena"), "arena")).isEqualTo(token);
    assertThat(ResumeToken.parse("17-3", "arena")).isEqualTo(token);
    assertThat(ResumeToken.parse("0-0", "arena")).isEqualTo(ResumeToken.BEGINNING);
    assertThatThrownBy(() -> ResumeToken.parse(token.in("arena"), "lobby"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "resume_token: was given for another chat (expected: a token of an event of this chat,"
                + " or 0-0)");
  }

  @Test
  void chatWithoutEventsHasNone() {
    stores.start("silent");
    assertThat(stores.events().latest("silent")).isEmpty();
    assertThat(stores.allEvents("silent")).isEmpty();
    assertThat(stores.events().latest("unknown")).isEmpty();
    assertThat(stores.events().after("unknown", new ResumeToken(5, 5), 10)).isEmpty();
  }

  @Test
  void pagesOfEventsJoinWithoutAGap() {
    TestChat chat = recorded("paged", 100);
    List<WatchCommentsResponse> all = stores.allEvents(chat.id());
    ResumeToken token = ResumeToken.BEGINNING;
    for (int i = 0; i < 100; i += 25) {
      List<WatchCommentsResponse> page = stores.events().after(chat.id(), token, 25);
      assertThat(page).isEqualTo(all.subList(i, i + 25));
      token = ResumeToken.parse(page.getLast().getResumeToken());
    }
    assertThat(stores.events().after(chat.id(), token, 25)).isEmpty();
  }

  @Test
  void tokenOfWhatIsNoLongerKeptIsRefusedAndTheBeginningNever() {
    TestChat chat = recorded("trimmed", 200);
    ResumeToken first = ResumeToken.parse(stores.allEvents(chat.id()).get(0).getResumeToken());
    record(TestChat.of("trimmed", 3_000, 0));
    assertThatThrownBy(() -> stores.events().after(chat.id(), first, 10))
        .isInstanceOfSatisfying(
            ChatwardenException.class,
            e -> assertThat(e.reason()).isEqualTo("RESUME_TOKEN_EXPIRED"));
    List<WatchCommentsResponse> kept = stores.allEvents(chat.id());
    assertThat(kept).hasSizeBetween(1_000, 1_400);
    ResumeToken oldest = ResumeToken.parse(kept.get(0).getResumeToken());
    ResumeToken lastDropped = new ResumeToken(oldest.millis(), oldest.sequence() - 1);
    assertThat(stores.events().after(chat.id(), lastDropped, 10_000)).isEqualTo(kept);
    assertThatThrownBy(
            () -> stores.events().after(chat.id(), new ResumeToken(0, oldest.sequence() - 2), 10))
        .matches(FaultCode.OUT_OF_RANGE::isOf);
    EventTail tail = stores.events().tail(chat.id(), first, events -> {});
    assertThatThrownBy(() -> tail.completion().toCompletableFuture().get(20, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .matches(FaultCode.OUT_OF_RANGE::isOf);
  }

  @Test
  void removedCommentDoesNotBreakATokenBeforeIt() {
    TestChat chat = recorded("holes", 10);
    ResumeToken second = ResumeToken.parse(stores.allEvents(chat.id()).get(1).getResumeToken());
    stores.comments().delete(chat.id(), chat.commentId(2));
    assertThat(stores.events().after(chat.id(), second, 100)).hasSize(8);
  }

  @Test
  void tailGivesWhatIsKeptAndThenWhatComes() {
    TestChat chat = recorded("tailed", 50);
    BlockingQueue<WatchCommentsResponse> seen = new LinkedBlockingQueue<>();
    try (EventTail tail = stores.events().tail(chat.id(), ResumeToken.BEGINNING, seen::addAll)) {
      Awaitility.await().atMost(LIMIT).until(() -> seen.size() == 50);
      record(TestChat.of("tailed", 80, 0));
      Awaitility.await().atMost(LIMIT).until(() -> seen.size() == 80);
      assertThat(List.copyOf(seen)).isEqualTo(stores.allEvents(chat.id()));
      Awaitility.await()
          .atMost(LIMIT)
          .until(() -> stores.events().latest(chat.id()).orElseThrow().equals(tail.position()));
    }
  }

  @Test
  void closedTailEndsAtOnceAndGivesNothingMore() throws Exception {
    TestChat chat = recorded("closed", 5);
    BlockingQueue<WatchCommentsResponse> seen = new LinkedBlockingQueue<>();
    EventTail tail = stores.events().tail(chat.id(), ResumeToken.BEGINNING, seen::addAll);
    Awaitility.await().atMost(LIMIT).until(() -> seen.size() == 5);
    long start = System.nanoTime();
    tail.close();
    tail.completion().toCompletableFuture().get(5, TimeUnit.SECONDS);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
    record(TestChat.of("closed", 9, 0));
    assertThat(stores.allEvents("closed")).hasSize(9);
    assertThat(seen).hasSize(5);
  }

  @Test
  void tailIsOverWhenItsConsumerThrows() {
    TestChat chat = recorded("thrown", 5);
    EventTail tail =
        stores
            .events()
            .tail(
                chat.id(),
                ResumeToken.BEGINNING,
                events -> {
                  throw new IllegalStateException("full");
                });
    assertThatThrownBy(
            () -> tail.completion().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join())
        .isInstanceOf(CompletionException.class)
        .hasRootCauseMessage("full");
  }

  private TestChat recorded(String id, int count) {
    TestChat chat = TestChat.of(id, count, 0);
    record(chat);
    return chat;
  }

  private void record(TestChat chat) {
    chat.classifiedBatches(64).forEach(batch -> OpenStores.await(stores.comments().record(batch)));
  }
}

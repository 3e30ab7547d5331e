package chatwarden.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.livechat.v1.Chat;
import chatwarden.livechat.v1.WatchCommentsResponse;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.store.comment.TestChat;
import chatwarden.store.watch.EventTail;
import chatwarden.store.watch.ResumeToken;
import chatwarden.testing.engine.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Redis is killed with SIGKILL in the middle of everything. */
final class KilledRedisTest {

  private static final int COMMENTS = 20_000;

  @Test
  void everythingAnsweredStandsOnceAndATailSawItOnce() throws Exception {
    killedWhileRecording(RedisServer.start());
  }

  @Test
  void sameOnACluster() throws Exception {
    killedWhileRecording(RedisServer.startCluster());
  }

  @Test
  void whileRedisIsAwayCallsSaySoAndLaterTheyWork() throws Exception {
    try (RedisServer redis = RedisServer.start()) {
      Config config =
          OpenStores.config(redis).with(StoreKeys.REDIS_TIMEOUT, Duration.ofMillis(500));
      try (OpenStores stores = new OpenStores(config)) {
        TestChat chat = TestChat.of("away", 1, 0);
        redis.kill9();
        assertThatThrownBy(() -> stores.comments().get(chat.id(), "c1"))
            .matches(FaultCode.UNAVAILABLE::isOf);
        assertThatThrownBy(
                () -> OpenStores.await(stores.comments().record(chat.classifiedBatches(1).get(0))))
            .matches(FaultCode.UNAVAILABLE::isOf)
            .hasMessageNotContaining(chat.comments().get(0).getComment().getText());
        redis.restart();
        Awaitility.await()
            .ignoreExceptions()
            .atMost(Duration.ofSeconds(20))
            .until(
                () -> {
                  OpenStores.await(stores.comments().record(chat.classifiedBatches(1).get(0)));
                  return true;
                });
        assertThat(stores.allEvents(chat.id())).hasSize(1);
      }
    }
  }

  @Test
  void startWithoutRedisFailsWithOneClearLine() throws Exception {
    RedisServer redis = RedisServer.start();
    Config config =
        OpenStores.config(redis).with(StoreKeys.REDIS_START_TIMEOUT, Duration.ofMillis(300));
    redis.close();
    assertThatThrownBy(() -> new OpenStores(config).close())
        .matches(FaultCode.UNAVAILABLE::isOf)
        .hasMessage("Redis cannot be reached at 127.0.0.1:" + redis.port() + " (redis.uri)");
  }

  private static void killedWhileRecording(RedisServer server) throws Exception {
    try (RedisServer redis = server;
        OpenStores stores = OpenStores.on(redis)) {
      TestChat chat = TestChat.of("killed", COMMENTS, 0.3);
      stores.start(chat.id());
      List<WatchCommentsResponse> seen = Collections.synchronizedList(new ArrayList<>());
      try (EventTail tail = stores.events().tail(chat.id(), ResumeToken.BEGINNING, seen::addAll)) {
        CountDownLatch third = new CountDownLatch(1);
        Thread recorder = Thread.ofVirtual().start(() -> recordAll(stores, chat, third));
        assertThat(third.await(60, TimeUnit.SECONDS)).isTrue();
        redis.kill9();
        redis.restart();
        Awaitility.await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> seen.size() > COMMENTS * 2 / 3 || !recorder.isAlive());
        redis.kill9();
        redis.restart();
        assertThat(recorder.join(Duration.ofSeconds(120))).isTrue();
        assertThat(tail.completion().toCompletableFuture()).isNotDone();
        int expected = COMMENTS + chat.tagged().size() + 1;
        Awaitility.await()
            .atMost(Duration.ofSeconds(60))
            .untilAsserted(() -> assertThat(seen.size()).isGreaterThanOrEqualTo(expected));
      }
      check(stores, chat, seen);
    }
  }

  private static void recordAll(OpenStores stores, TestChat chat, CountDownLatch third) {
    var classified = chat.classifiedBatches(64);
    for (int i = 0; i < classified.size(); i += 10) {
      if (i >= classified.size() / 3) {
        third.countDown();
      }
      List<Supplier<CompletionStage<?>>> window = new ArrayList<>();
      classified
          .subList(i, Math.min(i + 10, classified.size()))
          .forEach(batch -> window.add(() -> stores.comments().record(batch)));
      retry(window);
    }
    for (var batch : chat.taggedBatches(64)) {
      retry(List.of(() -> stores.comments().record(batch)));
    }
    retry(List.of(() -> stores.comments().record(chat.end("2026-01-01T12:30:00Z"))));
  }

  /** Like a stage of the pipeline: several messages under way, those that failed sent again. */
  private static void retry(List<Supplier<CompletionStage<?>>> calls) {
    List<Supplier<CompletionStage<?>>> left = calls;
    while (!left.isEmpty()) {
      List<? extends CompletionStage<?>> answers = left.stream().map(Supplier::get).toList();
      List<Supplier<CompletionStage<?>>> failed = new ArrayList<>();
      for (int i = 0; i < answers.size(); i++) {
        try {
          OpenStores.await(answers.get(i));
        } catch (ChatwardenException e) {
          if (!e.isTransient()) {
            throw e;
          }
          failed.add(left.get(i));
        }
      }
      left = failed;
    }
  }

  private static void check(OpenStores stores, TestChat chat, List<WatchCommentsResponse> seen) {
    Set<String> classified = new HashSet<>();
    Set<String> tagged = new HashSet<>();
    for (WatchCommentsResponse event : seen) {
      if (event.hasClassified()) {
        assertThat(classified.add(event.getClassified().getComment().getId())).isTrue();
      } else if (event.hasTagged()) {
        assertThat(tagged.add(event.getTagged().getComment().getId())).isTrue();
      }
    }
    assertThat(classified).hasSize(COMMENTS);
    assertThat(tagged).hasSize(chat.tagged().size());
    assertThat(seen.getLast().hasEnded()).isTrue();
    assertThat(seen.size()).isEqualTo(COMMENTS + chat.tagged().size() + 1);
    Chat stored = stores.comments().chat(chat.id()).orElseThrow();
    assertThat(stored.getCommentCount()).isEqualTo(COMMENTS);
    assertThat(stored.getFlaggedCount()).isEqualTo(chat.tagged().size());
    for (int i = 0; i < COMMENTS; i += 97) {
      assertThat(stores.comments().get(chat.id(), chat.commentId(i)))
          .map(comment -> comment.getComment())
          .contains(chat.comments().get(i).getComment());
    }
  }
}

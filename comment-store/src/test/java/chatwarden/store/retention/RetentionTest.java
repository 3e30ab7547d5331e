package chatwarden.store.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.runtime.config.Config;
import chatwarden.runtime.error.FaultCode;
import chatwarden.store.comment.CommentQuery;
import chatwarden.store.comment.TestChat;
import chatwarden.store.redis.ChatKeys;
import chatwarden.store.redis.OpenStores;
import chatwarden.store.redis.StoreKeys;
import chatwarden.store.session.SessionLease;
import chatwarden.store.watch.ResumeToken;
import chatwarden.testing.engine.RedisServer;
import chatwarden.type.v1.ChatState;
import java.time.Duration;
import java.time.InstantSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

final class RetentionTest {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  @Test
  void whatIsOlderThanTheRetentionGoesByItself() throws Exception {
    try (RedisServer redis = RedisServer.start()) {
      Config config = OpenStores.config(redis).with(StoreKeys.RETENTION, Duration.ofSeconds(2));
      try (OpenStores stores = new OpenStores(config)) {
        TestChat chat = TestChat.of("short", 700, 0.2);
        stores.start(chat.id());
        chat.classifiedBatches(64)
            .forEach(batch -> OpenStores.await(stores.comments().record(batch)));
        chat.taggedBatches(64).forEach(batch -> OpenStores.await(stores.comments().record(batch)));
        assertThat(stores.comments().list(CommentQuery.of(chat.id())).comments()).hasSize(50);
        ResumeToken first = ResumeToken.parse(stores.allEvents(chat.id()).get(0).getResumeToken());
        Awaitility.await()
            .atMost(LIMIT)
            .untilAsserted(
                () -> {
                  assertThat(stores.comments().list(CommentQuery.of(chat.id())).comments())
                      .isEmpty();
                  assertThat(stores.allEvents(chat.id())).isEmpty();
                  assertThat(redis.command("DBSIZE"))
                      .as("meta, events, session, indexes, marker")
                      .isIn(":6", ":7", ":8");
                });
        assertThatThrownBy(() -> stores.events().after(chat.id(), first, 10))
            .matches(FaultCode.OUT_OF_RANGE::isOf);
        assertThat(stores.comments().chat(chat.id())).as("a live chat stays").isPresent();
        try (SessionLease lease = stores.claim(chat.id())) {
          lease.finish(ChatState.ENDED, "over");
        }
        OpenStores.await(stores.comments().record(chat.end("2026-01-01T12:30:00Z")));
        Awaitility.await()
            .atMost(LIMIT)
            .untilAsserted(
                () -> {
                  assertThat(stores.comments().chat(chat.id())).isEmpty();
                  assertThat(stores.comments().chats(0, "").chats()).isEmpty();
                  assertThat(stores.sessions().list(0, "").sessions()).isEmpty();
                });
      }
    }
  }

  @Test
  void sweepLeavesWhatIsYoung() throws Exception {
    try (RedisServer redis = RedisServer.start();
        OpenStores stores = OpenStores.on(redis)) {
      TestChat chat = TestChat.of("young", 64, 0.5);
      chat.classifiedBatches(64)
          .forEach(batch -> OpenStores.await(stores.comments().record(batch)));
      String before = redis.command("DBSIZE");
      new RetentionSweep(stores.raw(), new Retention(Duration.ofHours(1)), InstantSource.system())
          .sweep();
      assertThat(redis.command("DBSIZE")).isEqualTo(before);
      assertThat(stores.allEvents(chat.id())).hasSize(64);
    }
  }

  @Test
  void retentionOfZeroKeepsForEver() throws Exception {
    try (RedisServer redis = RedisServer.start()) {
      Config config = OpenStores.config(redis).with(StoreKeys.RETENTION, Duration.ZERO);
      try (OpenStores stores = new OpenStores(config)) {
        TestChat chat = TestChat.of("kept", 1, 0);
        OpenStores.await(stores.comments().record(chat.classifiedBatches(1).get(0)));
        String key = new ChatKeys(chat.id()).comment(chat.commentId(0));
        assertThat(redis.command("PTTL " + key)).isEqualTo(":-1");
      }
    }
    assertThat(new Retention(Duration.ofDays(30)).sweepInterval())
        .isEqualTo(Duration.ofMinutes(10));
  }
}

package chatwarden.store.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.runtime.config.Config;
import chatwarden.runtime.error.FaultCode;
import chatwarden.store.comment.CommentQuery;
import chatwarden.store.comment.TestChat;
import chatwarden.store.erasure.Tombstones;
import chatwarden.store.redis.ChatKeys;
import chatwarden.store.redis.MarkedAccount;
import chatwarden.store.redis.OpenStores;
import chatwarden.store.redis.StoreKeys;
import chatwarden.store.session.SessionLease;
import chatwarden.store.watch.ResumeToken;
import chatwarden.testing.engine.RedisServer;
import chatwarden.type.v1.ChatState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

final class RetentionTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);

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
                      .as("meta, events, session, indexes, hours of sketches, markers")
                      .isIn(":6", ":7", ":8", ":9", ":10");
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
      new RetentionSweep(
              stores.raw(),
              new Retention(Duration.ofHours(1)),
              logs(stores),
              Duration.ZERO,
              InstantSource.system())
          .sweep();
      assertThat(redis.command("DBSIZE")).isEqualTo(before);
      assertThat(stores.allEvents(chat.id())).hasSize(64);
    }
  }

  @Test
  void nothingOfAnAccountIsLeftAfterThePeriodsThoughTheChatIsLive() throws Exception {
    List<String> markers = new ArrayList<>(MarkedAccount.MARKERS);
    markers.addAll(MarkedAccount.MODERATOR_MARKERS);
    try (RedisServer redis = RedisServer.start()) {
      Config config =
          OpenStores.config(redis)
              .with(StoreKeys.RETENTION, Duration.ofSeconds(8))
              .with(StoreKeys.AUDIT_RETENTION, Duration.ofSeconds(8))
              .with(StoreKeys.REWRITE_INTERVAL, Duration.ofSeconds(1));
      try (OpenStores stores = new OpenStores(config)) {
        MarkedAccount.leaveTraces(stores, "live", 6);
        assertThat(redis.keysWith(MarkedAccount.MARKERS)).isNotEmpty();
        assertThat(redis.filesWith(MarkedAccount.MARKERS)).isNotEmpty();
        Awaitility.await()
            .atMost(LIMIT)
            .untilAsserted(
                () -> {
                  assertThat(redis.keysWith(markers)).isEmpty();
                  assertThat(redis.filesWith(markers)).isEmpty();
                });
        assertThat(stores.comments().chat("live")).isPresent();
      }
    }
  }

  @Test
  void whatNoSweepSawGoesByItself() throws Exception {
    try (RedisServer redis = RedisServer.start()) {
      Config config = OpenStores.config(redis).with(StoreKeys.RETENTION, Duration.ofHours(1));
      try (OpenStores stores = new OpenStores(config)) {
        OpenStores.await(
            stores
                .comments()
                .record(MarkedAccount.batch(MarkedAccount.comment("ttl", 0, MarkedAccount.FIRST))));
        ChatKeys keys = new ChatKeys("ttl");
        for (String key : List.of(keys.comment("c-0"), keys.byAuthor(MarkedAccount.ID))) {
          assertThat(stores.raw().<Long>ask(commands -> commands.pttl(key)))
              .as(key)
              .isBetween(1L, Duration.ofMinutes(78).toMillis());
        }
      }
    }
  }

  @Test
  void bansOfAnEarlierVersionAreKeptForOnePeriodMore() throws Exception {
    Instant start = Instant.parse("2026-05-01T00:00:00Z");
    try (RedisServer redis = RedisServer.start();
        OpenStores stores = OpenStores.on(redis)) {
      stores.start("old");
      ChatKeys keys = new ChatKeys("old");
      redis.command("HSET " + keys.bans() + " by:UC1 2026-01-01T12:00:00.000000Z");
      sweepAt(stores, start);
      sweepAt(stores, start.plus(Duration.ofMinutes(59)));
      assertThat(redis.command("HLEN " + keys.bans())).isEqualTo(":1");
      sweepAt(stores, start.plus(Duration.ofMinutes(61)));
      assertThat(redis.command("EXISTS " + keys.bans() + " " + keys.bansByRecording()))
          .isEqualTo(":0");
    }
  }

  private static LogSweep logs(OpenStores stores) {
    Tombstones tombstones = new Tombstones(stores.raw(), Duration.ofDays(30));
    return new LogSweep(stores.raw(), Duration.ofDays(365), tombstones, InstantSource.system());
  }

  private static void sweepAt(OpenStores stores, Instant now) {
    new RetentionSweep(
            stores.raw(),
            new Retention(Duration.ofHours(1)),
            logs(stores),
            Duration.ZERO,
            InstantSource.fixed(now))
        .sweep();
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

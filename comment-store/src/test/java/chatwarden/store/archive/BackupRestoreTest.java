package chatwarden.store.archive;

import static chatwarden.store.archive.ArchiveFixture.ANN;
import static chatwarden.store.archive.ArchiveFixture.backup;
import static chatwarden.store.archive.ArchiveFixture.fill;
import static chatwarden.store.archive.ArchiveFixture.restore;
import static chatwarden.store.archive.ArchiveFixture.see;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.action.v1.ActingMode;
import chatwarden.action.v1.Action;
import chatwarden.action.v1.ActionKind;
import chatwarden.action.v1.ActionState;
import chatwarden.domain.access.Role;
import chatwarden.registry.v1.AliasMove;
import chatwarden.runtime.error.FaultCode;
import chatwarden.store.access.ApiKey;
import chatwarden.store.access.NewApiKey;
import chatwarden.store.archive.ArchiveFixture.Seen;
import chatwarden.store.comment.TestChat;
import chatwarden.store.feedback.Feedback;
import chatwarden.store.redis.OpenStores;
import chatwarden.testing.engine.RedisServer;
import chatwarden.type.v1.ChatState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Backups of a store, and restores into a cluster, which takes the same commands apart by slots.
 */
final class BackupRestoreTest {

  private static RedisServer from;
  private static RedisServer to;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    from = RedisServer.start();
    to = RedisServer.startCluster();
  }

  @AfterAll
  static void stop() {
    from.close();
    to.close();
  }

  @BeforeEach
  void empty() throws Exception {
    from.command("FLUSHALL");
    to.command("FLUSHALL");
  }

  @Test
  void everythingIsAsItWasAndGoesOn() throws Exception {
    Path file = folder.resolve("all.cwb");
    Seen game;
    Seen talk;
    try (OpenStores stores = OpenStores.on(from)) {
      TestChat chat = fill(stores, "game");
      fill(stores, "talk");
      OpenStores.await(stores.comments().record(chat.taggedBatches(8).getLast()));
      OpenStores.await(stores.comments().record(chat.end("2026-01-01T12:30:00Z")));
      stores.feedback().add(new Feedback("nice one", "en", Map.of("TOXICITY", 0.0), "friends"));
      stores.keys().add(NewApiKey.create("on-call", Role.ADMIN, Instant.EPOCH).stored());
      stores
          .aliases()
          .note(
              AliasMove.newBuilder()
                  .setModel("vi-linear")
                  .setAlias("champion")
                  .setVersion("1")
                  .setRegisteredVersion("1")
                  .setCaller("key:a")
                  .build());
      game = see(stores, "game");
      talk = see(stores, "talk");
      assertThat(backup(from, file, Optional.empty()).counts())
          .containsEntry("chats", 2L)
          .containsEntry("comments", 2 * 59L);
    }
    restore(to, file, Optional.empty(), false);
    try (OpenStores stores = OpenStores.on(to)) {
      assertThat(see(stores, "game")).isEqualTo(game);
      assertThat(see(stores, "talk")).isEqualTo(talk);
      assertThat(to.command("ZCARD cw:{game}:recorded"))
          .isEqualTo(from.command("ZCARD cw:{game}:recorded"));
      assertThat(stores.keys().list()).extracting(ApiKey::name).containsExactly("on-call");
      assertThat(stores.feedback().newest(9))
          .extracting(Feedback::text)
          .containsExactly("nice one");
      assertThat(stores.aliases().list(9, "").moves()).hasSize(1);
      goesOn(stores, "talk");
    }
  }

  @Test
  void actionsAreNotSentASecondTimeByARestoredStore() throws Exception {
    Path file = folder.resolve("acting.cwb");
    Action ban =
        Action.newBuilder()
            .setId("ban")
            .setChat("game")
            .setKind(ActionKind.BAN_AUTHOR)
            .setAuthorId("u1")
            .setReviewer("Ann")
            .setState(ActionState.WAITING)
            .build();
    try (OpenStores stores = OpenStores.on(from)) {
      fill(stores, "game");
      stores.acting().modes().set("game", ActingMode.ACTING_ON, "twitch-1", ANN);
      stores.acting().actions().add(ban);
      backup(from, file, Optional.empty());
    }
    restore(to, file, Optional.empty(), false);
    try (OpenStores stores = OpenStores.on(to)) {
      assertThat(stores.acting().actions().list("game", "", 0, "").actions()).isEmpty();
      assertThat(stores.acting().actions().due("game", Instant.now(), 10)).isEmpty();
      assertThat(stores.acting().modes().get("game").mode()).isNotEqualTo(ActingMode.ACTING_ON);
    }
  }

  /** Stage 2 answers for the comments of before, the queue hands out the rest, the chat ends. */
  private static void goesOn(OpenStores stores, String id) {
    TestChat chat = TestChat.of(id, ArchiveFixture.COMMENTS, 0.4);
    assertThat(stores.reviews().claim(id, ANN, 1_000, Duration.ofMinutes(5)).getReviewsList())
        .isNotEmpty()
        .noneMatch(review -> review.getComment().hasDeleteTime());
    OpenStores.await(stores.comments().record(chat.taggedBatches(8).getLast()));
    OpenStores.await(stores.comments().record(chat.end("2026-01-01T12:30:00Z")));
    assertThat(stores.comments().chat(id).orElseThrow().getState()).isEqualTo(ChatState.ENDED);
    assertThat(stores.allEvents(id).getLast().hasEnded()).isTrue();
  }

  @Test
  void aChatMovesToAStoreThatHasOthers() throws Exception {
    Path file = folder.resolve("game.cwb");
    Seen game;
    try (OpenStores stores = OpenStores.on(from)) {
      fill(stores, "game");
      fill(stores, "talk");
      game = see(stores, "game");
      backup(from, file, Optional.of("game"));
    }
    try (OpenStores stores = OpenStores.on(to)) {
      fill(stores, "other");
      Seen other = see(stores, "other");
      restore(to, file, Optional.empty(), false);
      assertThat(see(stores, "game")).isEqualTo(game);
      assertThat(see(stores, "other")).isEqualTo(other);
      assertThat(stores.comments().chat("talk")).isEmpty();
      assertThatThrownBy(() -> restore(to, file, Optional.empty(), false))
          .matches(FaultCode.FAILED_PRECONDITION::isOf)
          .hasMessage(
              "chat game is in the store (expected: no such chat): restore into another one, or"
                  + " give --replace, which deletes it first");
      stores.comments().delete("game", "c0000000");
      restore(to, file, Optional.empty(), true);
      assertThat(see(stores, "game")).isEqualTo(game);
    }
  }

  @Test
  void oneChatIsRestoredFromABackupOfAll() throws Exception {
    Path file = folder.resolve("all.cwb");
    Seen talk;
    try (OpenStores stores = OpenStores.on(from)) {
      fill(stores, "game");
      fill(stores, "talk");
      talk = see(stores, "talk");
      backup(from, file, Optional.empty());
    }
    restore(to, file, Optional.of("talk"), false);
    try (OpenStores stores = OpenStores.on(to)) {
      assertThat(see(stores, "talk")).isEqualTo(talk);
      assertThat(stores.comments().chats(9, "").chats()).hasSize(1);
    }
    assertThatThrownBy(() -> restore(to, file, Optional.of("movie"), false))
        .hasMessage("--chat: movie (expected: a chat that " + file + " has)");
  }

  @Test
  void aStoreThatIsNotEmptyOrInUseIsLeftAsItIs() throws Exception {
    Path file = folder.resolve("all.cwb");
    try (OpenStores stores = OpenStores.on(from)) {
      fill(stores, "game");
      backup(from, file, Optional.empty());
      Seen before = see(stores, "game");
      assertThatThrownBy(() -> restore(from, file, Optional.empty(), true))
          .matches(FaultCode.FAILED_PRECONDITION::isOf)
          .hasMessageStartingWith("a process of the platform writes to this store");
      assertThat(see(stores, "game")).isEqualTo(before);
    }
    assertThatThrownBy(() -> restore(from, file, Optional.empty(), false))
        .hasMessage(
            "the store is not empty (expected: an empty one): restore into another one, or give"
                + " --replace, which deletes it first");
    restore(from, file, Optional.empty(), true);
  }

  @Test
  void aDamagedFileIsRefusedBeforeAnythingIsWritten() throws Exception {
    Path file = folder.resolve("all.cwb");
    try (OpenStores stores = OpenStores.on(from)) {
      fill(stores, "game");
      backup(from, file, Optional.empty());
    }
    byte[] whole = Files.readAllBytes(file);
    Path cut = Files.write(folder.resolve("cut.cwb"), Arrays.copyOf(whole, whole.length - 9));
    assertThatThrownBy(() -> restore(to, cut, Optional.empty(), false))
        .hasMessageContaining("is cut");
    assertThat(to.command("DBSIZE")).isEqualTo(":0");
  }

  @Test
  void aStoreOfANewerVersionIsReplacedByABackupOfBefore() throws Exception {
    Path file = folder.resolve("before.cwb");
    Seen game;
    try (OpenStores stores = OpenStores.on(from)) {
      fill(stores, "game");
      game = see(stores, "game");
      backup(from, file, Optional.empty());
    }
    from.command("HSET cw:store layout 3");
    assertThatThrownBy(() -> OpenStores.on(from).close()).hasMessageContaining("layout 3");
    assertThatThrownBy(() -> backup(from, folder.resolve("newer.cwb"), Optional.empty()))
        .hasMessageContaining("layout 3");
    restore(from, file, Optional.empty(), true);
    try (OpenStores stores = OpenStores.on(from)) {
      assertThat(see(stores, "game")).isEqualTo(game);
    }
  }

  @Test
  void valuesOfEveryTypeAreCopied() throws Exception {
    from.command("SET cw:string some");
    from.command("RPUSH cw:list b a b");
    from.command("SADD cw:set b a");
    from.command("ZADD cw:scores 1.5 b -inf a");
    from.command("XADD cw:stream 5-1 field one");
    from.command("XADD cw:stream 5-2 field two");
    from.command("XDEL cw:stream 5-2");
    from.command("XGROUP CREATE cw:stream readers 5-1");
    from.command("HSET cw:hash field value");
    from.command("PEXPIREAT cw:hash 4102444800000");
    for (int i = 0; i < 6_000; i += 100) {
      StringBuilder more = new StringBuilder("HSET cw:large");
      for (int j = i; j < i + 100; j++) {
        more.append(" f").append(j).append(" v").append(j);
      }
      from.command(more.toString());
    }
    Path file = folder.resolve("types.cwb");
    backup(from, file, Optional.empty());
    restore(to, file, Optional.empty(), false);
    for (String command :
        List.of(
            "GET cw:string",
            "LLEN cw:list",
            "LINDEX cw:list 2",
            "SCARD cw:set",
            "ZSCORE cw:scores a",
            "ZSCORE cw:scores b",
            "XLEN cw:stream",
            "HGET cw:hash field",
            "HLEN cw:large",
            "HGET cw:large f5999")) {
      assertThat(to.command(command)).as(command).isEqualTo(from.command(command));
    }
    assertThat(to.command("PTTL cw:hash")).isNotEqualTo(":-1");
    assertThat(to.command("XADD cw:stream 5-2 field again")).startsWith("-ERR");
    assertThat(to.command("XGROUP CREATE cw:stream readers 5-1")).startsWith("-BUSYGROUP");
  }
}

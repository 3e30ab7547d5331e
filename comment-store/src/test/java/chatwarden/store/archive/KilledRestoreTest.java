package chatwarden.store.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.runtime.error.FaultCode;
import chatwarden.store.comment.TestChat;
import chatwarden.store.layout.RestoreMarker;
import chatwarden.store.redis.OpenStores;
import chatwarden.testing.engine.RedisServer;
import chatwarden.testing.process.JavaProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A restore is killed in the middle. */
final class KilledRestoreTest {

  private static final int COMMENTS = 20_000;
  private static final Duration LIMIT = Duration.ofSeconds(90);

  @AutoClose private final RedisServer from = RedisServer.start();
  @AutoClose private final RedisServer to = RedisServer.start();

  @TempDir private Path folder;

  @Test
  void theStoreIsRefusedUntilASecondRestoreCompletesIt() throws Exception {
    Path file = folder.resolve("all.cwb");
    TestChat chat = TestChat.of("long", COMMENTS, 0);
    try (OpenStores stores = OpenStores.on(from)) {
      stores.start(chat.id());
      chat.classifiedBatches(100)
          .forEach(batch -> OpenStores.await(stores.comments().record(batch)));
      ArchiveFixture.backup(from, file, Optional.empty());
    }
    try (JavaProcess process =
        JavaProcess.ofMain(RestoreMain.class.getName())
            .arguments(to.uri(), file.toString())
            .start()) {
      Awaitility.await()
          .pollInterval(Duration.ofMillis(1))
          .pollDelay(Duration.ZERO)
          .atMost(LIMIT)
          .until(() -> Integer.parseInt(to.command("DBSIZE").substring(1)) > 100);
      process.kill9();
    }
    assertThat(to.command("HEXISTS " + RestoreMarker.KEY + " all")).isEqualTo(":1");
    assertThatThrownBy(() -> OpenStores.on(to).close())
        .matches(FaultCode.FAILED_PRECONDITION::isOf)
        .hasMessageStartingWith("a restore into this store is not complete");
    assertThatThrownBy(
            () -> ArchiveFixture.backup(to, folder.resolve("half.cwb"), Optional.empty()))
        .hasMessageStartingWith("a restore into this store is not complete");

    ArchiveFixture.restore(to, file, Optional.empty(), false);
    try (OpenStores stores = OpenStores.on(to)) {
      assertThat(ArchiveFixture.see(stores, chat.id()).chat())
          .isEqualTo(stores.comments().chat(chat.id()).orElseThrow());
      assertThat(stores.comments().chat(chat.id()).orElseThrow().getCommentCount())
          .isEqualTo(COMMENTS);
      assertThat(to.command("ZCARD cw:{long}:time")).isEqualTo(":" + COMMENTS);
    }
  }
}

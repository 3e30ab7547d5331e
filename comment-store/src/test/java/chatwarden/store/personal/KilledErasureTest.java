package chatwarden.store.personal;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.runtime.error.ChatwardenException;
import chatwarden.store.redis.MarkedAccount;
import chatwarden.store.redis.OpenStores;
import chatwarden.store.review.Reviewer;
import chatwarden.testing.engine.RedisServer;
import chatwarden.testing.process.JavaProcess;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
final class KilledErasureTest {

  private static final int COMMENTS = 3_000;
  private static final AccountScope ACCOUNT = new AccountScope(MarkedAccount.ID, "");
  private static final String LEFT = "ZCARD cw:{killed}:author:" + MarkedAccount.ID;

  @Test
  void erasureThatWasKilledIsCompletedByAnother() throws Exception {
    try (RedisServer redis = RedisServer.start();
        OpenStores stores = OpenStores.on(redis)) {
      MarkedAccount.leaveTraces(stores, "killed", COMMENTS);
      try (JavaProcess erasing =
          JavaProcess.ofMain(ErasingProcess.class.getName()).arguments(redis.uri()).start()) {
        Awaitility.await()
            .atMost(Duration.ofSeconds(60))
            .pollInterval(Duration.ofMillis(5))
            .until(() -> !redis.command(LEFT).equals(":" + COMMENTS));
        erasing.kill9();
      }
      assertThat(redis.command(LEFT)).as("broke off in the middle").isNotEqualTo(":0");
      assertThat(redis.keysWith(MarkedAccount.MARKERS)).isNotEmpty();
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .ignoreExceptionsMatching(ChatwardenException.class::isInstance)
          .until(() -> stores.personalData().erase(ACCOUNT, new Reviewer("Admin", "")).isAny());
      assertThat(redis.keysWith(MarkedAccount.MARKERS)).isEmpty();
      assertThat(stores.comments().chat("killed").orElseThrow().getCommentCount())
          .isEqualTo(2 * COMMENTS);
    }
  }
}

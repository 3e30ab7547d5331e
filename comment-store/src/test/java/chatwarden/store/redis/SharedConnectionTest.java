package chatwarden.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chatwarden.runtime.config.Config;
import chatwarden.runtime.error.OverloadedException;
import chatwarden.testing.engine.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

final class SharedConnectionTest {

  @Test
  void commandsBeyondTheQueueAreRefusedAtOnce() throws Exception {
    try (RedisServer redis = RedisServer.start()) {
      Config config = OpenStores.config(redis).with(StoreKeys.REDIS_QUEUE, 16);
      SharedConnection link =
          new SharedConnection(RedisAddress.parse(redis.uri()), RedisOptions.of(config));
      link.open(Duration.ofSeconds(20));
      await().until(() -> link.pending() == 0);
      redis.command("CLIENT PAUSE 2000 ALL");
      List<CompletionStage<String>> waiting = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        waiting.add(link.send(commands -> commands.ping()));
      }

      assertThatThrownBy(() -> link.ask(commands -> commands.ping()))
          .isInstanceOfSatisfying(
              OverloadedException.class,
              refusal -> assertThat(refusal.reason()).isEqualTo("STORE_BUSY"));

      waiting.forEach(answer -> assertThat(OpenStores.await(answer)).isEqualTo("PONG"));
      assertThat(link.pending()).isZero();
      link.close();
    }
  }
}

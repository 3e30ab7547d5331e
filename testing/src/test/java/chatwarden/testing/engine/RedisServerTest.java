package chatwarden.testing.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

final class RedisServerTest {

  @Test
  void whatWasAnsweredStandsAfterAKill() throws IOException {
    try (RedisServer redis = RedisServer.start()) {
      assertThat(redis.command("SET place here")).isEqualTo("+OK");
      redis.kill9();
      redis.restart();
      assertThat(redis.command("GET place")).isEqualTo("here");
    }
  }

  @Test
  void clusterServesAllSlotsAndRefusesToCrossThem() throws IOException {
    try (RedisServer redis = RedisServer.startCluster()) {
      assertThat(redis.command("SET {a}x 1")).isEqualTo("+OK");
      assertThat(redis.command("MGET {a}x {b}x")).startsWith("-CROSSSLOT");
      redis.restart();
      assertThat(redis.command("GET {a}x")).isEqualTo("1");
    }
  }
}

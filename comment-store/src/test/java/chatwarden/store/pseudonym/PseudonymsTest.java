package chatwarden.store.pseudonym;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.store.redis.OpenStores;
import chatwarden.testing.engine.RedisServer;
import org.junit.jupiter.api.Test;

final class PseudonymsTest {

  @Test
  void allProcessesOfAStoreUseTheKeyThatTheFirstOneMade() throws Exception {
    try (RedisServer redis = RedisServer.start();
        OpenStores one = OpenStores.on(redis);
        OpenStores other = OpenStores.on(redis)) {
      String pseudonym = one.pseudonyms().of("UC1");

      assertThat(pseudonym).matches("[0-9a-f]{32}").doesNotContain("UC1");
      assertThat(other.pseudonyms().of("UC1")).isEqualTo(pseudonym);
      assertThat(one.pseudonyms().of("UC2")).isNotEqualTo(pseudonym);
      assertThat(one.pseudonyms().of("")).isEmpty();
    }
  }

  @Test
  void anotherStoreHasOtherPseudonyms() throws Exception {
    try (RedisServer one = RedisServer.start();
        RedisServer other = RedisServer.start();
        OpenStores first = OpenStores.on(one);
        OpenStores second = OpenStores.on(other)) {
      assertThat(first.pseudonyms().of("UC1")).isNotEqualTo(second.pseudonyms().of("UC1"));
    }
  }
}

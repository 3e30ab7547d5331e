package chatwarden.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.runtime.error.InvalidInputException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RedisAddressTest {

  @Test
  void addressesOfOneServerAndOfAClusterAreTold() {
    RedisAddress one = RedisAddress.parse("redis://127.0.0.1:7000/2");
    assertThat(one.cluster()).isFalse();
    assertThat(one.nodes()).containsExactly("redis://127.0.0.1:7000/2");
    RedisAddress many = RedisAddress.parse("rediss-cluster://:word@a:1,b:2");
    assertThat(many.cluster()).isTrue();
    assertThat(many.nodes()).containsExactly("rediss://:word@a:1", "rediss://:word@b:2");
    assertThat(many.hosts()).isEqualTo("a:1, b:2");
  }

  @Test
  void whatIsNoAddressIsRefusedWithoutItsPassword() {
    for (String broken :
        List.of(
            "",
            "embedded",
            "http://a:1",
            "redis://",
            "redis://:secret@a:1,b:2",
            "redis://:secret@:x")) {
      assertThatThrownBy(() -> RedisAddress.parse(broken))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("redis.uri")
          .hasMessageNotContaining("secret");
    }
  }
}

package chatwarden.bridge.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.runtime.error.OverloadedException;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class RateLimitsTest {

  @Test
  void aBurstOfTwiceTheRatePassesAndNoMore() {
    RateLimits limits = new RateLimits("FULL", 1);
    limits.take("a");
    limits.take("a");
    assertThatThrownBy(() -> limits.take("a"))
        .isInstanceOfSatisfying(
            OverloadedException.class,
            full -> {
              assertThat(full.reason()).isEqualTo("FULL");
              assertThat(full.retryAfter())
                  .isBetween(java.time.Duration.ofMillis(1), java.time.Duration.ofSeconds(1));
            });
    assertThatCode(() -> limits.take("b")).doesNotThrowAnyException();
  }

  @Test
  void anyNumberOfCallersTakesABoundedPlace() {
    RateLimits limits = new RateLimits("FULL", 5);
    for (int i = 0; i < 5 * RateLimits.MAX_BUCKETS; i++) {
      limits.take("caller " + i);
    }
    assertThat(limits.remembered()).isBetween(1L, (long) RateLimits.MAX_BUCKETS);
  }

  @Test
  void noLimitRemembersNobody() {
    RateLimits limits = new RateLimits("FULL", 0);
    for (int i = 0; i < 1_000; i++) {
      limits.take("a");
    }
    assertThat(limits.remembered()).isZero();
  }

  @Test
  void theAddressesOfOneNetworkCountAsOne() throws Exception {
    assertThat(RateLimits.place(InetAddress.getByName("2001:db8:1:2::1")))
        .isEqualTo(RateLimits.place(InetAddress.getByName("2001:db8:1:2:ffff::9")))
        .isNotEqualTo(RateLimits.place(InetAddress.getByName("2001:db8:1:3::1")));
    assertThat(RateLimits.place(InetAddress.getByName("192.0.2.1")))
        .isNotEqualTo(RateLimits.place(InetAddress.getByName("192.0.2.2")));
  }
}

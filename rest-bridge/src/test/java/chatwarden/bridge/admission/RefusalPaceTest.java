package chatwarden.bridge.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class RefusalPaceTest {
  private static final long MILLIS = 1_000_000;

  private final RefusalPace pace = new RefusalPace(2 * MILLIS);
  private long now = System.nanoTime() + Duration.ofHours(1).toNanos();

  @Test
  void aSingleRefusalIsSentAtOnceAndManyAreSpreadOverTime() {
    assertThat(pace.delayNanos(now)).isZero();
    assertThat(pace.delayNanos(now)).isEqualTo(2 * MILLIS);
    assertThat(pace.delayNanos(now)).isEqualTo(4 * MILLIS);
    now += 1_000 * MILLIS;
    assertThat(pace.delayNanos(now)).isZero();
  }

  @Test
  void noRefusalIsHeldForLongerThanASecond() {
    for (int i = 0; i < 10_000; i++) {
      assertThat(pace.delayNanos(now)).isBetween(0L, 1_000 * MILLIS);
    }
  }
}

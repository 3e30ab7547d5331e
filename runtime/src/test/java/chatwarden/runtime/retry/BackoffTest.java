package chatwarden.runtime.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final Duration FIRST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofMillis(700);

  @Test
  void pausesGrowToTheBoundAndAreDrawnFromTheirUpperHalf() {
    Backoff backoff = new Backoff(FIRST, LONGEST);
    for (long full : List.of(100, 200, 400, 700, 700)) {
      assertThat(backoff.next()).isBetween(Duration.ofMillis(full / 2), Duration.ofMillis(full));
    }
  }

  @Test
  void resetBeginsAnew() {
    Backoff backoff = new Backoff(FIRST, LONGEST);
    Stream.generate(backoff::next).limit(5).forEach(pause -> {});
    backoff.reset();
    assertThat(backoff.next()).isLessThanOrEqualTo(FIRST);
  }

  @Test
  void equalGeneratorsDrawEqualPauses() {
    Backoff one = new Backoff(FIRST, LONGEST, new Random(3));
    Backoff other = new Backoff(FIRST, LONGEST, new Random(3));
    for (int i = 0; i < 5; i++) {
      assertThat(one.next()).isEqualTo(other.next());
    }
  }

  @Test
  void boundBelowTheFirstPauseIsTheFirstPause() {
    Backoff backoff = new Backoff(FIRST, Duration.ofMillis(1));
    assertThat(List.of(backoff.next(), backoff.next()))
        .allMatch(pause -> pause.compareTo(FIRST.dividedBy(2)) >= 0);
  }

  @Test
  void firstPauseIsPositive() {
    assertThatThrownBy(() -> new Backoff(Duration.ZERO, LONGEST))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("first");
  }
}

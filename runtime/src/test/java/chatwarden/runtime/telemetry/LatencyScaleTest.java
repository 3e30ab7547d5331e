package chatwarden.runtime.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class LatencyScaleTest {

  @Property
  void numberOfTheLeastTimeIsTheNumber(@ForAll @IntRange(max = LatencyScale.MOST) int number) {
    long nanos = (long) Math.ceil(LatencyScale.seconds(number) * 1e9);

    assertThat(LatencyScale.number(nanos)).isEqualTo(number);
  }

  @Property
  void timeIsWithinATenthOfItsNumber(
      @ForAll @LongRange(min = 50_000, max = 3_600_000_000_000L) long nanos) {
    double least = LatencyScale.seconds(LatencyScale.number(nanos));

    assertThat(nanos / 1e9).isBetween(least * 0.999_999, least * 1.100_001);
  }

  @Test
  void shortestAndLongestTimesHaveTheFirstAndTheLastNumber() {
    assertThat(LatencyScale.number(0)).isZero();
    assertThat(LatencyScale.number(Long.MAX_VALUE)).isEqualTo(LatencyScale.MOST);
  }
}

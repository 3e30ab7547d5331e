package chatwarden.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;

final class ValueTypeTest {

  @Property
  void aDurationIsReadBackFromWhatIsShown(
      @ForAll @LongRange(min = 0, max = 10_000_000_000L) long amount, @ForAll boolean millis) {
    Duration duration = millis ? Duration.ofMillis(amount) : Duration.ofNanos(amount);
    ValueType.Time type = new ValueType.Time();

    assertThat(type.parse(type.show(duration))).isEqualTo(duration);
  }

  @Property
  void distanceIsAMetric(
      @ForAll @StringLength(max = 12) String one, @ForAll @StringLength(max = 12) String other) {
    int distance = NearestName.distance(one, other);

    assertThat(distance).isEqualTo(NearestName.distance(other, one));
    assertThat(distance == 0).isEqualTo(one.equals(other));
    assertThat(distance)
        .isBetween(Math.abs(one.length() - other.length()), Math.max(one.length(), other.length()));
  }
}

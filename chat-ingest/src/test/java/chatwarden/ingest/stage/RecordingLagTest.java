package chatwarden.ingest.stage;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class RecordingLagTest {
  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00.250Z");

  @Test
  void aLiveCommentCountsFromItsPublication() {
    Instant published = NOW.minusSeconds(42);
    assertThat(lag(published, NOW.minusMillis(3))).isEqualTo(Duration.ofSeconds(42));
  }

  @Test
  void aCommentOfAnArchiveCountsFromThePublishingOfItsMessage() {
    Instant published = NOW.minus(Duration.ofDays(700));
    assertThat(lag(published, NOW.minusMillis(3))).isEqualTo(Duration.ofMillis(3));
  }

  @Test
  void aCommentThatWaitedForLongInTheBrokerCountsFromItsPublication() {
    Instant published = NOW.minus(Duration.ofDays(2));
    assertThat(lag(published, published.plusSeconds(1))).isEqualTo(Duration.ofDays(2));
  }

  @Property
  void theLagIsNeverNegative(
      @ForAll @LongRange(min = -100_000, max = 100_000) long published,
      @ForAll @LongRange(min = -100_000, max = 100_000) long sent) {
    assertThat(lag(NOW.plusSeconds(published), NOW.plusSeconds(sent)))
        .isGreaterThanOrEqualTo(Duration.ZERO);
  }

  private static Duration lag(Instant published, Instant sent) {
    Timestamp time =
        Timestamp.newBuilder()
            .setSeconds(published.getEpochSecond())
            .setNanos(published.getNano())
            .build();
    return RecordingLag.between(time, sent.toEpochMilli(), NOW);
  }
}

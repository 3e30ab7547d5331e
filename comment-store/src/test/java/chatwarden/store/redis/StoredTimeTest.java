package chatwarden.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class StoredTimeTest {

  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  @Property
  void exactTimeIsWrittenAsTheJdkWritesItAndReadsBack(@ForAll("times") Instant time) {
    Timestamp stored = StoredTime.timestamp(time);
    assertThat(StoredTime.exact(stored)).isEqualTo(time.toString());
    assertThat(StoredTime.read(StoredTime.exact(stored))).isEqualTo(stored);
  }

  @Property
  void sortableTimeIsCutToMicroseconds(@ForAll("times") Instant time) {
    assertThat(StoredTime.sortable(StoredTime.timestamp(time))).isEqualTo(MICROS.format(time));
  }

  @Property
  void sortableTimesSortAsTheTimesDo(@ForAll("times") Instant one, @ForAll("times") Instant other) {
    int asText =
        StoredTime.sortable(StoredTime.timestamp(one))
            .compareTo(StoredTime.sortable(StoredTime.timestamp(other)));
    int asTimes = Long.compare(StoredTime.micros(one), StoredTime.micros(other));
    assertThat(Integer.signum(asText)).isEqualTo(Integer.signum(asTimes));
  }

  @Provide
  Arbitrary<Instant> times() {
    Arbitrary<Long> seconds =
        Arbitraries.longs()
            .between(
                Instant.parse("0001-01-01T00:00:00Z").getEpochSecond(),
                Instant.parse("9999-12-31T23:59:59Z").getEpochSecond());
    Arbitrary<Integer> nanos =
        Arbitraries.oneOf(
            Arbitraries.of(0, 1, 1_000, 999_999_999, 120_000_000, 120_500_000),
            Arbitraries.integers().between(0, 999_999_999));
    return Combinators.combine(seconds, nanos).as(Instant::ofEpochSecond);
  }
}

package chatwarden.runtime.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.junit.jupiter.api.Test;

/** A server of two processors on which calls share, in a time of the test's own. */
class AdmissionLimitTest {
  private static final int PROCESSORS = 2;
  private static final long MILLIS = 1_000_000;

  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private long now;
  private final AdmissionLimit limit = limit(64);
  private int admitted;
  private int refused;

  /** A call that is let in and ends at {@code end}. */
  private record Call(long begin, long end, long size) {}

  private final PriorityQueue<Call> calls =
      new PriorityQueue<>(Comparator.comparingLong(Call::end));

  private AdmissionLimit limit(int max) {
    return new AdmissionLimit("test", max, PROCESSORS, metrics, () -> now);
  }

  /** {@code perSecond} calls a second that each take {@code millis} of a processor. */
  private void load(int seconds, int perSecond, long millis) {
    long until = now + seconds * 1_000L * MILLIS;
    while (now < until) {
      now += 1_000 * MILLIS / perSecond;
      while (!calls.isEmpty() && calls.peek().end() <= now) {
        Call over = calls.remove();
        limit.leave("a/Method", over.size(), over.end() - over.begin());
      }
      if (limit.tryEnter()) {
        admitted++;
        double share = Math.max(1, limit.underWay() / (double) PROCESSORS);
        calls.add(new Call(now, now + (long) (millis * MILLIS * share), millis));
      } else {
        refused++;
      }
    }
  }

  @Test
  void whatTheServerCanTakeIsLetInWhole() {
    load(20, 500, 2);

    assertThat(refused).isZero();
    assertThat(limit.limit()).isGreaterThanOrEqualTo(16);
  }

  @Test
  void underACrowdTheLimitFallsToWhereCallsTakeTwiceTheirTimeAndReturnsAfterIt() {
    load(5, 100, 10);
    load(20, 2_000, 10);

    assertThat(limit.limit()).isBetween(PROCESSORS, 2 * PROCESSORS + 1);
    assertThat(refused).isGreaterThan(admitted);
    double counted = metrics.get("admission.refusal").counter().count();
    assertThat(counted).isEqualTo(refused);

    load(20, 100, 10);
    int before = refused;
    load(5, 100, 10);
    assertThat(refused).isEqualTo(before);
    assertThat(limit.limit()).isEqualTo(32);
  }

  @Test
  void aLongCrowdIsNotTakenForTheUsual() {
    load(5, 100, 10);
    load(300, 2_000, 10);

    assertThat(limit.limit()).isLessThanOrEqualTo(3 * PROCESSORS);
  }

  @Test
  void largeCallsAmongSmallOnesAreNoCrowd() {
    for (int i = 0; i < 200; i++) {
      load(1, 20, i % 2 == 0 ? 1 : 40);
    }

    assertThat(refused).isZero();
    assertThat(limit.limit()).isGreaterThanOrEqualTo(16);
  }

  @Test
  void fewCallsThatAreSlowLowerNothing() {
    load(2, 10, 1);
    for (int i = 0; i < 1_000; i++) {
      assertThat(limit.tryEnter()).isTrue();
      now += 50 * MILLIS;
      limit.leave("a/Method", 1, 50 * MILLIS);
    }

    assertThat(limit.limit()).isEqualTo(32);
  }

  @Test
  void theLimitNeverPassesItsBoundsAndZeroIsNone() {
    AdmissionLimit narrow = limit(3);
    assertThat(narrow.limit()).isEqualTo(3);
    for (int i = 0; i < 3; i++) {
      assertThat(narrow.tryEnter()).isTrue();
    }
    assertThat(narrow.tryEnter()).isFalse();
    narrow.leave();
    assertThat(narrow.tryEnter()).isTrue();

    AdmissionLimit none = limit(0);
    for (int i = 0; i < 10_000; i++) {
      assertThat(none.tryEnter()).isTrue();
    }
  }
}

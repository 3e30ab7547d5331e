package chatwarden.serving.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class ServiceTimeTest {
  private static final long MILLIS = 1_000_000;

  private final ServiceTime time = new ServiceTime();

  private void run(int batches, long tokens, long nanos) {
    for (int i = 0; i < batches; i++) {
      time.ran(tokens, nanos);
    }
  }

  @Test
  void theFirstBatchesGiveNoEstimate() {
    run(200, 10, 50 * MILLIS);

    assertThat(time.nanos(1_000)).isZero();
  }

  @Test
  void aTokenTakesWhatTokensTookLately() {
    run(2_000, 10, MILLIS);
    assertThat(time.nanos(1)).isCloseTo(MILLIS / 10.0, within(1.0));

    run(5_000, 10, 5 * MILLIS);
    assertThat(time.nanos(1)).isCloseTo(MILLIS / 2.0, within(MILLIS * 0.01));
  }

  @Test
  void onePauseOfTheCollectorChangesLittle() {
    run(5_000, 10, MILLIS);
    run(1, 10, 50 * MILLIS);

    assertThat(time.nanos(1)).isCloseTo(MILLIS / 10.0, within(MILLIS * 0.006));
  }
}

package chatwarden.ingest.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class StageMetricsTest {

  private static final Duration LONGEST = Duration.ofMillis(50);

  private final StageMetrics metrics = new StageMetrics("record", new SimpleMeterRegistry());

  @Test
  void stageThatSettlesNothingStandsStill() {
    metrics.took(3);
    await().until(() -> metrics.standstill(LONGEST).isPresent());
    assertThat(metrics.standstill(LONGEST).orElseThrow()).contains("record").contains("3 in hand");

    metrics.settled(1);
    assertThat(metrics.standstill(Duration.ofMinutes(1))).isEmpty();
  }

  @Test
  void stageWithoutWorkDoesNotStandStill() {
    metrics.took(1);
    metrics.settled(1);

    await().during(LONGEST.multipliedBy(3)).until(() -> metrics.standstill(LONGEST).isEmpty());
  }
}

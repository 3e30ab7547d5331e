package chatwarden.standalone.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The progress of a run on standard error. */
class ProgressMeterTest {
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final AtomicLong nanos = new AtomicLong();

  @Test
  void elsewhereThanOnATerminalALineComesEveryTenSeconds() {
    ProgressMeter meter = meter(false);
    meter.begin(0, 0);
    meter.update(64, 0.01);
    pass(Duration.ofSeconds(10));
    meter.update(1_000, 0.25);
    pass(Duration.ofSeconds(9));
    meter.update(1_500, 0.4);
    pass(Duration.ofSeconds(81));
    meter.update(4_000, 0.5);
    meter.end(4_001, 3, "out.csv");

    assertThat(text())
        .isEqualTo(
            """
            25 %, 1,000 rows, 100 rows/s, 30s left
            50 %, 4,000 rows, 40 rows/s, 1m 40s left
            4,001 rows, 3 of them with an error, in 1m 40s: out.csv
            """);
  }

  @Test
  void onATerminalABarIsDrawnOver() {
    ProgressMeter meter = meter(true);
    meter.begin(500, 0.25);
    pass(Duration.ofSeconds(1));
    meter.update(1_000, 0.5);
    pass(Duration.ofMillis(200));
    meter.update(2_000, 1);
    meter.end(2_000, 0, "out.csv");

    assertThat(text().split("\r"))
        .containsExactly(
            "going on after 500 rows\n",
            "[============            ] 50 %, 1,000 rows, 500 rows/s, 2s left",
            "[========================] 100 %, 2,000 rows, 1,250 rows/s, 0s left",
            " ".repeat(67),
            "2,000 rows, 0 of them with an error, in 1s: out.csv\n");
  }

  private ProgressMeter meter(boolean terminal) {
    return new ProgressMeter(
        new PrintStream(printed, true, StandardCharsets.UTF_8), terminal, nanos::get);
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private String text() {
    return printed.toString(StandardCharsets.UTF_8);
  }
}

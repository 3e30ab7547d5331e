package chatwarden.worker.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CronScheduleTest {

  private static Optional<Instant> newest(String cron, String zone, String after, String until) {
    return CronSchedule.of(cron, ZoneId.of(zone))
        .newest(Instant.parse(after), Instant.parse(until));
  }

  @Test
  void newestFiringIsTheLastUpToTheTime() {
    assertThat(newest("0 3 * * *", "UTC", "2026-01-01T00:00:00Z", "2026-01-03T12:00:00Z"))
        .contains(Instant.parse("2026-01-03T03:00:00Z"));
    assertThat(newest("0 3 * * *", "UTC", "2026-01-03T02:00:00Z", "2026-01-03T03:00:00Z"))
        .as("at the very second")
        .contains(Instant.parse("2026-01-03T03:00:00Z"));
    assertThat(newest("0 3 * * *", "UTC", "2026-01-03T03:00:00Z", "2026-01-03T12:00:00Z"))
        .as("once only")
        .isEmpty();
    assertThat(newest("*/15 * * * *", "UTC", "2026-01-03T03:00:00Z", "2026-01-03T03:44:59.5Z"))
        .contains(Instant.parse("2026-01-03T03:30:00Z"));
  }

  @Test
  void fieldsAreOfTheTimeZone() {
    assertThat(
            newest("0 3 * * 1", "Asia/Ho_Chi_Minh", "2026-01-04T00:00:00Z", "2026-01-04T23:00:00Z"))
        .as("Monday three o'clock in Hanoi")
        .contains(Instant.parse("2026-01-04T20:00:00Z"));
  }

  @Test
  void hourThatSummerTimeRepeatsFiresOnce() {
    // In Berlin, 2026-10-25 has the hour from two to three twice.
    Optional<Instant> first =
        newest("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00:00Z", "2026-10-25T12:00:00Z");
    assertThat(first).isPresent();
    assertThat(
            newest(
                "30 2 * * *",
                "Europe/Berlin",
                first.orElseThrow().toString(),
                "2026-10-25T12:00:00Z"))
        .isEmpty();
  }
}

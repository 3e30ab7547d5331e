package chatwarden.worker.definition;

import chatwarden.mlops.v1.Pipeline;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * When a cron expression of five fields fires, in a time zone with its changes between summer and
 * winter. Immutable.
 */
public final class CronSchedule {

  private final ExecutionTime times;
  private final ZoneId zone;

  private CronSchedule(ExecutionTime times, ZoneId zone) {
    this.times = times;
    this.zone = zone;
  }

  /**
   * Returns the schedule of an expression.
   *
   * @throws IllegalArgumentException if it is malformed
   */
  static CronSchedule of(String expression, ZoneId zone) {
    CronParser parser = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));
    return new CronSchedule(ExecutionTime.forCron(parser.parse(expression).validate()), zone);
  }

  /** Returns the schedule of a pipeline; empty where it has none. */
  public static Optional<CronSchedule> of(Pipeline pipeline) {
    return pipeline.getCron().isEmpty()
        ? Optional.empty()
        : Optional.of(of(pipeline.getCron(), ZoneId.of(pipeline.getTimeZone())));
  }

  /** Returns the newest firing in {@code (after, until]}, if there is one. */
  public Optional<Instant> newest(Instant after, Instant until) {
    // The library looks strictly before a time, by whole seconds.
    ZonedDateTime end = until.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1).atZone(zone);
    return times
        .lastExecution(end)
        .map(ZonedDateTime::toInstant)
        .filter(fired -> fired.isAfter(after) && !fired.isAfter(until));
  }
}

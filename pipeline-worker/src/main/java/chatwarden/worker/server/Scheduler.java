package chatwarden.worker.server;

import chatwarden.mlops.v1.Pipeline;
import chatwarden.store.pipeline.StepQueue;
import chatwarden.worker.definition.CronSchedule;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fires the schedules of pipelines. Every worker has one, and the store lets each firing begin one
 * run. Of firings that no worker was there for, only the newest is made up, if it is not later than
 * the pipeline allows. Used by one thread.
 */
final class Scheduler {

  private static final Logger log = LoggerFactory.getLogger(Scheduler.class);

  /** A firing this late is on time: a worker may have been busy. */
  private static final Duration ON_TIME = Duration.ofMinutes(1);

  private final StepQueue queue;
  private final InstantSource clock;

  Scheduler(StepQueue queue, InstantSource clock) {
    this.queue = queue;
    this.clock = clock;
  }

  /** Begins the runs that are due. */
  void fire(List<Pipeline> pipelines) {
    Instant now = clock.instant();
    for (Pipeline pipeline : pipelines) {
      Optional<Instant> due =
          CronSchedule.of(pipeline)
              .flatMap(cron -> cron.newest(queue.lastFiring(pipeline.getName(), now), now));
      if (due.isPresent() && isInTime(pipeline, due.get(), now)) {
        boolean began = queue.fire(pipeline, due.get());
        log.info("Fired pipeline={} due={} began={}", pipeline.getName(), due.get(), began);
      }
    }
  }

  private static boolean isInTime(Pipeline pipeline, Instant due, Instant now) {
    Duration allowed = Duration.ofSeconds(pipeline.getMakeUp().getSeconds());
    Duration late = Duration.between(due, now);
    return late.compareTo(ON_TIME) <= 0 || late.compareTo(allowed) <= 0;
  }
}

package chatwarden.ingest.stage;

import chatwarden.pipeline.v1.ClassifiedComment;
import com.google.protobuf.Timestamp;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Times comments from their publication to their recording. A comment more than {@link #HISTORY}
 * old when it was classified is of an archive or a replay; its time counts from the publishing of
 * its message. Safe for use by many threads.
 */
final class RecordingLag {

  /** How old a comment of a live chat may be when its message is published. */
  static final Duration HISTORY = Duration.ofHours(1);

  private static final Duration[] BUCKETS = {
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofMillis(2_500),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10),
    Duration.ofSeconds(30),
    Duration.ofMinutes(1),
    Duration.ofMinutes(5),
  };

  private final InstantSource clock;
  private final Timer lag;

  RecordingLag(MeterRegistry registry, InstantSource clock) {
    this.clock = clock;
    this.lag =
        Timer.builder("comment.lag")
            .description("How long after their publication comments were recorded")
            .serviceLevelObjectives(BUCKETS)
            .register(registry);
  }

  /** Times the comments of a call that was recorded. */
  void recorded(RecordCall call) {
    Instant now = clock.instant();
    for (LaneMessage each : call.messages()) {
      if (each.message() instanceof ClassificationMessage message) {
        for (ClassifiedComment comment : message.batch().getCommentsList()) {
          lag.record(
              between(comment.getComment().getPublishTime(), each.delivery().sentMillis(), now));
        }
      }
    }
  }

  /** Returns the lag; zero where the clock of the platform is ahead. */
  static Duration between(Timestamp time, long sentMillis, Instant now) {
    Instant published = Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    Instant sent = Instant.ofEpochMilli(sentMillis);
    boolean old = published.isBefore(sent.minus(HISTORY));
    Duration lag = Duration.between(old ? sent : published, now);
    return lag.isNegative() ? Duration.ZERO : lag;
  }
}

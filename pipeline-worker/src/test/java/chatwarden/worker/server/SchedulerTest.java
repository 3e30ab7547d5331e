package chatwarden.worker.server;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.mlops.v1.Pipeline;
import chatwarden.mlops.v1.PipelineStep;
import chatwarden.runtime.config.Config;
import chatwarden.store.RedisStores;
import chatwarden.store.pipeline.StepQueue;
import chatwarden.store.redis.StoreKeys;
import chatwarden.testing.engine.RedisServer;
import com.google.protobuf.Duration;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Schedulers of two workers with one clock, on a real Redis. */
class SchedulerTest {

  private final RedisServer redis = RedisServer.start();
  private final RedisStores stores =
      RedisStores.open(
          Config.defaults().with(StoreKeys.REDIS_URI, redis.uri()),
          new SimpleMeterRegistry(),
          "test");
  private final StepQueue queue = stores.steps();
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T12:00:00Z"));
  private final Scheduler one = new Scheduler(queue, now::get);
  private final Scheduler two = new Scheduler(queue, now::get);

  @BeforeEach
  void start() throws Exception {
    stores.start();
  }

  @AfterEach
  void close() {
    stores.close();
    redis.close();
  }

  private static Pipeline daily(long makeUpSeconds) {
    return Pipeline.newBuilder()
        .setName("train")
        .setCron("0 3 * * *")
        .setTimeZone("UTC")
        .setMakeUp(Duration.newBuilder().setSeconds(makeUpSeconds))
        .addSteps(PipelineStep.newBuilder().setName("a"))
        .build();
  }

  /** Lets both look at a time, and returns the ids of the runs that there are, the newest first. */
  private List<String> lookAt(String time, Pipeline pipeline) {
    now.set(Instant.parse(time));
    one.fire(List.of(pipeline));
    two.fire(List.of(pipeline));
    List<String> ids = stores.runs().list(0, "").runs().stream().map(run -> run.getId()).toList();
    ids.forEach(id -> stores.runs().cancel(id, ""));
    return ids;
  }

  @Test
  void eachFiringBeginsOneRunHoweverManyWorkersLook() {
    Pipeline pipeline = daily(3_600);

    assertThat(lookAt("2026-01-01T12:00:00Z", pipeline)).as("none of the past").isEmpty();
    assertThat(lookAt("2026-01-02T02:59:59Z", pipeline)).isEmpty();
    assertThat(lookAt("2026-01-02T03:00:00Z", pipeline)).containsExactly("train-20260102-030000");
    assertThat(lookAt("2026-01-02T03:00:01Z", pipeline)).hasSize(1);
    assertThat(lookAt("2026-01-03T03:00:00Z", pipeline)).hasSize(2);
  }

  @Test
  void newestOfMissedFiringsIsMadeUpWithinTheLimit() {
    Pipeline pipeline = daily(3_600);
    lookAt("2026-01-01T12:00:00Z", pipeline);

    assertThat(lookAt("2026-01-05T03:59:00Z", pipeline)).containsExactly("train-20260105-030000");
    assertThat(lookAt("2026-01-06T04:00:01Z", pipeline)).as("too late").hasSize(1);
  }

  @Test
  void missedFiringsAreLeftOutWhereNoneIsMadeUp() {
    Pipeline pipeline = daily(0);
    lookAt("2026-01-01T12:00:00Z", pipeline);

    assertThat(lookAt("2026-01-02T03:01:00Z", pipeline)).as("on time").hasSize(1);
    assertThat(lookAt("2026-01-03T03:01:01Z", pipeline)).as("late").hasSize(1);
  }
}

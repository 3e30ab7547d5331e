package chatwarden.store.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chatwarden.mlops.v1.Pipeline;
import chatwarden.mlops.v1.PipelineRun;
import chatwarden.mlops.v1.PipelineStep;
import chatwarden.mlops.v1.RunAction;
import chatwarden.mlops.v1.RunActionKind;
import chatwarden.mlops.v1.RunState;
import chatwarden.mlops.v1.StepResult;
import chatwarden.mlops.v1.StepState;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.store.redis.OpenStores;
import chatwarden.testing.engine.RedisServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RunStoreTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration SHORT = Duration.ofMillis(1);
  private static final StepResult DONE = StepResult.newBuilder().setFingerprint("f1").build();
  private static final StepResult BROKEN = StepResult.newBuilder().setExitStatus(2).build();

  @AutoClose private final RedisServer redis = RedisServer.startCluster();
  @AutoClose private final OpenStores stores;
  private final RunStore runs;
  private final StepQueue steps;

  RunStoreTest() throws InterruptedException {
    stores = OpenStores.on(redis);
    runs = stores.runs();
    steps = stores.steps();
  }

  @BeforeEach
  void publish() {
    steps.publish(List.of(pipeline("batch"), pipeline("train")));
  }

  private static Pipeline pipeline(String name) {
    return Pipeline.newBuilder()
        .setName(name)
        .putParameters("language", "vi")
        .addSteps(PipelineStep.newBuilder().setName("data"))
        .addSteps(PipelineStep.newBuilder().setName("fit").addNeeds("data"))
        .build();
  }

  private PipelineRun begun(String id) {
    return runs.start("train", id, Map.of(), "key:a");
  }

  private StepLease claim(PipelineRun run, String step) {
    return steps.claim(run, step, "worker", LONG).orElseThrow();
  }

  private StepState state(String run, int step) {
    return runs.find(run).orElseThrow().getSteps(step).getState();
  }

  @Test
  void runEndsDoneWhenEveryStepIs() {
    PipelineRun run = begun("r1");

    assertThat(claim(run, "data").done(DONE, false)).isTrue();
    StepLease fit = claim(run, "fit");
    fit.log("epoch 1".getBytes(StandardCharsets.UTF_8), 3);
    assertThat(fit.done(DONE, false)).isTrue();

    PipelineRun ended = runs.find("r1").orElseThrow();
    assertThat(ended.getState()).isEqualTo(RunState.RUN_DONE);
    assertThat(ended.hasEndTime()).isTrue();
    assertThat(ended.getSteps(1).getResult()).isEqualTo(DONE);
    assertThat(runs.log("r1", "fit").getText()).isEqualTo("epoch 1");
    assertThat(runs.log("r1", "fit").getSkippedBytes()).isEqualTo(3);
    assertThat(steps.open()).isEmpty();
  }

  @Test
  void holderOfALostLeaseChangesNothing() {
    PipelineRun run = begun("r1");
    StepLease first = steps.claim(run, "data", "one", SHORT).orElseThrow();
    StepLease second =
        await()
            .until(() -> steps.claim(run, "data", "two", LONG), Optional::isPresent)
            .orElseThrow();

    assertThat(second.fence()).isGreaterThan(first.fence());
    assertThat(second.attempt()).isEqualTo(2);
    assertThat(first.renew()).isEqualTo(StepLease.Renewal.LOST);
    assertThat(first.done(DONE, true)).isFalse();
    first.log("late".getBytes(StandardCharsets.UTF_8), 0);
    first.release();

    assertThat(runs.log("r1", "data").getText()).isEmpty();
    assertThat(second.renew()).isEqualTo(StepLease.Renewal.HELD);
    assertThat(steps.claim(run, "data", "three", LONG)).isEmpty();
    assertThat(second.done(DONE, true)).isTrue();
    assertThat(second.done(DONE, true)).as("an answer that was lost").isTrue();
    assertThat(steps.claim(run, "data", "three", LONG)).isEmpty();
  }

  @Test
  void stepWhoseWorkersKeepGoingAwayFails() {
    PipelineRun run = begun("r1");
    await()
        .until(
            () -> {
              var _ = steps.claim(run, "data", "one", SHORT);
              return state("r1", 0) == StepState.STEP_FAILED;
            });

    PipelineRun failed = runs.find("r1").orElseThrow();
    assertThat(failed.getState()).isEqualTo(RunState.RUN_FAILED);
    assertThat(failed.getSteps(0).getAttempt()).isEqualTo(6);
    assertThat(failed.getSteps(0).getResult().getMessage()).contains("6 workers went away");
  }

  @Test
  void failedAttemptWaitsForItsPauseAndCounts() {
    PipelineRun run = begun("r1");
    claim(run, "data").retryLater(BROKEN, LONG);
    assertThat(steps.claim(run, "data", "worker", LONG)).isEmpty();
    runs.cancel("r1", "");
    runs.resume("r1", "");

    StepLease again = claim(run, "data");
    assertThat(again.failures()).as("begins anew when resumed").isZero();
    again.retryLater(BROKEN, Duration.ZERO);
    assertThat(claim(run, "data").failures()).isEqualTo(1);
  }

  @Test
  void failedRunIsResumedWhereItFailed() {
    PipelineRun run = begun("r1");
    claim(run, "data").done(DONE, false);
    claim(run, "fit").failed(BROKEN);
    assertThat(runs.find("r1").orElseThrow().getState()).isEqualTo(RunState.RUN_FAILED);

    PipelineRun resumed = runs.resume("r1", "key:b");

    assertThat(resumed.getState()).isEqualTo(RunState.RUN_RUNNING);
    assertThat(resumed.getSteps(0).getState()).isEqualTo(StepState.STEP_DONE);
    claim(run, "fit").done(DONE, false);
    assertThatThrownBy(() -> runs.resume("r1", ""))
        .isInstanceOf(ChatwardenException.class)
        .hasMessageContaining("the run is done");
  }

  @Test
  void cancelReachesTheHolderAndEndsTheRun() {
    PipelineRun run = begun("r1");
    StepLease data = claim(run, "data");

    assertThat(runs.cancel("r1", "key:a").getState()).isEqualTo(RunState.RUN_RUNNING);
    assertThat(data.renew()).isEqualTo(StepLease.Renewal.CANCELLED);
    assertThat(data.cancelled(BROKEN)).isTrue();

    assertThat(runs.find("r1").orElseThrow().getState()).isEqualTo(RunState.RUN_CANCELLED);
    assertThat(state("r1", 1)).isEqualTo(StepState.STEP_CANCELLED);
    assertThat(runs.cancel("r1", "key:a").getState()).isEqualTo(RunState.RUN_CANCELLED);
  }

  @Test
  void cancelledRunOfAWorkerThatIsGoneEnds() {
    var _ = steps.claim(begun("r1"), "data", "one", SHORT);
    runs.cancel("r1", "");
    await()
        .until(
            () -> steps.open().stream().noneMatch(run -> run.getState() == RunState.RUN_RUNNING));
    assertThat(runs.find("r1").orElseThrow().getState()).isEqualTo(RunState.RUN_CANCELLED);
  }

  @Test
  void pipelineHasOneRunAtATime() {
    PipelineRun run = begun("r1");

    assertThat(begun("r1")).isEqualTo(run);
    assertThatThrownBy(() -> begun("r2")).hasMessageContaining("another run of pipeline train");
    assertThat(runs.start("batch", "", Map.of("language", "en"), "").getParametersMap())
        .containsEntry("language", "en");
    runs.cancel("r1", "");
    begun("r2");
    assertThatThrownBy(() -> runs.resume("r1", "")).hasMessageContaining("another run");
  }

  @Test
  void firingBeginsOneRunOverAllWorkers() {
    Pipeline train = pipeline("train");
    Instant due = Instant.parse("2026-01-01T03:00:00Z");
    assertThat(steps.lastFiring("train", due.minusSeconds(60))).isEqualTo(due.minusSeconds(60));

    assertThat(steps.fire(train, due)).isTrue();
    assertThat(steps.fire(train, due)).isFalse();
    assertThat(steps.lastFiring("train", due)).isEqualTo(due);
    assertThat(steps.fire(train, due.plusSeconds(60))).as("while the first goes on").isFalse();

    assertThat(runs.list(0, "").runs())
        .extracting(PipelineRun::getId)
        .containsExactly("train-20260101-030000");
    assertThat(runs.actions(0, "").actions())
        .extracting(RunAction::getKind)
        .containsExactly(RunActionKind.FIRING_LEFT_OUT, RunActionKind.RUN_BEGUN);
  }

  @Test
  void outputsServeUntilTheirRunIsForgotten() {
    claim(begun("r1"), "data").done(DONE, true);
    assertThat(steps.done("f1").orElseThrow().getReusedRun()).isEqualTo("r1");
    assertThat(steps.dropBeyond(0)).as("it goes on").isEmpty();
    runs.cancel("r1", "");

    assertThat(steps.dropBeyond(1)).isEmpty();
    assertThat(steps.dropBeyond(0)).containsExactly("r1");
    assertThat(steps.done("f1")).isEmpty();
    assertThat(runs.find("r1")).isEmpty();
    assertThat(runs.list(0, "").runs()).isEmpty();
  }

  @Test
  void pagesHaveEveryRunAndPipelineOnce() {
    for (int i = 0; i < 5; i++) {
      begun("r" + i);
      runs.cancel("r" + i, "");
    }
    List<String> ids = new ArrayList<>();
    String token = "";
    do {
      RunPage page = runs.list(2, token);
      page.runs().forEach(run -> ids.add(run.getId()));
      token = page.nextPageToken();
    } while (!token.isEmpty());

    assertThat(ids).containsExactlyInAnyOrder("r4", "r3", "r2", "r1", "r0");
    PipelinePage first = runs.pipelines(1, "");
    assertThat(first.pipelines()).containsExactly(pipeline("batch"));
    assertThat(runs.pipelines(1, first.nextPageToken()).pipelines())
        .containsExactly(pipeline("train"));
    assertThat(runs.actions(3, runs.actions(7, "").nextPageToken()).actions()).hasSize(3);
  }

  @Test
  void refusalsNameTheirReason() {
    assertThatThrownBy(() -> runs.start("none", "", Map.of(), ""))
        .hasMessageContaining("no worker has read a pipeline of this name");
    assertThatThrownBy(() -> runs.start("train", "R 1", Map.of(), ""))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("lower-case letters, digits and dashes");
    assertThatThrownBy(() -> runs.start("train", "", Map.of("speed", "1"), ""))
        .hasMessageContaining("speed (expected: one of language)");
    assertThatThrownBy(() -> runs.start("train", "", Map.of("language", "a\nb"), ""))
        .hasMessageContaining("control character");
    assertThatThrownBy(() -> runs.cancel("x", "")).hasMessageContaining("no run has this id");
    begun("r1");
    assertThatThrownBy(() -> runs.log("r1", "x")).hasMessageContaining("no step of this name");
    assertThatThrownBy(() -> runs.actions(1, "x")).isInstanceOf(InvalidInputException.class);
  }
}

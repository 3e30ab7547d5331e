package chatwarden.worker.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chatwarden.mlops.v1.PipelineRun;
import chatwarden.mlops.v1.RunState;
import chatwarden.mlops.v1.StepRun;
import chatwarden.testing.process.JavaProcess;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real workers on a real Redis, one of which is killed or stopped in the middle of each step. */
@Timeout(300)
class WorkerKillTest {

  private static final List<String> STEPS =
      List.of("data", "validate", "train", "evaluate", "gate", "register", "shadow", "roll-out");

  /**
   * The first attempt leaves a part of the output and hangs; later ones write it whole. The lock
   * shows whether two commands of a step ever run at once.
   */
  private static final String SCRIPT =
      """
      set -eu
      exec 9>"$1/lock-$PIPELINE_STEP"
      flock -n 9 || echo "$PIPELINE_STEP" >>"$1/overlaps"
      if [ "$PIPELINE_ATTEMPT" = 1 ]; then
        echo part >out.txt
        echo $$ >"$1/hanging-$PIPELINE_STEP"
        sleep 600
        echo "$PIPELINE_STEP" >>"$1/zombies"
      fi
      { [ -z "${2:-}" ] || cat "$2"; echo "$PIPELINE_STEP"; } >out.txt
      echo "$PIPELINE_STEP" >>"$1/effects"
      """;

  private @TempDir Path scratch;
  @AutoClose private WorkerFixture fixture;
  private final Map<Long, JavaProcess> workers = new TreeMap<>();

  @BeforeEach
  void define() throws Exception {
    boolean hasFlock =
        List.of(System.getenv("PATH").split(File.pathSeparator)).stream()
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "flock")));
    assumeTrue(hasFlock, "flock (util-linux) is missing");
    fixture = new WorkerFixture(scratch);
    Files.writeString(scratch.resolve("step.sh"), SCRIPT);
    StringBuilder yaml = new StringBuilder("steps:\n");
    String before = "";
    for (String step : STEPS) {
      String input = before.isEmpty() ? "" : ", '${input:" + before + "/out.txt}'";
      yaml.append("  - name: ").append(step).append('\n');
      yaml.append("    command: [bash, %1$s/step.sh, %1$s%2$s]\n".formatted(scratch, input));
      yaml.append("    outputs: [out.txt]\n");
      before = step;
    }
    fixture.define("train", yaml.toString());
  }

  private void startWorker() {
    JavaProcess worker = fixture.workerProcess();
    workers.put(worker.pid(), worker);
  }

  private JavaProcess holder(String run, String step) {
    StepRun held = fixture.step(run, step);
    long pid = Long.parseLong(held.getWorker().substring(held.getWorker().lastIndexOf(':') + 1));
    return Objects.requireNonNull(workers.get(pid), held.getWorker());
  }

  /** Waits until the first attempt at a step hangs, and returns the process id of its command. */
  private long hanging(String step) throws IOException {
    Path marker = scratch.resolve("hanging-" + step);
    await().atMost(WorkerFixture.LIMIT).until(() -> Files.exists(marker) && Files.size(marker) > 0);
    return Long.parseLong(Files.readString(marker).strip());
  }

  private void assertDoneOnce(PipelineRun ended) throws IOException {
    assertThat(ended.getState()).isEqualTo(RunState.RUN_DONE);
    assertThat(ended.getStepsList()).allSatisfy(step -> assertThat(step.getAttempt()).isEqualTo(2));
    assertThat(Files.readAllLines(scratch.resolve("effects"))).isEqualTo(STEPS);
    assertThat(scratch.resolve("overlaps")).doesNotExist();
    assertThat(scratch.resolve("zombies")).doesNotExist();
    assertThat(fixture.made(ended.getId(), "roll-out", "out.txt"))
        .isEqualTo(String.join("\n", STEPS) + "\n");
    try (var attempts = Files.list(scratch.resolve("runs").resolve(ended.getId()))) {
      assertThat(attempts).as("one folder a step").hasSize(STEPS.size());
    }
  }

  private void closeWorkers() {
    new ArrayList<>(workers.values()).forEach(JavaProcess::close);
  }

  @Test
  void runEndsAsIfNothingHappenedWhenTheWorkerIsKilledInEveryStep() throws Exception {
    try {
      startWorker();
      startWorker();
      PipelineRun run = fixture.begin("train");
      for (String step : STEPS) {
        long command = hanging(step);
        JavaProcess killed = holder(run.getId(), step);
        killed.kill9();
        workers.remove(killed.pid());
        await()
            .atMost(WorkerMain.LEASE)
            .untilAsserted(() -> assertThat(ProcessHandle.of(command)).isEmpty());
        startWorker();
      }
      assertDoneOnce(fixture.ended(run.getId()));
    } finally {
      closeWorkers();
    }
  }

  @Test
  void workerThatHangsLosesItsStepAndNeverRunsItBesideAnother() throws Exception {
    try {
      startWorker();
      startWorker();
      PipelineRun run = fixture.begin("train");
      JavaProcess suspended = null;
      for (String step : STEPS) {
        long command = hanging(step);
        if (suspended != null) {
          suspended.resume();
        }
        suspended = holder(run.getId(), step);
        suspended.suspend();
        await()
            .atMost(WorkerMain.LEASE.plus(Duration.ofSeconds(5)))
            .untilAsserted(() -> assertThat(ProcessHandle.of(command)).isEmpty());
      }
      assertDoneOnce(fixture.ended(run.getId()));
    } finally {
      workers.values().forEach(JavaProcess::resume);
      closeWorkers();
    }
  }
}

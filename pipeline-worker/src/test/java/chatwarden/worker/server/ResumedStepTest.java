package chatwarden.worker.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatwarden.mlops.v1.PipelineRun;
import chatwarden.mlops.v1.RunState;
import chatwarden.testing.process.JavaProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A step that goes on with the files of an attempt whose worker was killed. */
@Timeout(120)
class ResumedStepTest {

  private static final String PIPELINE =
      """
      steps:
        - name: long
          command: [bash, "%1$s/long.sh", "%1$s"]
          outputs: [out]
          resume: yes
      """;

  /** The first attempt leaves a half of its work and a part of an output, and hangs. */
  private static final String SCRIPT =
      """
      set -eu
      if [ ! -e half ]; then
        echo first >half
        mkdir out
        echo part >out/part.txt
        touch "$1/hanging"
        sleep 600
      fi
      mkdir out
      { cat half; echo second; } >out/whole.txt
      """;

  private @TempDir Path scratch;
  @AutoClose private WorkerFixture fixture;

  @BeforeEach
  void define() throws Exception {
    fixture = new WorkerFixture(scratch);
    Files.writeString(scratch.resolve("long.sh"), SCRIPT);
    fixture.define("check", PIPELINE.formatted(scratch));
  }

  @Test
  void nextAttemptHasTheFilesAndNotTheOutputsOfTheOneBefore() throws Exception {
    PipelineRun run;
    try (JavaProcess killed = fixture.workerProcess()) {
      run = fixture.begin("check");
      await().atMost(WorkerFixture.LIMIT).until(() -> Files.exists(scratch.resolve("hanging")));
      killed.kill9();
    }
    try (JavaProcess _ = fixture.workerProcess()) {
      assertThat(fixture.ended(run.getId()).getState()).isEqualTo(RunState.RUN_DONE);
    }

    assertThat(fixture.step(run.getId(), "long").getAttempt()).isEqualTo(2);
    assertThat(fixture.made(run.getId(), "long", "out/whole.txt")).isEqualTo("first\nsecond\n");
    assertThat(fixture.result(run.getId(), "long").getArtefactsCount()).isEqualTo(1);
  }
}

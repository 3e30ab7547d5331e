package chatwarden.worker.server;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.mlops.v1.PipelineRun;
import chatwarden.mlops.v1.RunState;
import chatwarden.mlops.v1.StepRun;
import chatwarden.mlops.v1.StepState;
import chatwarden.testing.project.ProjectRoot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The pipelines that ship, with a program in the place of {@code chatwarden} that makes files. */
@Timeout(120)
class ShippedPipelinesTest {

  private static final String FAKE =
      """
      #!/usr/bin/env bash
      set -eu
      echo "$*" >>"%1$s/calls"
      if [ -e "%1$s/unknown" ] && [ "$1" = "$(cat "%1$s/unknown")" ]; then
        echo "Unmatched argument at index 0: '$1'"
        echo "Usage: chatwarden COMMAND"
        exit 2
      fi
      while [ $# -gt 0 ]; do
        case "$1" in
          --out) mkdir -p "$2"; echo text,label >"$2/dev.csv" ;;
          --models) [ -e "$2" ] || { mkdir -p "$2/m/1"; echo weights >"$2/m/1/w"; } ;;
          --report | --output) echo result >"$2" ;;
          --json) case "${2:-}" in *.json) echo '{}' >"$2" ;; esac ;;
        esac
        shift
      done
      echo '{"ok": true}'
      """;

  private @TempDir Path scratch;
  @AutoClose private WorkerFixture fixture;

  @BeforeEach
  void open() throws Exception {
    fixture = new WorkerFixture(scratch);
    Path program = Files.writeString(scratch.resolve("chatwarden"), FAKE.formatted(scratch));
    assertThat(program.toFile().setExecutable(true)).isTrue();
  }

  private PipelineRun ended(String pipeline) throws Exception {
    PipelineServer worker =
        WorkerMain.server(
            fixture
                .config()
                .with(
                    WorkerKeys.DEFINITIONS,
                    List.of(ProjectRoot.find().resolve("pipelines").toString()))
                .with(WorkerKeys.LAUNCHER, scratch.resolve("chatwarden").toString()));
    worker.start();
    try {
      return fixture.ended(fixture.begin(pipeline).getId());
    } finally {
      worker.drain(Duration.ofSeconds(10));
      worker.close();
    }
  }

  @Test
  void eachRunsItsStepsInOrder() throws Exception {
    for (String pipeline : List.of("batch", "monitor", "train")) {
      PipelineRun run = ended(pipeline);
      assertThat(run.getState()).as(run.toString()).isEqualTo(RunState.RUN_DONE);
    }
    assertThat(Files.readAllLines(scratch.resolve("calls")))
        .extracting(call -> call.split(" -")[0].replaceFirst(" /.*", ""))
        .containsExactly(
            "classify",
            "monitor",
            "export labels",
            "data validate",
            "train stage1",
            "evaluate",
            "evaluate gate",
            "models register vi-linear",
            "rollout status vi-linear",
            "rollout canary vi-linear",
            "rollout status vi-linear",
            "rollout promote vi-linear");
  }

  @Test
  void commandThatIsNotThereFailsItsStepWithItsName() throws Exception {
    Files.writeString(scratch.resolve("unknown"), "monitor");
    Path definitions = scratch.resolve("definitions");
    Files.writeString(
        definitions.resolve("once.yaml"),
        "steps: [{name: report, command: [chatwarden, monitor]}]");
    PipelineServer worker =
        WorkerMain.server(
            fixture.config().with(WorkerKeys.LAUNCHER, scratch.resolve("chatwarden").toString()));
    worker.start();
    try {
      StepRun step = fixture.ended(fixture.begin("once").getId()).getSteps(0);
      assertThat(step.getState()).isEqualTo(StepState.STEP_FAILED);
      assertThat(step.getResult().getMessage())
          .isEqualTo("exit status 2: Unmatched argument at index 0: 'monitor'");
    } finally {
      worker.drain(Duration.ofSeconds(10));
      worker.close();
    }
  }
}

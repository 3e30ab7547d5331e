package chatwarden.worker.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chatwarden.mlops.v1.Artefact;
import chatwarden.mlops.v1.PipelineRun;
import chatwarden.mlops.v1.RunState;
import chatwarden.mlops.v1.StepRun;
import chatwarden.mlops.v1.StepState;
import chatwarden.runtime.error.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class PipelineServerTest {

  private @TempDir Path scratch;
  private WorkerFixture fixture;
  private @Nullable PipelineServer worker;

  @BeforeEach
  void open() throws Exception {
    fixture = new WorkerFixture(scratch);
  }

  @AfterEach
  void close() throws Exception {
    if (worker != null) {
      worker.drain(Duration.ofSeconds(20));
      worker.close();
    }
    fixture.close();
  }

  private PipelineServer worker() {
    return Objects.requireNonNull(worker, "not started");
  }

  private PipelineRun begun(String yaml) throws Exception {
    fixture.define("check", yaml);
    worker = fixture.worker();
    return fixture.begin("check");
  }

  @Test
  void outputsOfAStepAreInputsOfTheNext() throws Exception {
    PipelineRun run =
        begun(
            """
            parameters:
              word: xin chào
            steps:
              - name: write
                command: [bash, -c, 'mkdir -p out/deep && printf "%s" "$1" > out/deep/a.txt', x, "${word}"]
                outputs: [out]
              - name: read
                command: [bash, -c, 'echo reading; cat "$1/deep/a.txt" > b.txt; echo "{\\"rows\\": 2}"', x, "${input:write/out}"]
                outputs: [b.txt]
            """);

    PipelineRun ended = fixture.ended(run.getId());

    assertThat(ended.getState()).isEqualTo(RunState.RUN_DONE);
    assertThat(fixture.made(run.getId(), "read", "b.txt")).isEqualTo("xin chào");
    StepRun read = fixture.step(run.getId(), "read");
    assertThat(read.getResult().getJson()).isEqualTo("{\"rows\": 2}");
    assertThat(read.getStep().getNeedsList()).containsExactly("write");
    assertThat(fixture.result(run.getId(), "write").getArtefacts(0).getPath())
        .isEqualTo("out/deep/a.txt");
    assertThat(fixture.runs.log(run.getId(), "read").getText())
        .isEqualTo("reading\n{\"rows\": 2}\n");
  }

  @Test
  void failureIsRetriedWithoutItsFiles() throws Exception {
    PipelineRun run =
        begun(
            """
            steps:
              - name: try
                command: [bash, -c, 'ls; echo part > part.txt; if [ "$PIPELINE_ATTEMPT" -lt 3 ]; then echo chatwarden: not yet; exit 4; fi; echo whole > whole.txt']
                outputs: [whole.txt]
                retries: 2
                backoff: 10ms
            """);

    assertThat(fixture.ended(run.getId()).getState()).isEqualTo(RunState.RUN_DONE);
    assertThat(fixture.step(run.getId(), "try").getAttempt()).isEqualTo(3);
    assertThat(fixture.runs.log(run.getId(), "try").getText()).isEmpty();
  }

  @Test
  void failureSaysWhy() throws Exception {
    PipelineRun run =
        begun(
            """
            steps:
              - name: fail
                command: [bash, -c, 'echo "chatwarden: no such file: a.csv"; echo more; exit 2']
                retries: 1
                backoff: 10ms
              - name: never
                needs: [fail]
                command: [bash, -c, 'true']
            """);

    PipelineRun ended = fixture.ended(run.getId());

    assertThat(ended.getState()).isEqualTo(RunState.RUN_FAILED);
    assertThat(ended.getSteps(0).getAttempt()).isEqualTo(2);
    assertThat(ended.getSteps(0).getResult().getMessage())
        .isEqualTo("exit status 2: chatwarden: no such file: a.csv");
    assertThat(ended.getSteps(1).getState()).isEqualTo(StepState.STEP_WAITING);
  }

  @Test
  void answerOfNoIsNotRetriedAndKeepsItsFiles() throws Exception {
    PipelineRun run =
        begun(
            """
            steps:
              - name: gate
                command: [bash, -c, 'echo worse; echo why >report.html; exit 1']
                outputs: [report.html, more.html]
                retries: 5
                backoff: 10ms
            """);

    PipelineRun ended = fixture.ended(run.getId());

    assertThat(ended.getSteps(0).getAttempt()).isEqualTo(1);
    assertThat(ended.getSteps(0).getResult().getMessage()).isEqualTo("exit status 1: worse");
    assertThat(ended.getSteps(0).getResult().getArtefactsList())
        .extracting(Artefact::getPath)
        .containsExactly("report.html");
    worker().drain(Duration.ofSeconds(20)); // Afterwards the attempt has cleaned up.
    assertThat(fixture.made(run.getId(), "gate", "report.html")).isEqualTo("why\n");
  }

  @Test
  void missingProgramAndMissingOutputFailWithTheirNames() throws Exception {
    PipelineRun run =
        begun(
            """
            steps:
              - name: program
                command: [no-such-program-anywhere]
                retries: 5
            """);
    assertThat(fixture.ended(run.getId()).getSteps(0).getResult().getMessage())
        .startsWith("exit status 127: ")
        .contains("no-such-program-anywhere");

    fixture.define("output", "steps: [{name: a, command: ['true'], outputs: [model]}]");
    worker().drain(Duration.ofSeconds(10));
    worker().close();
    worker = fixture.worker();
    assertThat(fixture.ended(fixture.begin("output").getId()).getSteps(0).getResult().getMessage())
        .contains("left no model in its working folder");
  }

  @Test
  void stepThatTakesTooLongIsKilled() throws Exception {
    PipelineRun run = begun("steps: [{name: slow, command: [sleep, '600'], timeout: 1s}]");

    assertThat(fixture.ended(run.getId()).getSteps(0).getResult().getMessage())
        .isEqualTo("not done after PT1S");
  }

  @Test
  void cancelKillsTheCommandAndWhatItStarted() throws Exception {
    PipelineRun run =
        begun(
            "steps: [{name: slow, command: [bash, -c, 'sleep 600 & echo $! > %s/pid; wait']}]"
                .formatted(scratch));
    Path pid = scratch.resolve("pid");
    await().atMost(WorkerFixture.LIMIT).until(() -> Files.exists(pid) && Files.size(pid) > 0);
    long sleeping = Long.parseLong(Files.readString(pid).strip());
    assertThat(ProcessHandle.of(sleeping)).isPresent();

    fixture.runs.cancel(run.getId(), "");

    assertThat(fixture.ended(run.getId()).getState()).isEqualTo(RunState.RUN_CANCELLED);
    await().until(() -> ProcessHandle.of(sleeping).isEmpty());
    assertThat(fixture.step(run.getId(), "slow").getState()).isEqualTo(StepState.STEP_CANCELLED);
  }

  @Test
  void drainGivesTheStepBackAtOnce() throws Exception {
    PipelineRun run =
        begun(
            "steps: [{name: slow, command: [bash, -c, 'if [ $PIPELINE_ATTEMPT = 1 ]; then sleep"
                + " 600; fi']}]");
    await()
        .atMost(WorkerFixture.LIMIT)
        .until(() -> fixture.step(run.getId(), "slow").getState() == StepState.STEP_RUNNING);

    worker().drain(Duration.ofSeconds(20));

    assertThat(fixture.step(run.getId(), "slow").getState()).isEqualTo(StepState.STEP_WAITING);
    worker().close();
    worker = fixture.worker();
    assertThat(fixture.ended(run.getId()).getState()).isEqualTo(RunState.RUN_DONE);
  }

  @Test
  void sameCommandOnSameInputsIsNotRunAgain() throws Exception {
    String yaml =
        """
        parameters:
          text: one
        steps:
          - name: data
            command: [bash, -c, 'printf "%%s" "$1" > data.txt; echo $PIPELINE_RUN > run.txt', x, "${text}"]
            outputs: [data.txt]
          - name: fit
            command: [bash, -c, 'echo fit >> %s/fits; cp "$1" model.txt', x, "${input:data/data.txt}"]
            outputs: [model.txt]
            reuse: yes
        """
            .formatted(scratch);
    String first = begun(yaml).getId();
    fixture.ended(first);
    String second = fixture.begin("check").getId();
    fixture.ended(second);
    String third = fixture.runs.start("check", "", Map.of("text", "two"), "").getId();
    fixture.ended(third);

    assertThat(fixture.step(second, "data").getState()).isEqualTo(StepState.STEP_DONE);
    assertThat(fixture.step(second, "fit").getState()).isEqualTo(StepState.STEP_REUSED);
    assertThat(fixture.result(second, "fit").getReusedRun()).isEqualTo(first);
    assertThat(fixture.made(second, "fit", "model.txt")).isEqualTo("one");
    assertThat(fixture.step(third, "fit").getState()).isEqualTo(StepState.STEP_DONE);
    assertThat(fixture.made(third, "fit", "model.txt")).isEqualTo("two");
    assertThat(scratch.resolve("fits")).content().isEqualTo("fit\nfit\n");
  }

  @Test
  void outputsThatWereChangedDoNotServeAgain() throws Exception {
    String first =
        begun(
                "steps: [{name: fit, command: [bash, -c, 'echo good > m'], outputs: [m], reuse:"
                    + " yes}]")
            .getId();
    fixture.ended(first);
    Path made = scratch.resolve("runs").resolve(first).resolve("fit.1/m");
    Files.writeString(made, "bad");

    String second = fixture.begin("check").getId();

    assertThat(fixture.ended(second).getSteps(0).getState()).isEqualTo(StepState.STEP_DONE);
    assertThat(fixture.made(second, "fit", "m")).isEqualTo("good\n");
  }

  @Test
  void malformedFileStopsTheStartAndLeavesARunningWorkerAlone() throws Exception {
    fixture.define("check", "steps: [{name: a, comand: ['true']}]");
    assertThatThrownBy(fixture::worker)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("check.yaml")
        .hasMessageContaining("steps[0].comand: unknown key; did you mean command?");

    fixture.define("check", "steps: [{name: a, command: ['true']}]");
    worker = fixture.worker();
    fixture.define("check", "steps: []");
    await()
        .atMost(WorkerFixture.LIMIT)
        .untilAsserted(() -> assertThat(worker().problems()).hasSize(1));
    assertThat(fixture.ended(fixture.begin("check").getId()).getState())
        .isEqualTo(RunState.RUN_DONE);
  }
}

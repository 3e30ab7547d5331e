package chatwarden.worker.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.mlops.v1.Pipeline;
import chatwarden.mlops.v1.PipelineStep;
import chatwarden.runtime.error.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PipelineFileTest {

  private @TempDir Path folder;

  private Pipeline read(String yaml) throws IOException {
    return PipelineFile.read(Files.writeString(folder.resolve("train.yaml"), yaml));
  }

  @Test
  void everyKeyIsRead() throws IOException {
    Pipeline pipeline =
        read(
            """
            description: Trains.
            cron: "0 3 * * 1"
            time-zone: Asia/Ho_Chi_Minh
            make-up: 2h
            parameters:
              language: vi
            steps:
              - name: data
                command: [chatwarden, export, labels, --output, labels.jsonl]
                outputs: [labels.jsonl, set]
              - name: fit
                needs: [data]
                command: [chatwarden, train, "${language}", "--data=${input:data/set/train.csv}"]
                timeout: 4h
                retries: 2
                backoff: 1m
                reuse: yes
                resume: yes
            """);

    assertThat(pipeline.getName()).isEqualTo("train");
    assertThat(pipeline.getTimeZone()).isEqualTo("Asia/Ho_Chi_Minh");
    assertThat(pipeline.getMakeUp().getSeconds()).isEqualTo(7_200);
    assertThat(pipeline.getParametersMap()).containsEntry("language", "vi");
    PipelineStep fit = pipeline.getSteps(1);
    assertThat(fit.getNeedsList()).containsExactly("data");
    assertThat(fit.getInputsList()).containsExactly("data/set/train.csv");
    assertThat(fit.getTimeout().getSeconds()).isEqualTo(14_400);
    assertThat(fit.getRetries()).isEqualTo(2);
    assertThat(fit.getBackoff().getSeconds()).isEqualTo(60);
    assertThat(fit.getReuse()).isTrue();
    assertThat(fit.getResume()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          'step: []'                                        | step: unknown key; did you mean steps?
          'steps: []'                                       | steps: 0 steps (expected: 1 to 50)
          'steps: x'                                        | steps: must be a list
          'steps: [x]'                                      | steps[0]: must be a map of
          '[]'                                              | must be a map of
          ''                                                | is empty
          'steps: [{name: A, command: [a]}]'                | steps[0].name: A (expected: 1 to 40 lower-case
          'steps: [{name: a}]'                              | steps[0].command: missing
          'steps: [{name: a, command: a b}]'                | steps[0].command: must be a list
          'steps: [{name: a, command: [a], needs: [b]}]'    | steps[0].needs: b (expected: nothing
          'steps: [{name: a, command: [a]}, {name: a, command: [a]}]' | steps[1].name: a (expected: a name
          'steps: [{name: a, command: ["${x}"]}]'           | steps[0].command: ${x} (expected: a parameter
          'steps: [{name: a, command: ["${input:b/c}"]}]'   | steps[0].command: ${input:b/c} (expected: nothing
          'steps: [{name: a, command: [a], outputs: [o]}, {name: b, command: ["${input:a/p}"]}]' | steps[1].command: ${input:a/p} (expected: an output of a: o)
          'steps: [{name: a, command: [a], outputs: [../o]}]' | steps[0].outputs: ../o (expected: a path within
          'steps: [{name: a, command: [a], outputs: [/o]}]' | steps[0].outputs: /o (expected: a path within
          'steps: [{name: a, command: [a], timeout: soon}]' | steps[0].timeout: soon (expected: a length of time
          'steps: [{name: a, command: [a], retries: -1}]'   | steps[0].retries: -1 (expected: an integer in [0, 100])
          'steps: [{name: a, command: [a], reuse: true}]'   | steps[0].reuse: true (expected: yes or no)
          '{cron: 0 3 * *, steps: [{name: a, command: [a]}]}' | cron: 0 3 * * (expected: minute, hour
          '{cron: 61 3 * * 1, steps: [{name: a, command: [a]}]}' | cron: 61 3 * * 1 (expected: minute, hour
          '{time-zone: Hanoi, steps: [{name: a, command: [a]}]}' | time-zone: Hanoi (expected: a time zone
          '{parameters: {A: b}, steps: [{name: a, command: [a]}]}' | parameters.A: not a name
          """)
  void problemNamesFileKeyAndRule(String yaml, String problem) {
    assertThatThrownBy(() -> read(yaml == null ? "" : yaml))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("train.yaml: ")
        .hasMessageContaining(problem);
  }

  @Test
  void foldersGiveEveryPipelineOnce() throws IOException {
    Path first = Files.createDirectories(folder.resolve("first"));
    Path second = Files.createDirectories(folder.resolve("second"));
    String yaml = "steps: [{name: a, command: [a]}]";
    Files.writeString(first.resolve("train.yaml"), yaml);
    Files.writeString(first.resolve("notes.txt"), "x");
    Files.writeString(second.resolve("batch.yaml"), yaml);
    PipelineFolders folders =
        new PipelineFolders(List.of(first, second, folder.resolve("missing")));

    assertThat(folders.read()).extracting(Pipeline::getName).containsExactly("batch", "train");
    Files.writeString(second.resolve("train.yaml"), yaml);
    assertThatThrownBy(folders::read).hasMessageContaining("train: defined in another folder too");
  }
}

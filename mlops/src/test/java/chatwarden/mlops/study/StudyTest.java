package chatwarden.mlops.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.mlops.search.Trial;
import chatwarden.mlops.search.TrialState;
import chatwarden.runtime.error.ChatwardenException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StudyTest extends StudyFixture {
  @Test
  void trialsComeBackAsTheyWere() throws IOException {
    Study study = study();
    Study.Begun one = begin(study);
    study.report(one, 1, 0.1 + 0.2, Map.of("completed_rung_0", 0.1 + 0.2));
    study.report(one, 2, 0.25, Map.of());
    study.end(one, TrialState.COMPLETE, 0.25);
    Study.Begun two = begin(study);
    study.report(two, 1, 0.7, Map.of());
    study.end(two, TrialState.PRUNED, 0.7);
    study.fail(begin(study), "loss is not a finite number");
    begin(study);

    List<Trial> trials = study().trials();

    assertThat(trials).isEqualTo(study.trials()).hasSize(4);
    assertThat(trials.getFirst())
        .isEqualTo(
            new Trial(
                0,
                TestSearch.START,
                List.of(0.1 + 0.2, 0.25),
                TrialState.COMPLETE,
                0.25,
                NOON,
                Optional.of(NOON)));
    assertThat(trials)
        .extracting(Trial::state)
        .containsExactly(
            TrialState.COMPLETE, TrialState.PRUNED, TrialState.FAILED, TrialState.RUNNING);
    assertThat(trials.getLast().ended()).isEmpty();
  }

  @Test
  void linesAreThoseOfOptuna() throws IOException {
    Study study = study();
    Study.Begun trial = begin(study);
    study.report(trial, 1, 0.5, Map.of("completed_rung_0", 0.5));
    study.end(trial, TrialState.COMPLETE, 0.5);

    List<JsonNode> lines = lines();
    assertThat(lines)
        .extracting(line -> line.path("op_code").asInt())
        .containsExactly(0, 2, 3, 4, 5, 5, 5, 7, 9, 6);
    assertThat(lines).allMatch(line -> line.path("worker_id").isTextual());
    assertThat(lines.getFirst().path("directions").toString()).isEqualTo("[1]");
    assertThat(lines.get(1).at("/user_attr/chatwarden:fingerprint").asText())
        .isEqualTo(TestSearch.KEY.fingerprint())
        .hasSize(64);
    assertThat(lines.get(3).path("datetime_start").asText())
        .isEqualTo("2026-11-28T12:00:00.500000+00:00");
    assertThat(lines.subList(4, 7))
        .extracting(line -> line.path("distribution").asText())
        .containsExactly(
            "{\"name\":\"FloatDistribution\",\"attributes\":"
                + "{\"step\":null,\"low\":0.001,\"high\":10.0,\"log\":true}}",
            "{\"name\":\"IntDistribution\",\"attributes\":"
                + "{\"log\":false,\"step\":1,\"low\":1,\"high\":9}}",
            "{\"name\":\"CategoricalDistribution\",\"attributes\":{\"choices\":[0.5,1.0,2.0]}}");
    assertThat(lines.get(6).path("param_value_internal").asDouble()).isEqualTo(2);
    assertThat(lines.getLast().path("values").toString()).isEqualTo("[0.5]");
    assertThat(lines.getLast().path("datetime_complete").isTextual()).isTrue();
  }

  @Test
  void trialWithoutALossHasNullValues() throws IOException {
    Study study = study();
    study.fail(begin(study), "loss is not a finite number");

    JsonNode last = lines().getLast();
    assertThat(last.path("state").asInt()).isEqualTo(3);
    assertThat(last.has("values")).isTrue();
    assertThat(last.path("values").isNull()).isTrue();
  }

  @Test
  void runningTrialOfADeadProcessIsFailedAndItsParametersAreStillToBeTried() throws IOException {
    Study first = study();
    first.end(begin(first), TrialState.COMPLETE, 0.5);
    begin(first);
    String dead = WorkerId.ofThisProcess().toString().replaceFirst(":\\d+:(\\d+):", ":1:$1:");
    Files.writeString(
        journal,
        Files.readString(journal).replace(lines().getFirst().path("worker_id").asText(), dead));

    Study second = study();

    assertThat(second.trials())
        .extracting(Trial::state)
        .containsExactly(TrialState.COMPLETE, TrialState.FAILED);
    second.begin(
        2,
        (trials, draw) -> {
          assertThat(draw).isEqualTo(1);
          return TestSearch.START;
        });
    assertThat(second.trials()).hasSize(3);
  }

  @Test
  void runningTrialsOfLivingProcessesAndOfOthersAreLeft() throws IOException {
    begin(study());
    write("{\"op_code\":4,\"worker_id\":\"p-140\",\"study_id\":0,\"datetime_start\":null}\n");

    assertThat(study().trials()).hasSize(2).noneMatch(Trial::finished);
  }

  @Test
  void limitCountsTheTrialsOfAllWorkers() throws IOException {
    Study study = study();
    write("{\"op_code\":4,\"worker_id\":\"p-140\",\"study_id\":0,\"datetime_start\":null}\n");

    assertThat(study.begin(2, (_, _) -> TestSearch.START)).isPresent();
    assertThat(study.begin(2, (_, _) -> TestSearch.START)).isEmpty();
  }

  @Test
  void winnerIsAnAttributeOfTheStudy() throws IOException {
    Study study = study();
    study.end(begin(study), TrialState.COMPLETE, 0.5);
    study.mark(study.trials().getFirst());
    study.mark(study.trials().getFirst());

    assertThat(lines())
        .filteredOn(line -> line.at("/user_attr/chatwarden:winner").isInt())
        .hasSize(1);
  }

  @Test
  void deletedStudyIsNamed() throws IOException {
    Study study = study();
    write("{\"op_code\":1,\"worker_id\":\"p\",\"study_id\":0}\n");

    assertThatThrownBy(study::trials)
        .isInstanceOf(ChatwardenException.class)
        .hasMessageContaining(study.name());
  }
}

package chatwarden.mlops.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.mlops.search.Trial;
import chatwarden.mlops.search.TrialState;
import chatwarden.runtime.error.InvalidInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Journals that others wrote to, or that broke. */
class JournalTest extends StudyFixture {
  @Test
  void otherStudiesOfTheJournalAreLeftAloneAndCounted() throws IOException {
    Study other = Study.open(journal, StudyKey.of("test", "other data", "loss"), TestSearch.SPACE);
    other.end(begin(other), TrialState.COMPLETE, 0.1);
    begin(other);

    Study study = study();
    study.end(begin(study), TrialState.COMPLETE, 0.9);

    assertThat(study.name()).isNotEqualTo(other.name());
    assertThat(study.trials()).singleElement().matches(trial -> trial.loss() == 0.9);
    assertThat(other.trials()).hasSize(2).first().matches(trial -> trial.loss() == 0.1);
    assertThat(lines().getLast().path("trial_id").asInt()).isEqualTo(2);
  }

  @Test
  void idsCountOnlyOperationsThatMadeSomething() throws IOException {
    write(
        """
        {"op_code":0,"worker_id":"p","study_name":"gone","directions":[1]}
        {"op_code":4,"worker_id":"p","study_id":0,"datetime_start":null}
        {"op_code":1,"worker_id":"p","study_id":0}
        {"op_code":4,"worker_id":"p","study_id":0,"datetime_start":null}
        {"op_code":0,"worker_id":"p","study_name":"kept","directions":[2]}
        {"op_code":0,"worker_id":"p","study_name":"kept","directions":[2]}
        {"op_code":10,"worker_id":"p","study_id":1}
        """);

    Study study = study();
    begin(study);

    assertThat(lines().getLast().path("trial_id").asInt()).isEqualTo(1);
    assertThat(lines().get(8).path("study_id").asInt()).isEqualTo(2);
  }

  @Test
  void operationsOnEndedAndUnknownTrialsAreIgnored() throws IOException {
    Study study = study();
    study.end(begin(study), TrialState.COMPLETE, 0.5);
    Trial before = study.trials().getFirst();
    write(
        """
        {"op_code":7,"worker_id":"p","trial_id":0,"step":1,"intermediate_value":0.1}
        {"op_code":6,"worker_id":"p","trial_id":0,"state":3,"values":null,"datetime_complete":null}
        {"op_code":7,"worker_id":"p","trial_id":77,"step":1,"intermediate_value":0.1}
        """);

    assertThat(study.trials()).containsExactly(before);
  }

  @Test
  void trialsOfOptunaAreRead() throws IOException {
    Study study = study();
    write(
        """
        {"op_code":4,"worker_id":"p","study_id":0,"datetime_start":"2026-11-28T13:00:00.000000+01:00","state":1,"value":0.7,"values":null,"datetime_complete":"2026-11-28T13:00:01.000000+01:00","distributions":{"rate":"{\\"name\\":\\"FloatDistribution\\",\\"attributes\\":{\\"step\\":null,\\"low\\":0.001,\\"high\\":10.0,\\"log\\":true}}","kind":"{\\"name\\":\\"CategoricalDistribution\\",\\"attributes\\":{\\"choices\\":[0.5,1.0,2.0]}}"},"params":{"rate":0.5,"kind":1},"user_attrs":{},"system_attrs":{},"intermediate_values":{"1":NaN,"2":0.7}}
        {"op_code":4,"worker_id":"p","study_id":0,"datetime_start":null,"state":4,"value":null,"values":null,"distributions":{},"params":{},"user_attrs":{},"system_attrs":{},"intermediate_values":{}}
        {"op_code":4,"worker_id":"p","study_id":0,"datetime_start":null}
        {"op_code":6,"worker_id":"p","trial_id":2,"state":1,"values":[NaN],"datetime_complete":null}
        """);

    List<Trial> trials = study.trials();

    assertThat(trials).as("without the one that waits").hasSize(2);
    assertThat(trials.getFirst().parameters()).isEqualTo(Map.of("rate", 0.5, "kind", 1.0));
    assertThat(trials.getFirst().losses()).containsExactly(Double.NaN, 0.7);
    assertThat(trials.getFirst().started()).isEqualTo(Instant.parse("2026-11-28T12:00:00Z"));
    assertThat(trials.getFirst().complete()).isTrue();
    assertThat(trials.getLast().state()).isEqualTo(TrialState.FAILED);
    assertThat(begin(study).number()).as("after the one that waits").isEqualTo(3);
  }

  @Test
  void tornLastLineIsCutAwayAtWhateverByteItBroke() throws IOException {
    Study study = study();
    study.end(begin(study), TrialState.COMPLETE, 0.5);
    byte[] whole = Files.readAllBytes(journal);
    int lastLine = new String(whole, StandardCharsets.UTF_8).stripTrailing().lastIndexOf('\n') + 1;
    for (int length = lastLine; length < whole.length; length++) {
      Files.write(journal, Arrays.copyOf(whole, length));

      Study after = study();
      assertThat(after.trials()).singleElement().matches(trial -> !trial.finished());
      after.end(begin(after), TrialState.COMPLETE, 0.25);

      assertThat(Files.readString(journal))
          .startsWith(new String(whole, 0, lastLine, StandardCharsets.UTF_8));
      assertThat(study().trials()).hasSize(2).last().matches(trial -> trial.loss() == 0.25);
    }
  }

  @Test
  void journalTornAnywhereIsOpenedAndContinued() throws IOException {
    Study study = study();
    study.end(begin(study), TrialState.COMPLETE, 0.5);
    byte[] whole = Files.readAllBytes(journal);
    for (int length = 0; length < whole.length; length += 13) {
      Files.write(journal, Arrays.copyOf(whole, length));

      Study after = study();
      after.end(begin(after), TrialState.COMPLETE, 0.25);

      assertThat(lines()).allMatch(line -> line.has("op_code"));
      assertThat(study().trials().getLast().loss()).isEqualTo(0.25);
    }
  }

  @Test
  void fileThatIsNotAJournalIsNamedAndKept() throws IOException {
    Files.writeString(journal, "{\"op_code\":0,\"worker_id\":\"p\"}\nname,loss\n");

    assertThatThrownBy(this::study)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("a.journal: line 2: not an operation of an Optuna journal");
    assertThat(folder.resolve("a.journal.lock")).doesNotExist();
    assertThat(journal).content().endsWith("name,loss\n");
  }

  @Test
  void fileOfOneLineWithoutItsEndIsKeptToo() throws IOException {
    Files.writeString(journal, "{\"name\": \"not a journal\"}");

    assertThatThrownBy(this::study)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("a.journal: line 1: not an operation");
    assertThat(journal).hasContent("{\"name\": \"not a journal\"}");
  }

  @Test
  void journalInAMissingFolderIsNamed() {
    journal = folder.resolve("none/a.journal");

    assertThatThrownBy(this::study)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("none/a.journal (expected: a file in a folder that exists)");
  }
}

package chatwarden.mlops.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chatwarden.mlops.search.Importance;
import chatwarden.mlops.search.SuccessiveHalving;
import chatwarden.mlops.search.TpeSampler;
import chatwarden.mlops.search.Trial;
import chatwarden.mlops.search.TrialState;
import chatwarden.testing.process.JavaProcess;
import chatwarden.testing.project.ProjectRoot;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Optuna itself at a journal of ours, where {@code .ci/run} installed the package optuna. */
class OptunaTest {
  private static final Path ROOT = ProjectRoot.find();
  private static final Path PYTHON = ROOT.resolve(".ci/python/bin/python");
  private static final Path SCRIPT =
      ROOT.resolve("mlops/src/test/resources/chatwarden/mlops/study/optuna_worker.py");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int OWN = 20;

  @TempDir Path folder;
  private Path journal;

  @BeforeEach
  void needOptuna() throws Exception {
    assumeTrue(hasOptuna(), "skipped: .ci/python has no optuna");
    journal = folder.resolve("search.journal");
  }

  @Test
  void optunaReadsTheBestTrialAndGivesTheSameImportance() throws IOException {
    Study study = TestSearch.study(journal);
    Trial winner = search(60, new ArrayList<>()).run(TestSearch::loss, study);

    JsonNode read = read(study);

    assertThat(read.path("best").asInt()).isEqualTo(winner.number());
    assertThat(read.at("/attributes/chatwarden:winner").asInt()).isEqualTo(winner.number());
    assertThat(read.at("/attributes/chatwarden:fingerprint").asText())
        .isEqualTo(TestSearch.KEY.fingerprint());
    assertThat(read.path("metric").toString()).isEqualTo("[\"loss\"]");
    assertSameTrials(read, study.trials());
    Map<String, Double> importance = Importance.of(TestSearch.SPACE, study.trials());
    assertThat(importance).hasSize(3);
    importance.forEach(
        (name, share) ->
            assertThat(read.path("importance").path(name).asDouble())
                .as(name)
                .isCloseTo(share, within(1e-9)));
  }

  @Test
  void optunaTakesPartAsASecondWorkerAndNoTrialIsLost() throws IOException {
    Study study = TestSearch.study(journal);
    List<String> lines = new ArrayList<>();
    try (JavaProcess optuna = optuna("worker", study, String.valueOf(OWN)).start()) {
      search(80, lines)
          .run(
              (parameters, fold) -> {
                if (lines.size() == 15 && fold == 0) {
                  optuna.awaitLine(Pattern.compile("trial \\d+"), LIMIT);
                }
                return TestSearch.loss(parameters, fold);
              },
              study);
      assertThat(optuna.awaitExit(LIMIT)).as(optuna.standardError().toString()).isZero();

      List<Trial> trials = study.trials();
      assertThat(trials).hasSizeGreaterThanOrEqualTo(80).allMatch(Trial::finished);
      assertThat(trials)
          .extracting(Trial::number)
          .containsExactlyElementsOf(IntStream.range(0, trials.size()).boxed().toList());
      assertThat(optuna.standardOutput()).hasSize(OWN);
      for (String line : optuna.standardOutput()) {
        Trial theirs = trials.get(Integer.parseInt(line.substring("trial ".length())));
        assertThat(TestSearch.SPACE.contains(theirs.parameters())).isTrue();
        assertThat(theirs.loss()).isCloseTo(theirs.losses().getLast(), within(1e-12));
      }
      assertThat(lines).filteredOn(line -> line.contains(" number=")).hasSize(trials.size() - OWN);
    }
    JsonNode read = read(study);
    assertSameTrials(read, study.trials());
    assertThat(read.path("trials")).allMatch(trial -> trial.path("rungs").size() >= 1);
  }

  @Test
  void optunaReadsOnAfterATornLineThatWeCutAway() throws IOException {
    Study study = TestSearch.study(journal);
    search(3, new ArrayList<>()).run(TestSearch::loss, study);
    String whole = Files.readString(journal);
    Files.writeString(journal, whole + "{\"op_code\":4,\"worker_id\":\"k");
    search(5, new ArrayList<>()).run(TestSearch::loss, TestSearch.study(journal));

    assertSameTrials(read(study), study.trials());
    assertThat(study.trials()).hasSize(5);
  }

  private static void assertSameTrials(JsonNode read, List<Trial> trials) {
    assertThat(read.path("trials")).hasSize(trials.size());
    for (Trial trial : trials) {
      JsonNode other = read.path("trials").path(trial.number());
      assertThat(other.path("number").asInt()).isEqualTo(trial.number());
      assertThat(other.path("state").asText())
          .isEqualTo(trial.state() == TrialState.FAILED ? "FAIL" : trial.state().name());
      assertThat(other.path("value").asDouble(Double.NaN)).isEqualTo(trial.loss());
      assertThat(other.path("losses")).hasSize(trial.losses().size());
      for (int i = 0; i < trial.losses().size(); i++) {
        assertThat(other.path("losses").path(i).asDouble()).isEqualTo(trial.losses().get(i));
      }
      trial
          .parameters()
          .forEach(
              (name, value) ->
                  assertThat(other.path("parameters").path(name).asDouble()).isEqualTo(value));
    }
  }

  private static Search search(int trials, List<String> lines) {
    SearchPlan plan =
        new SearchPlan(trials, new TpeSampler(), new SuccessiveHalving(), 1, Optional.empty());
    return new Search(plan, TestSearch.START, TestSearch.FOLDS, 4, lines::add);
  }

  private JsonNode read(Study study) throws IOException {
    try (JavaProcess optuna = optuna("reader", study).start()) {
      assertThat(optuna.awaitExit(LIMIT)).as(optuna.standardError().toString()).isZero();
      return JSON.readTree(String.join("", optuna.standardOutput()));
    }
  }

  private JavaProcess.Builder optuna(String role, Study study, String... more) {
    return JavaProcess.ofScript(PYTHON)
        .arguments("-B", SCRIPT.toString(), role, journal.toString(), study.name())
        .arguments(more);
  }

  private static boolean hasOptuna() throws Exception {
    return Files.isExecutable(PYTHON)
        && new ProcessBuilder(PYTHON.toString(), "-c", "import optuna")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor()
            == 0;
  }
}

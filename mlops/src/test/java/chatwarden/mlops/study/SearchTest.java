package chatwarden.mlops.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.mlops.search.Trial;
import chatwarden.mlops.search.TrialState;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.testing.process.JavaProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SearchTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir Path folder;
  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

  @Test
  void findsBetterParametersThanTheStartAndMarksThem() throws IOException {
    Study study = study("a");

    Trial best = run(study, 40);

    assertThat(best.loss()).isLessThan(TestSearch.loss(TestSearch.START, 0));
    assertThat(study.trials())
        .hasSize(40)
        .first()
        .matches(t -> t.parameters().equals(TestSearch.START));
    assertThat(lines).hasSize(42);
    assertThat(lines.getLast()).startsWith("search winner=" + best.number());
  }

  @Test
  void prunedTrialTriesFewerFolds() throws IOException {
    Study study = study("a");
    run(study, 40);

    assertThat(study.trials())
        .filteredOn(trial -> trial.state() == TrialState.PRUNED)
        .isNotEmpty()
        .allMatch(trial -> trial.losses().size() < TestSearch.FOLDS);
    assertThat(study.trials())
        .filteredOn(Trial::complete)
        .allMatch(trial -> trial.losses().size() == TestSearch.FOLDS)
        .allMatch(trial -> trial.loss() == trial.losses().getLast());
  }

  @Test
  void resumedSearchMakesTheSameTrialsAsOneThatRanThrough() throws IOException {
    Study whole = study("a");
    run(whole, 30);
    run(study("b"), 7);
    run(study("b"), 19);
    Study resumed = study("b");
    run(resumed, 30);

    assertThat(results(resumed)).isEqualTo(results(whole));
  }

  @Test
  void searchOfAKilledProcessIsResumedWithTheSameTrials() throws IOException {
    Study whole = study("a");
    Trial winner = run(whole, 20);
    try (JavaProcess killed = worker("b", 20, 22)) {
      killed.awaitLine(Pattern.compile("hangs"), LIMIT);
      killed.kill9();
    }
    Study resumed = study("b");
    assertThat(resumed.trials()).filteredOn(t -> t.state() == TrialState.FAILED).hasSize(1);

    Trial again = run(resumed, 20);

    assertThat(again.parameters()).isEqualTo(winner.parameters());
    assertThat(results(resumed)).isEqualTo(results(whole));
    assertThat(resumed.trials()).hasSize(21);
  }

  @Test
  void errorOfTheObjectiveEndsTheSearchAndItsTrialIsMadeAgain() throws IOException {
    Study whole = study("a");
    run(whole, 5);
    Study study = study("b");

    assertThatThrownBy(
            () ->
                search(5, 1)
                    .run(
                        (parameters, fold) -> {
                          if (lines.stream().filter(l -> l.contains("trial=3")).count() > 1) {
                            throw new IllegalStateException("no memory");
                          }
                          return TestSearch.loss(parameters, fold);
                        },
                        study))
        .hasMessage("no memory");
    assertThat(study.trials().getLast().state()).isEqualTo(TrialState.FAILED);
    run(study, 5);

    assertThat(results(study)).isEqualTo(results(whole));
  }

  @Test
  void lossThatIsNotANumberFailsItsTrialOnly() throws IOException {
    Study study = study("a");

    Trial best =
        search(8, 1)
            .run(
                (parameters, fold) ->
                    parameters.getOrDefault("kind", 0.0) == 2
                        ? Double.NaN
                        : TestSearch.loss(parameters, fold),
                study);

    assertThat(best.complete()).isTrue();
    assertThat(study.trials()).hasSize(8).first().matches(t -> t.state() == TrialState.FAILED);
    assertThat(lines).anyMatch(line -> line.contains("state=failed loss=NaN folds=0"));
  }

  @Test
  void searchWithoutACompleteTrialSaysSo() throws IOException {
    Study study = study("a");

    assertThatThrownBy(() -> search(3, 1).run((_, _) -> Double.POSITIVE_INFINITY, study))
        .isInstanceOf(ChatwardenException.class)
        .hasMessageContaining("no complete trial among 3");
  }

  @Test
  void workersOfAProcessRunAtOnceAndLoseNothing() throws IOException {
    Study study = study("a");
    CyclicBarrier both = new CyclicBarrier(2);

    search(2, 2).run((parameters, fold) -> together(both, parameters, fold), study);
    search(40, 2).run(TestSearch::loss, study);

    assertThat(study.trials()).hasSize(40).allMatch(Trial::finished);
    assertThat(study.trials())
        .extracting(Trial::number)
        .containsExactlyElementsOf(IntStream.range(0, 40).boxed().toList());
  }

  private static double together(
      CyclicBarrier both, SortedMap<String, Double> parameters, int fold) {
    if (fold == 0) {
      try {
        both.await(LIMIT.toSeconds(), TimeUnit.SECONDS);
      } catch (Exception e) {
        throw new IllegalStateException("the other worker did not come", e);
      }
    }
    return TestSearch.loss(parameters, fold);
  }

  @Test
  void errorOfOneWorkerEndsAll() throws IOException {
    Study study = study("a");

    assertThatThrownBy(
            () ->
                search(1_000, 2)
                    .run(
                        (parameters, fold) -> {
                          if (lines.size() > 5) {
                            throw new IllegalStateException("no memory");
                          }
                          return TestSearch.loss(parameters, fold);
                        },
                        study))
        .hasMessage("no memory");
    assertThat(study.trials()).allMatch(Trial::finished).hasSizeLessThan(20);
  }

  @Test
  void twoProcessesOnOneJournalLoseNothing() throws IOException {
    Study study = study("a");
    try (JavaProcess one = worker("a", 60, -1);
        JavaProcess other = worker("a", 60, -1)) {
      assertThat(one.awaitExit(LIMIT)).as(one.standardError().toString()).isZero();
      assertThat(other.awaitExit(LIMIT)).as(other.standardError().toString()).isZero();

      assertThat(one.standardOutput().size() + other.standardOutput().size())
          .as("lines of 60 trials, and of two begins and ends")
          .isEqualTo(64);
    }
    assertThat(study.trials()).hasSize(60).allMatch(Trial::finished);
  }

  /** The parameters and losses of the trials that were not abandoned, in their order. */
  private static List<List<Object>> results(Study study) throws IOException {
    return study.trials().stream()
        .filter(trial -> trial.state() != TrialState.FAILED)
        .map(trial -> List.<Object>of(trial.parameters(), trial.losses(), trial.state()))
        .toList();
  }

  private JavaProcess worker(String journal, int trials, int hangAfter) {
    return JavaProcess.ofMain(SearchWorker.class.getName())
        .arguments(
            folder.resolve(journal).toString(), String.valueOf(trials), String.valueOf(hangAfter))
        .start();
  }

  private Study study(String journal) throws IOException {
    return TestSearch.study(folder.resolve(journal));
  }

  private Trial run(Study study, int trials) throws IOException {
    return search(trials, 1).run(TestSearch::loss, study);
  }

  private Search search(int trials, int workers) {
    return TestSearch.search(trials, workers, lines::add);
  }
}

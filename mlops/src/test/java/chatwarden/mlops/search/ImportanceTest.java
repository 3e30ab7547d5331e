package chatwarden.mlops.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import chatwarden.mlops.search.SearchSpace.Choice;
import chatwarden.mlops.search.SearchSpace.LogRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** {@code OptunaTest} compares the figures with those of Optuna. */
class ImportanceTest {
  private static final SearchSpace SPACE =
      new SearchSpace(
          List.of(
              new LogRange("noise", 0.1, 10),
              new LogRange("rate", 0.1, 10),
              new Choice("kind", List.of(1.0, 2.0)),
              new Choice("only", List.of(1.0))));

  @Test
  void theParameterThatDecidesIsTheFirst() {
    Map<String, Double> importance = Importance.of(SPACE, trials(200));

    assertThat(importance.keySet()).startsWith("rate").endsWith("only");
    assertThat(importance.get("rate")).isGreaterThan(0.8);
    assertThat(importance).contains(entry("only", 0.0));
    assertThat(importance.values().stream().mapToDouble(Double::doubleValue).sum())
        .isCloseTo(1, within(1e-9));
  }

  @Test
  void fewTrialsGiveEqualShares() {
    assertThat(Importance.of(SPACE, List.of()).values()).containsOnly(0.25);
    assertThat(Importance.of(SPACE, trials(1)).values()).containsOnly(0.25);
  }

  @Test
  void onlyCompleteTrialsCount() {
    List<Trial> more = new ArrayList<>(trials(50));
    more.add(TestTrials.of(50, more.getFirst().parameters(), TrialState.PRUNED, 0.0));
    more.add(TestTrials.of(51, more.getFirst().parameters(), TrialState.FAILED));

    assertThat(Importance.of(SPACE, more)).isEqualTo(Importance.of(SPACE, trials(50)));
  }

  private static List<Trial> trials(int count) {
    List<Trial> trials = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      SortedMap<String, Double> drawn = SPACE.draw(new SplittableRandom(i));
      double loss =
          Math.abs(Math.log(drawn.getOrDefault("rate", 1.0)))
              + 0.01 * drawn.getOrDefault("kind", 1.0);
      trials.add(TestTrials.of(i, drawn, TrialState.COMPLETE, loss));
    }
    return trials;
  }
}

package chatwarden.mlops.search;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.mlops.search.SearchSpace.Choice;
import chatwarden.mlops.search.SearchSpace.LogRange;
import chatwarden.mlops.search.SearchSpace.WholeRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TpeSamplerTest {
  private static final int TRIALS = 60;
  private static final SearchSpace SPACE =
      new SearchSpace(
          List.of(
              new LogRange("rate", 0.0001, 10),
              new LogRange("penalty", 0.01, 100),
              new WholeRange("depth", 1, 30),
              new Choice("kind", List.of(0.0, 1.0, 2.0, 3.0))));

  @Test
  void comesNearerToTheBestThanRandomOverTwentySeeds() {
    double random = meanBest(new RandomSampler());
    double tpe = meanBest(new TpeSampler());

    assertThat(tpe).isLessThan(random / 2);
  }

  @Test
  void sameTrialsAndSeedGiveTheSameParameters() {
    assertThat(search(new TpeSampler(), 3)).isEqualTo(search(new TpeSampler(), 3));
  }

  @Test
  void drawsTheFirstTenAtRandom() {
    assertThat(search(new TpeSampler(), 5).subList(0, 10))
        .isEqualTo(search(new RandomSampler(), 5).subList(0, 10));
    assertThat(search(new TpeSampler(), 5).get(10))
        .isNotEqualTo(search(new RandomSampler(), 5).get(10));
  }

  @Test
  void failedTrialsAndThoseOfOtherSpacesTeachNothing() {
    List<Trial> trials = search(new TpeSampler(), 2).subList(0, 20);
    List<Trial> more = new ArrayList<>(trials);
    more.add(TestTrials.of(20, trials.getFirst().parameters(), TrialState.FAILED));
    more.add(TestTrials.of(21, Map.of("other", 1.0), TrialState.COMPLETE, 0.0));

    assertThat(next(more)).isEqualTo(next(trials));
  }

  @Test
  void workersPartAsRunningTrialsCountAsBad() {
    List<Trial> trials = new ArrayList<>(search(new TpeSampler(), 2).subList(0, 20));
    SortedMap<String, Double> first = next(trials);
    for (int i = 0; i < 10; i++) {
      trials.add(TestTrials.of(20 + i, first, TrialState.RUNNING));
    }

    assertThat(next(trials)).isNotEqualTo(first);
  }

  @Test
  void ofPrunedTrialsTheFurthestAreGoodWhereTooFewAreComplete() {
    List<Trial> trials = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      double rate = 0.001 * (i + 1);
      Map<String, Double> parameters =
          Map.of("rate", rate, "penalty", 1.0, "depth", 5.0, "kind", i < 3 ? 3.0 : 0.0);
      trials.add(
          i < 3
              ? TestTrials.of(i, parameters, TrialState.PRUNED, 9.0, 9.0)
              : TestTrials.of(i, parameters, TrialState.PRUNED, 1.0));
    }

    double third =
        IntStream.range(0, 100)
            .filter(i -> sample(trials, i).getOrDefault("kind", 0.0) == 3.0)
            .count();
    assertThat(third).isGreaterThan(50);
  }

  private static SortedMap<String, Double> next(List<Trial> trials) {
    return sample(trials, 1);
  }

  private static SortedMap<String, Double> sample(List<Trial> trials, long seed) {
    return new TpeSampler().sample(SPACE, trials, new SplittableRandom(seed));
  }

  private static double meanBest(Sampler sampler) {
    return LongStream.range(0, 20)
        .mapToDouble(seed -> Trial.best(search(sampler, seed)).orElseThrow().loss())
        .average()
        .orElseThrow();
  }

  private static List<Trial> search(Sampler sampler, long seed) {
    List<Trial> trials = new ArrayList<>();
    for (int i = 0; i < TRIALS; i++) {
      SortedMap<String, Double> parameters =
          sampler.sample(SPACE, trials, new SplittableRandom(seed * 1_000 + i));
      trials.add(TestTrials.of(i, parameters, TrialState.COMPLETE, loss(parameters)));
    }
    return trials;
  }

  /** A bowl in the logarithms, lowest at 0.03, 2, 12 and the third kind. */
  private static double loss(SortedMap<String, Double> parameters) {
    double rate = Math.log10(parameters.getOrDefault("rate", 0.0) / 0.03);
    double penalty = Math.log10(parameters.getOrDefault("penalty", 0.0) / 2);
    double depth = (parameters.getOrDefault("depth", 0.0) - 12) / 10;
    double kind = parameters.getOrDefault("kind", 0.0) == 2 ? 0 : 0.3;
    return rate * rate + 0.5 * penalty * penalty + 0.3 * depth * depth + kind;
  }
}

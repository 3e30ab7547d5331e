package chatwarden.mlops.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import chatwarden.mlops.search.SearchSpace.Choice;
import chatwarden.mlops.search.SearchSpace.LogRange;
import chatwarden.mlops.search.SearchSpace.WholeRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The expected densities are those of Optuna 5.0.0's estimator on the same observations, with a
 * stable sort in it: equal observations are not in an order there.
 */
class ParzenEstimatorTest {
  private static final SearchSpace SPACE =
      new SearchSpace(
          List.of(
              new LogRange("rate", 0.001, 1),
              new WholeRange("depth", 2, 9),
              new Choice("kind", List.of(0.0, 0.1, 0.3))));

  @ParameterizedTest
  @CsvSource({
    "0, -5.2048351411585845, -5.03354381098987, -5.242462485878745",
    "1, -4.601076950388928, -5.262927483088227, -5.6218545582073505",
    "2, -3.9654015337323436, -5.1418461561251885, -6.327986635626304",
    "30, -7.904604861941376, -4.4297282131120355, -8.577480572429954"
  })
  void densitiesAreThoseOfOptuna(int observations, double first, double second, double third) {
    ParzenEstimator estimator = new ParzenEstimator(SPACE, observations(observations));

    // Optuna's density of a rate is that of its logarithm, as ours.
    assertThat(estimator.logDensity(new double[] {Math.log(0.002), 2, 0}))
        .isCloseTo(first, within(1e-9));
    assertThat(estimator.logDensity(new double[] {Math.log(0.05), 5, 1}))
        .isCloseTo(second, within(1e-9));
    assertThat(estimator.logDensity(new double[] {Math.log(0.9), 9, 2}))
        .isCloseTo(third, within(1e-9));
  }

  @Property
  void drawnValuesArePossible(@ForAll long seed, @ForAll @IntRange(max = 40) int observations) {
    ParzenEstimator estimator = new ParzenEstimator(SPACE, observations(observations));

    double[] drawn = estimator.draw(new SplittableRandom(seed));

    assertThat(SPACE.contains(estimator.values(drawn))).isTrue();
    assertThat(estimator.logDensity(drawn)).isFinite();
  }

  private static List<SortedMap<String, Double>> observations(int count) {
    List<SortedMap<String, Double>> observations = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      observations.add(
          new TreeMap<>(
              Map.of(
                  "rate",
                  0.001 * Math.pow(1000, 7 * i % 30 / 30.0),
                  "depth",
                  2.0 + 5 * i % 8,
                  "kind",
                  List.of(0.0, 0.1, 0.3).get(i * i % 3))));
    }
    return observations;
  }
}

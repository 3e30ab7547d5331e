package chatwarden.mlops.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import chatwarden.mlops.search.SearchSpace.Choice;
import chatwarden.mlops.search.SearchSpace.LogRange;
import chatwarden.mlops.search.SearchSpace.Parameter;
import chatwarden.mlops.search.SearchSpace.WholeRange;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SearchSpaceTest {
  private static final SearchSpace SPACE =
      new SearchSpace(
          List.of(
              new LogRange("rate", 0.0013, 2),
              new WholeRange("depth", -3, 9),
              new Choice("kind", List.of(0.5, 0.1, 4.0))));

  @Property
  void drawnValuesArePossibleAndComeBackFromTheirCoordinates(@ForAll long seed) {
    var drawn = SPACE.draw(new SplittableRandom(seed));

    assertThat(SPACE.contains(drawn)).isTrue();
    for (Parameter parameter : SPACE.parameters()) {
      double value = drawn.getOrDefault(parameter.name(), Double.NaN);
      double place = parameter.coordinate(value);
      assertThat(place).isBetween(parameter.low(), parameter.high());
      assertThat(parameter.at(place)).isCloseTo(value, within(1e-12));
    }
  }

  @Property
  void everyCoordinateHasAPossibleValue(@ForAll double share) {
    for (Parameter parameter : SPACE.parameters()) {
      double place = parameter.low() + Math.abs(share % 1) * (parameter.high() - parameter.low());
      assertThat(parameter.contains(parameter.at(place))).isTrue();
    }
  }

  @Test
  void valuesOfAnotherSpaceAreNotPossible() {
    assertThat(SPACE.contains(new java.util.TreeMap<>())).isFalse();
    assertThat(new WholeRange("depth", 1, 3).contains(1.5)).isFalse();
    assertThat(new LogRange("rate", 1, 2).contains(Double.NaN)).isFalse();
    assertThat(new Choice("kind", List.of(1.0)).contains(2.0)).isFalse();
  }

  @Test
  void malformedRangesAreRefusedByName() {
    assertThatThrownBy(() -> new LogRange("rate", 0, 1))
        .hasMessage("rate: 0.0 to 1.0 (expected: positive, rising)");
    assertThatThrownBy(() -> new WholeRange("depth", 2, 1))
        .hasMessage("depth: 2 to 1 (expected: rising)");
    assertThatThrownBy(() -> new Choice("kind", List.of(1.0, 1.0)))
        .hasMessage("kind: [1.0, 1.0] (expected: each once)");
  }
}

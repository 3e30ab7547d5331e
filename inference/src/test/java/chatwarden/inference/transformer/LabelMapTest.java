package chatwarden.inference.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

final class LabelMapTest {

  private static final List<String> KNOWN = List.of("CLEAN", "OFFENSIVE", "HATE");

  @Test
  void labelsWithOurNamesNeedNoMapAndKeepTheOrderOfTheApi() {
    LabelMap map = LabelMap.of(List.of("hate", "Offensive", "clean"), "", KNOWN, false);

    assertThat(map.labels()).isEqualTo(KNOWN);
    double[] probabilities = map.probabilities(new float[] {9, 0, 0, 0}, 1);
    assertThat(probabilities).hasSize(3);
    assertThat(probabilities[0]).isCloseTo(1.0 / 3, within(1e-9));
  }

  @Test
  void severalLabelsOfOneOfOursAddUp() {
    LabelMap map =
        LabelMap.of(
            List.of("neutral", "rude", "vulgar"),
            "neutral=CLEAN, rude=OFFENSIVE, vulgar=OFFENSIVE",
            KNOWN,
            false);

    assertThat(map.labels()).containsExactly("CLEAN", "OFFENSIVE");
    assertThat(map.probabilities(new float[] {0, 0, 0}, 0)[1]).isCloseTo(2.0 / 3, within(1e-9));
  }

  @Test
  void highestOfSeveralSigmoidsIsTheOffensiveProbability() {
    LabelMap map =
        LabelMap.of(List.of("toxic", "threat"), "toxic=OFFENSIVE,threat=HATE", KNOWN, true);

    double[] probabilities = map.probabilities(new float[] {0, 100}, 0);

    assertThat(probabilities[0]).isCloseTo(0, within(1e-9));
    assertThat(probabilities[1]).isCloseTo(1.0 / 3, within(1e-9));
    assertThat(probabilities[2]).isCloseTo(2.0 / 3, within(1e-9));
  }

  @Test
  void mapThatDoesNotFitTheLabelsIsRefusedByName() {
    refused(List.of("toxic", "clean"), "", false, "toxic=");
    refused(List.of("toxic", "clean"), "toxic=BAD", false, "toxic=BAD");
    refused(List.of("toxic", "clean"), "poisonous=HATE", false, "poisonous=HATE");
    refused(List.of("toxic", "clean"), "toxic", false, "toxic (expected: label=LABEL");
    refused(List.of("a", "b"), "a=HATE,b=HATE", false, "mapped to CLEAN");
    refused(List.of("a", "b"), "a=CLEAN,b=CLEAN", true, "all of [a, b]");
  }

  private static void refused(List<String> labels, String map, boolean multiLabel, String said) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LabelMap.of(labels, map, KNOWN, multiLabel))
        .withMessageContaining(said);
  }
}

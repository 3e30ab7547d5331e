package chatwarden.inference.edit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChangedTokensTest {

  private static long[] begun(List<Integer> tokens) {
    return LongStream.concat(
            LongStream.of(WordCutter.BEGIN), tokens.stream().mapToLong(Integer::longValue))
        .toArray();
  }

  private static long[] tokens(String numbers) {
    List<Integer> tokens = new ArrayList<>();
    for (String number : numbers.split(" ")) {
      tokens.add(Integer.valueOf(number));
    }
    return begun(tokens);
  }

  @ParameterizedTest(name = "{0} to {1}: {2}")
  @CsvSource({
    "5 6 7 8, 5 6 7 8, ''",
    "5 6 7 8 9, 5 6 8 9, '2, 3'",
    "5 6 7 8 9, 6 7 8 9, 1",
    "5 6 7 8 9, 5 6 7 8, 4",
    "5 6 7 8 9, 5 6 40 8 9, '2, 3, 4'"
  })
  void placesAreThoseOfNewTokensAndBesideChanges(String before, String after, String places) {
    List<Integer> found = ChangedTokens.between(tokens(before), tokens(after)).places();

    assertThat(found.toString()).isEqualTo("[" + places + "]");
  }

  @Provide
  static Arbitrary<List<Integer>> texts() {
    return Arbitraries.integers().between(5, 9).list().ofMaxSize(12);
  }

  @Property
  void theOtherTokensAreOfTheTextInItsOrder(
      @ForAll("texts") List<Integer> before, @ForAll("texts") List<Integer> after) {
    long[] changed = begun(after);
    ChangedTokens compared = ChangedTokens.between(begun(before), changed);
    List<Integer> places = compared.places();

    assertThat(places).isSorted().doesNotHaveDuplicates().doesNotContain(0);
    List<Integer> kept = new ArrayList<>();
    for (int place = 1; place < changed.length; place++) {
      if (!places.contains(place)) {
        kept.add((int) changed[place]);
        assertThat(begun(before)[compared.sources()[place]]).isEqualTo(changed[place]);
      }
    }
    if (!kept.isEmpty()) {
      assertThat(before).containsSubsequence(kept);
    }
    assertThat(places.isEmpty()).isEqualTo(before.equals(after) || after.isEmpty());
  }
}

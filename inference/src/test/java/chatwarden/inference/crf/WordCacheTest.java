package chatwarden.inference.crf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class WordCacheTest {

  private static final WordCache<String> CACHE = new WordCache<>(WordCacheTest::string);
  private int made;

  private static String string(int[] codePoints, int from, int to) {
    return new String(codePoints, from, to - from);
  }

  @Property
  void aWordHasItsOwnValueWhereverItStandsInAText(
      @ForAll String before, @ForAll String word, @ForAll String after) {
    int[] text = (before + " " + word + " " + after).codePoints().toArray();
    int from = before.codePointCount(0, before.length()) + 1;
    int to = from + word.codePointCount(0, word.length());
    assertThat(CACHE.get(text, from, to)).isEqualTo(string(text, from, to)).isEqualTo(word);
  }

  @Test
  void wordsThatTakeEachOthersPlaceAreMadeAgain() {
    int words = 100_000; // Many times the slots.
    for (int i = 0; i < 2 * words; i++) {
      int[] word = Integer.toString(i % words).codePoints().toArray();
      assertThat(CACHE.get(word, 0, word.length)).isEqualTo(Integer.toString(i % words));
    }
  }

  @Test
  void aWordIsMadeOnceAndALongOneEveryTime() {
    WordCache<Integer> cache = new WordCache<>((_, _, _) -> made++);
    int[] letters = new Random(1).ints(40, 'a', 'z').toArray();
    assertThat(cache.get(letters, 0, 32)).isZero();
    assertThat(cache.get(letters.clone(), 0, 32)).isZero();
    assertThat(cache.get(letters, 0, 33)).isEqualTo(1);
    assertThat(cache.get(letters, 0, 33)).isEqualTo(2);
    assertThat(cache.get(letters, 0, 0)).isEqualTo(3);
    assertThat(cache.get(letters, 7, 7)).isEqualTo(3);
  }
}

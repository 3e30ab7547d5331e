package chatwarden.inference.edit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuardsTest {

  @ParameterizedTest
  @CsvSource({
    "en, i do not know, 1",
    "en, i don't know and i can't see, 2",
    "en, i dont know, 1",
    "en, no one never said nothing, 3",
    "en, all is well, 0",
    "vi, mình không biết, 1",
    "vi, mình ko biết, 1",
    "vi, k biết gì, 1",
    "vi, 5 k, 0",
    "vi, đéo biết, 1",
    "vi, làm đéo gì, 0",
    "vi, chưa xem và chẳng nghe, 2",
    "vi, hay quá, 0"
  })
  void negationsAreCounted(String language, String text, int count) {
    assertThat(ShippedRules.guards(language).negations(text)).isEqualTo(count);
  }

  @ParameterizedTest
  @CsvSource({
    "i do not like it, i like it, false",
    "i do not like it, it is not my taste, true",
    "you idiot, you 2 idiots, false",
    "you 2 idiots, you 2, true",
    "you idiot, see www.example.com, false",
    "see https://example.com/a you idiot, see https://example.com/a, true",
    "you idiot, @friend you are wrong, false",
    "@friend you idiot, @Friend you are wrong, true"
  })
  void nothingIsAddedAndNoNegationIsLost(String text, String candidate, boolean allowed) {
    assertThat(ShippedRules.guards("en").allow(text, candidate)).isEqualTo(allowed);
  }

  @ParameterizedTest
  @CsvSource({
    "en, you are, true",
    "en, 'you, !!', true",
    "en, good game, false",
    "vi, bạn thì, true",
    "vi, chơi hay, false"
  })
  void aTextWithoutContentIsAFragment(String language, String text, boolean fragment) {
    assertThat(ShippedRules.guards(language).isFragment(text)).isEqualTo(fragment);
  }

  @Test
  void namesNumbersLinksMentionsAndNegationsAreShielded() {
    assertThat(shielded("en", "you idiot Anna do not see 20 at www.example.com @bob"))
        .contains("Anna", "not", "2", "0", "example", "@", "bob")
        .doesNotContain("you", "idiot", "see", "at");
    assertThat(shielded("en", "You idiot. Go home")).isEmpty();
    assertThat(shielded("en", "YOU IDIOT ANNA")).isEmpty();
    assertThat(shielded("en", "it isn't good")).containsExactly("t");
    assertThat(shielded("vi", "mày không biết Lan à")).containsExactly("không", "Lan");
  }

  private static List<String> shielded(String language, String text) {
    List<TextWord> words = ShippedRules.cut(text).words();
    boolean[] shielded = ShippedRules.guards(language).shielded(text, words);
    List<String> found = new ArrayList<>();
    for (int i = 0; i < shielded.length; i++) {
      if (shielded[i]) {
        found.add(words.get(i).text());
      }
    }
    return found;
  }
}

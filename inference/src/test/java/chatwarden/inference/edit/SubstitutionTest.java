package chatwarden.inference.edit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubstitutionTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mày nói gì | | bạn nói gì",
        "chúng mày nói gì | | các bạn nói gì",
        "kẻ lông mày đẹp | | kẻ lông mày đẹp",
        "mày ngu quá | ngu | bạn chưa hiểu quá",
        "thằng ngu này đi đâu | thằng ngu | này đi đâu",
        "tao đéo biết | | mình không biết",
        "làm đéo gì | | làm gì",
        "xin chào | chào | xin"
      })
  void rudePhrasesBecomePolite(String text, String marked, String rendered) {
    assertThat(substituted("vi", text, marked)).isEqualTo(rendered);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "shut the fuck up please | shut fuck | please stop talking please",
        "this is shit | shit | this is thing",
        "you suck | | you suck"
      })
  void englishPhrasesNeedAMarkedWord(String text, String marked, String rendered) {
    assertThat(substituted("en", text, marked)).isEqualTo(rendered);
  }

  private static String substituted(String language, String text, String marked) {
    List<TextWord> words = ShippedRules.cut(text).words();
    Set<String> rude = marked == null ? Set.of() : Set.of(marked.split(" "));
    boolean[] marks = new boolean[words.size()];
    for (int i = 0; i < marks.length; i++) {
      marks[i] = rude.contains(words.get(i).text());
    }
    List<WordEdit> edits =
        new Substitution(ShippedRules.lists(language)).edits(words, marks, WordEdit.DELETE);
    return Renderer.render(text, words, edits);
  }
}

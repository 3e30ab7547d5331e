package chatwarden.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class CharacterKindTest {

  private static final Set<Integer> MARKS =
      Set.of(
          (int) Character.NON_SPACING_MARK,
          (int) Character.COMBINING_SPACING_MARK,
          (int) Character.ENCLOSING_MARK);

  @Test
  void whatIsInWordsIsALetterADigitOrAMarkOfTheJdk() {
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      boolean inWord = Character.isLetterOrDigit(c) || MARKS.contains(Character.getType(c));
      assertThat(CharacterKind.of(c).inWord()).as("U+%04X", c).isEqualTo(inWord);
    }
  }
}

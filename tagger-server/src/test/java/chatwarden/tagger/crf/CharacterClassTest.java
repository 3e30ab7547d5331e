package chatwarden.tagger.crf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class CharacterClassTest {

  private static final Set<Integer> MARKS =
      Set.of(
          (int) Character.NON_SPACING_MARK,
          (int) Character.COMBINING_SPACING_MARK,
          (int) Character.ENCLOSING_MARK);

  @Test
  void everyCodePointIsWhatTheJdkSays() {
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      boolean space = Character.isWhitespace(c) || Character.isSpaceChar(c);
      boolean word = Character.isLetterOrDigit(c) || MARKS.contains(Character.getType(c));
      assertThat(CharacterClass.isSpace(c)).isEqualTo(space);
      assertThat(CharacterClass.isWordPart(c)).isEqualTo(word);
    }
  }
}

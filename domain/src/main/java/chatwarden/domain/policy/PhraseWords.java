package chatwarden.domain.policy;

import static chatwarden.text.CharacterKind.DIGIT;
import static chatwarden.text.CharacterKind.OTHER;
import static chatwarden.text.CharacterKind.SPACE;

import chatwarden.text.CharacterKind;
import chatwarden.text.Leetspeak;
import chatwarden.text.MatchForm;
import java.util.ArrayList;
import java.util.List;

/** Cuts phrases into words. */
final class PhraseWords {

  private PhraseWords() {}

  /**
   * Returns the words of a phrase of a block rule. Signs between letters part words; other signs
   * belong to the word that they are written with and are to be in the text.
   */
  static List<PhraseWord> loose(String phrase) {
    int[] text = MatchForm.LOOSE.of(phrase).text().codePoints().toArray();
    List<PhraseWord> words = new ArrayList<>();
    int from = 0;
    for (int i = 0; i <= text.length; i++) {
      if (i == text.length || parts(text, i)) {
        if (i > from) {
          words.add(PhraseWord.loose(Leetspeak.word(text, from, i)));
        }
        from = i + 1;
      }
    }
    return words;
  }

  private static boolean parts(int[] text, int at) {
    CharacterKind kind = CharacterKind.of(text[at]);
    if (kind != OTHER || at == 0 || at + 1 == text.length) {
      return kind == SPACE;
    }
    CharacterKind before = CharacterKind.of(text[at - 1]);
    CharacterKind after = CharacterKind.of(text[at + 1]);
    return before.inWord() && after.inWord() && !(before == DIGIT && after == DIGIT);
  }

  /** Returns the words of a phrase of an allow rule, separated by white space. */
  static List<PhraseWord> written(String phrase) {
    String text = MatchForm.WRITTEN.of(phrase).text();
    List<PhraseWord> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    (text + " ")
        .codePoints()
        .forEach(
            c -> {
              if (CharacterKind.of(c) != SPACE) {
                word.appendCodePoint(c);
              } else if (!word.isEmpty()) {
                words.add(PhraseWord.written(word.toString()));
                word.setLength(0);
              }
            });
    return words;
  }
}

package chatwarden.store.words;

import chatwarden.text.CharacterKind;
import chatwarden.text.Diacritics;
import chatwarden.text.MatchForm;
import chatwarden.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The forms in which the words of a text can be found: as written, and as the normaliser reads them
 * with shorthand expanded; each with its diacritics and without. Safe for any thread.
 */
public final class WordForms {

  private WordForms() {}

  /** Returns all forms of all words of a text. */
  public static Set<String> of(String text) {
    Set<String> forms = new HashSet<>();
    for (String word : read(text)) {
      add(forms, word);
    }
    for (String word : written(text)) {
      add(forms, word);
    }
    return forms;
  }

  private static void add(Set<String> forms, String word) {
    forms.add(word);
    forms.add(Diacritics.strip(word));
  }

  /** Returns the words of a text as it is written, but for case and lookalikes. */
  static List<String> written(String text) {
    return split(MatchForm.LOOSE.of(text).text());
  }

  /** Returns the words of a text as the models read them. */
  static List<String> read(String text) {
    String read = Normalizer.standard().normalize(text).text();
    return split(read.replace(Normalizer.URL, " ").replace(Normalizer.MENTION, " "));
  }

  private static List<String> split(String text) {
    List<String> words = new ArrayList<>();
    int from = -1;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      if (!CharacterKind.of(c).inWord()) {
        if (from >= 0) {
          words.add(text.substring(from, i));
        }
        from = -1;
      } else if (from < 0) {
        from = i;
      }
      i += Character.charCount(c);
    }
    if (from >= 0) {
      words.add(text.substring(from));
    }
    return words;
  }
}

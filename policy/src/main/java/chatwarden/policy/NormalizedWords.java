package chatwarden.policy;

import chatwarden.text.Diacritics;
import chatwarden.text.Normalizer;
import java.util.Arrays;

/** The words of a text as the models see them, with and without their diacritics. */
final class NormalizedWords {

  private final String[] words;
  private final String[] stripped;

  NormalizedWords(String text) {
    words =
        Arrays.stream(Normalizer.standard().normalize(text).text().split(" "))
            .filter(word -> !word.isBlank())
            .toArray(String[]::new);
    stripped = Arrays.stream(words).map(Diacritics::strip).toArray(String[]::new);
  }

  int count() {
    return words.length;
  }

  String word(int at) {
    return words[at];
  }

  String stripped(int at) {
    return stripped[at];
  }
}

package chatwarden.policy;

import chatwarden.text.Diacritics;
import chatwarden.text.Normalizer;

/** The words of a text as the models see them, with and without their diacritics. */
final class NormalizedWords {

  private final String[] words;
  private final String[] stripped;

  NormalizedWords(String text) {
    words = Normalizer.standard().normalize(text).text().split(" ");
    stripped = new String[words.length];
    for (int i = 0; i < words.length; i++) {
      stripped[i] = Diacritics.strip(words[i]);
    }
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

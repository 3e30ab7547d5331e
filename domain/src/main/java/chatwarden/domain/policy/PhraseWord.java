package chatwarden.domain.policy;

import chatwarden.text.Diacritics;
import chatwarden.text.ToneStyle;
import java.util.List;
import java.util.stream.Stream;

/**
 * A word of a phrase in the spellings that match. Immutable.
 *
 * @param spellings in lower case and NFC, at least one, none empty
 */
record PhraseWord(List<String> spellings) {

  PhraseWord {
    spellings = List.copyOf(spellings);
  }

  /** As it is, with its tone placed in the other style, and without any diacritics. */
  static PhraseWord loose(String word) {
    return of(word, ToneStyle.other(word), Diacritics.strip(word));
  }

  /** As it is, and with its tone placed in the other style. */
  static PhraseWord written(String word) {
    return of(word, ToneStyle.other(word));
  }

  private static PhraseWord of(String... spellings) {
    return new PhraseWord(Stream.of(spellings).distinct().toList());
  }
}

package chatwarden.domain.policy;

import chatwarden.domain.policy.PhraseTree.Letter;
import chatwarden.text.CharacterKind;

/** Finds the phrases of a tree in one text exactly as written. For one thread. */
final class WrittenSearch {

  private final int[] text;
  private final PhraseTree phrases;

  /** Receives a match. */
  interface Found {
    void accept(int start, int end, String phrase);
  }

  /** Creates a search in a text in the written form. */
  WrittenSearch(String text, PhraseTree phrases) {
    this.text = text.codePoints().toArray();
    this.phrases = phrases;
  }

  /** Finds all matches, at code points of the text. */
  void findAll(Found found) {
    for (int start = 0; start < text.length; start++) {
      if (!isInWord(start - 1) || !isInWord(start)) {
        word(phrases, start, start, found);
      }
    }
  }

  private void word(PhraseTree rest, int place, int start, Found found) {
    Letter letter = rest.root();
    for (int at = place; at < text.length; at++) {
      Letter next = letter.next(text[at]).orElse(null);
      if (next == null) {
        return;
      }
      letter = next;
      if (!isInWord(at) || !isInWord(at + 1)) {
        for (PhraseTree after : letter.rests()) {
          after(after, at + 1, start, found);
        }
      }
    }
  }

  private void after(PhraseTree rest, int end, int start, Found found) {
    rest.phrase().ifPresent(phrase -> found.accept(start, end, phrase));
    int next = end;
    while (kind(next) == CharacterKind.SPACE && next < text.length) {
      next++;
    }
    if (next > end && !rest.isEmpty()) {
      word(rest, next, start, found);
    }
  }

  private boolean isInWord(int place) {
    return kind(place).inWord();
  }

  private CharacterKind kind(int place) {
    return place < 0 || place >= text.length ? CharacterKind.SPACE : CharacterKind.of(text[place]);
  }
}

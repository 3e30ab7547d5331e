package chatwarden.domain.policy;

import chatwarden.text.CharacterKind;
import chatwarden.text.CodePointRange;
import chatwarden.text.Diacritics;
import chatwarden.text.Leetspeak;
import chatwarden.text.MatchForm;
import chatwarden.text.NormalizedText;
import chatwarden.text.OffsetMap;

/** The text that block rules search, in its loose form, code point by code point. Immutable. */
final class LooseText {

  /** From this length on a run of one letter counts as stretched. */
  private static final int STRETCHED = 3;

  /** The longest gap between letters of one phrase, in code points. */
  private static final int MAX_GAP = 8;

  private final OffsetMap offsets;
  private final int[] codePoints;
  private final boolean[] stretched;

  LooseText(String text) {
    NormalizedText loose = MatchForm.LOOSE.of(text);
    offsets = loose.offsets();
    codePoints = loose.text().codePoints().toArray();
    stretched = stretched(codePoints);
  }

  private static boolean[] stretched(int[] codePoints) {
    boolean[] stretched = new boolean[codePoints.length];
    int from = 0;
    for (int i = 1; i <= codePoints.length; i++) {
      if (i == codePoints.length || codePoints[i] != codePoints[from]) {
        for (int k = from + 1; k < i && i - from >= STRETCHED; k++) {
          stretched[k] = true;
        }
        from = i;
      }
    }
    return stretched;
  }

  /**
   * Returns the range of the text that the places from {@code start} up to {@code end} are from.
   */
  CodePointRange original(int start, int end) {
    return offsets.toOriginal(start, end);
  }

  int length() {
    return codePoints.length;
  }

  int at(int place) {
    return codePoints[place];
  }

  /** Returns the kind of the character there; white space outside the text. */
  CharacterKind kind(int place) {
    return place < 0 || place >= codePoints.length
        ? CharacterKind.SPACE
        : CharacterKind.of(codePoints[place]);
  }

  boolean isInWord(int place) {
    return kind(place).inWord();
  }

  /** Returns whether a phrase may begin there: not in the middle of a word. */
  boolean mayBegin(int place) {
    return !isInWord(place - 1) || !isInWord(place);
  }

  /**
   * Returns whether a phrase may have {@code letter} at its edge with the character at {@code
   * beyond} outside: a letter or digit not inside a word, a picture anywhere, another sign only on
   * its own.
   */
  boolean isEdge(PhraseTree.Letter letter, int beyond) {
    int edge = letter.codePoint();
    if (CharacterKind.of(edge).inWord()) {
      return !isInWord(beyond);
    }
    return Character.getType(edge) == Character.OTHER_SYMBOL || kind(beyond) == CharacterKind.SPACE;
  }

  /** Returns the place after the letters there that repeat a stretched one. */
  int afterStretch(int place) {
    int end = place;
    while (end < codePoints.length && stretched[end]) {
      end++;
    }
    return end;
  }

  /** Returns whether {@code letter}, or a digit or sign that may replace it, is there. */
  boolean reads(int place, int letter) {
    return place < codePoints.length
        && (codePoints[place] == letter
            || Leetspeak.letters(codePoints[place]).indexOf(Diacritics.base(letter)) >= 0);
  }

  /** Returns the end of a gap of signs and white space that begins at {@code place}. */
  int afterGap(int place) {
    int end = place;
    while (end < codePoints.length && end - place < MAX_GAP && !isInWord(end)) {
      end++;
    }
    return end;
  }

  /**
   * Returns whether letters of one word may be on both sides of a gap: signs may be between any,
   * white space only between letters that are spelled one by one.
   */
  boolean mayPart(int gap, int afterGap) {
    for (int i = gap; i < afterGap; i++) {
      if (kind(i) == CharacterKind.SPACE) {
        return !isInWord(gap - 2) && !isInWord(afterGap + 1);
      }
    }
    return true;
  }
}

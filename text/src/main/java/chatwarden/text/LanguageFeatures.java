package chatwarden.text;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * What {@link LanguageDetector} looks at: words, runs of 1 to 4 characters within a word without
 * their diacritics, and how many diacritics there are. Works on text as sent, not on normalised
 * text, whose expanded shorthand would look Vietnamese.
 */
public final class LanguageFeatures {
  /** Features are numbers in {@code [0, BUCKETS)}; different ones may share a number. */
  public static final int BUCKETS = 1 << 15;

  private static final int MAX_RUN = 4;

  /** Detection looks at no more than this many UTF-16 units from the start of a text. */
  private static final int LIMIT = 400;

  private final IntConsumer found;
  private int[] word = new int[32];

  private LanguageFeatures(IntConsumer found) {
    this.found = found;
  }

  /**
   * Adds to {@code found} the features of {@code text}, repeated ones repeatedly; none if it has no
   * letter.
   */
  public static void each(String text, IntConsumer found) {
    new LanguageFeatures(found).read(text);
  }

  private void read(String text) {
    int length = Math.min(text.length(), LIMIT);
    int letters = 0;
    for (int i = 0; i < length; i++) {
      int c = Character.toLowerCase(text.charAt(i));
      CharacterKind kind = CharacterKind.of(c);
      if (kind == CharacterKind.LETTER || kind == CharacterKind.MARK) {
        int base = Diacritics.base(c);
        if (base != c) {
          add(0x7F4A7C15 + c);
        }
        if (base != 0) {
          addLetter(base, letters++);
        }
      } else {
        endWord(letters);
        letters = 0;
      }
    }
    endWord(letters);
  }

  /** Puts {@code letter} after the {@code before} others of the word; one place stays free. */
  private void addLetter(int letter, int before) {
    if (before + 2 == word.length) {
      word = Arrays.copyOf(word, 2 * word.length);
    }
    word[1 + before] = letter;
  }

  private void endWord(int letters) {
    if (letters == 0) {
      return;
    }
    word[0] = ' ';
    word[letters + 1] = ' ';
    int whole = 17;
    for (int from = 0; from < letters + 2; from++) {
      whole = whole * 31 + word[from];
      int hash = 0;
      int limit = Math.min(letters + 2, from + MAX_RUN);
      for (int i = from; i < limit; i++) {
        hash = hash * 0x01000193 + word[i] + 1;
        add(hash);
      }
    }
    add(whole * 0x85EBCA6B);
  }

  private void add(int hash) {
    int mixed = (hash ^ (hash >>> 16)) * 0x9E3779B1;
    found.accept(mixed >>> (Integer.SIZE - Integer.numberOfTrailingZeros(BUCKETS)));
  }
}

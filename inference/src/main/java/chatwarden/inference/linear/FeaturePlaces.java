package chatwarden.inference.linear;

import chatwarden.text.CodePointRange;
import chatwarden.text.Diacritics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where in a normalised text {@link FeatureHasher} found each feature. For one text at a time, on
 * one thread.
 */
final class FeaturePlaces {
  private static final int PLAIN_CHARACTERS = FeatureView.PLAIN_CHARACTERS.ordinal();

  private final List<Place> places = new ArrayList<>();
  private final List<CodePointRange> tokens = new ArrayList<>();
  private final List<Integer> wordStarts = new ArrayList<>();
  private String text = "";

  /** A place of the text in UTF-16 units, and the same in code points. */
  private int units;

  private int codePoints;

  /** The length of the current word, and where its letters without diacritics stand in it. */
  private int letters;

  private int[] plainLetters = {};

  /**
   * One occurrence of a feature.
   *
   * @param view the feature's view, as its ordinal
   * @param words how many words it runs over; 0 for signs and for characters within a word
   * @param range in code points of the normalised text, never empty
   */
  record Place(int view, long hash, int words, CodePointRange range) {}

  /** Every occurrence of every feature but those of {@link FeatureView#LEXICON}. */
  List<Place> places() {
    return places;
  }

  /** The words and runs of signs, in order. */
  List<CodePointRange> tokens() {
    return tokens;
  }

  void beginText(String normalized) {
    places.clear();
    tokens.clear();
    wordStarts.clear();
    text = normalized;
    units = 0;
    codePoints = 0;
  }

  /** {@code word} is the word between two borders; it starts at the UTF-16 unit {@code from}. */
  void beginWord(int from, int[] word, int size) {
    letters = size - 2;
    plainLetters = new int[letters];
    int plain = 0;
    for (int i = 0; i < letters; i++) {
      if (Diacritics.base(word[i + 1]) != 0) {
        plainLetters[plain++] = i;
      }
    }
    plainLetters = Arrays.copyOf(plainLetters, plain);
    int start = codePoint(from);
    wordStarts.add(start);
    tokens.add(new CodePointRange(start, start + letters));
  }

  /** A run of words up to the current one. */
  void words(int view, long hash, int words) {
    int start = wordStarts.get(wordStarts.size() - words);
    add(view, hash, words, start, wordStarts.getLast() + letters);
  }

  /** Characters of the current word, both ends included; its borders count as characters. */
  void characters(int view, long hash, int first, int last) {
    boolean plain = view == PLAIN_CHARACTERS;
    int size = plain ? plainLetters.length : letters;
    int start = first == 0 ? 0 : plain ? plainLetters[first - 1] : first - 1;
    int end = last > size ? letters : plain ? plainLetters[last - 1] + 1 : last;
    add(view, hash, 0, wordStarts.getLast() + start, wordStarts.getLast() + end);
  }

  /** A run of one sign, in UTF-16 units. */
  void sign(int view, long hash, int from, int to) {
    int start = codePoint(from);
    int end = codePoint(to);
    tokens.add(new CodePointRange(start, end));
    add(view, hash, 0, start, end);
  }

  private void add(int view, long hash, int words, int start, int end) {
    places.add(new Place(view, hash, words, new CodePointRange(start, end)));
  }

  /** The text is asked for from front to back. */
  private int codePoint(int unit) {
    codePoints += text.codePointCount(units, unit);
    units = unit;
    return codePoints;
  }
}

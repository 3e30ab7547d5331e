package chatwarden.inference.linear;

import chatwarden.text.CharacterKind;
import chatwarden.text.Diacritics;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Turns normalised text into hashed n-grams without making a string: every n-gram's hash is its
 * shorter neighbour's, extended by one character or word. Not safe for threads; one for each.
 */
public final class FeatureHasher {
  /** The longest run of characters within a word. */
  static final int MAX_CHARACTERS = 6;

  private static final long CHARACTER_FACTOR = 0x9E3779B97F4A7C15L;
  private static final long WORD_FACTOR = 0xC2B2AE3D27D4EB4FL;
  private static final int WORDS = FeatureView.WORDS.ordinal();
  private static final int CHARACTERS = FeatureView.CHARACTERS.ordinal();
  private static final int PLAIN_WORDS = FeatureView.PLAIN_WORDS.ordinal();
  private static final int PLAIN_CHARACTERS = FeatureView.PLAIN_CHARACTERS.ordinal();

  /** The border of a word among its characters. */
  private static final int BORDER = 1;

  private int[] word = new int[64];
  private int[] plain = new int[64];

  /** The hashes of the previous words, nearest first; 0 for a missing one. */
  private final long[] previous = new long[2];

  private final long[] previousPlain = new long[2];
  private final LexiconFeatures lexicon;
  private final @Nullable FeaturePlaces places;

  /** A hasher that takes the features of {@link FeatureView#LEXICON} from {@code scores}. */
  public FeatureHasher(WordScores scores) {
    this(scores, null);
  }

  /**
   * Creates a hasher that also reports to {@code places}, unless null, where it found each feature.
   */
  FeatureHasher(WordScores scores, @Nullable FeaturePlaces places) {
    this.lexicon = new LexiconFeatures(scores);
    this.places = places;
  }

  /** Returns the hash of a word of normalised text. */
  public static long word(String word) {
    return wordHash(word, WORDS);
  }

  /** Returns the hash of a word of normalised text without its diacritics. */
  public static long plainWord(String word) {
    return wordHash(plain(word), PLAIN_WORDS);
  }

  private static long wordHash(String word, int view) {
    int[] letters = word.codePoints().toArray();
    return wordHash(letters, 0, letters.length, view);
  }

  /** Returns a word of normalised text without its diacritics; empty if it is nothing else. */
  public static String plain(String word) {
    int[] letters = word.codePoints().map(Diacritics::base).filter(c -> c != 0).toArray();
    return new String(letters, 0, letters.length);
  }

  /** Returns the hash of two neighbouring words from the hashes of both. */
  public static long pair(long first, long second) {
    return mix(first * WORD_FACTOR + second);
  }

  /** Returns whether a code point of normalised text belongs to a word. */
  public static boolean isWord(int c) {
    return (c >= 'a' && c <= 'z')
        || (c > 0x7F && CharacterKind.of(c).inWord())
        || (c >= '0' && c <= '9');
  }

  /** Replaces what {@code features} holds with the features of {@code normalized}. */
  public void hash(String normalized, FeatureHashes features) {
    features.clear();
    lexicon.clear();
    Arrays.fill(previous, 0);
    Arrays.fill(previousPlain, 0);
    if (places != null) {
      places.beginText(normalized);
    }
    int length = normalized.length();
    for (int i = 0; i < length; ) {
      char unit = normalized.charAt(i);
      if (unit == ' ') {
        i++;
      } else if (isWord(normalized.codePointAt(i))) {
        i = word(normalized, i, features);
      } else {
        i = sign(normalized, i, features);
      }
    }
    lexicon.addTo(features);
  }

  private int word(String text, int from, FeatureHashes features) {
    int size = 1;
    int plainSize = 1;
    int i = from;
    word[0] = BORDER;
    plain[0] = BORDER;
    while (i < text.length()) {
      int c = text.codePointAt(i);
      if (!isWord(c)) {
        break;
      }
      if (size + 2 > word.length) {
        word = Arrays.copyOf(word, size * 2);
        plain = Arrays.copyOf(plain, size * 2);
      }
      word[size++] = c;
      int base = Diacritics.base(c);
      if (base != 0) {
        plain[plainSize++] = base;
      }
      i += Character.charCount(c);
    }
    word[size++] = BORDER;
    plain[plainSize++] = BORDER;
    if (places != null) {
      places.beginWord(from, word, size);
    }
    words(word, size, previous, WORDS, features);
    words(plain, plainSize, previousPlain, PLAIN_WORDS, features);
    float score = lexicon.word(previous[0], wordHash(plain, 1, plainSize - 1, WORDS));
    features.words().add(previous[0], previousPlain[0], score);
    characters(word, size, CHARACTERS, features);
    characters(plain, plainSize, PLAIN_CHARACTERS, features);
    return i;
  }

  private void words(int[] word, int size, long[] previous, int view, FeatureHashes features) {
    long one = wordHash(word, 1, size - 1, view);
    add(view, one, 1, features);
    if (view == PLAIN_WORDS) {
      lexicon.plainWord(one);
    }
    if (previous[0] != 0) {
      long two = pair(previous[0], one);
      add(view, two, 2, features);
      if (view == PLAIN_WORDS) {
        lexicon.pair(two);
      }
      if (previous[1] != 0) {
        add(view, mix(previous[1] * WORD_FACTOR + two), 3, features);
      }
    }
    previous[1] = previous[0];
    previous[0] = one;
  }

  private void add(int view, long hash, int words, FeatureHashes features) {
    features.add(view, hash);
    if (places != null) {
      places.words(view, hash, words);
    }
  }

  private static long wordHash(int[] word, int from, int to, int view) {
    long hash = view + 1;
    for (int i = from; i < to; i++) {
      hash = hash * CHARACTER_FACTOR + word[i];
    }
    return mix(hash);
  }

  private void characters(int[] word, int size, int view, FeatureHashes features) {
    for (int from = 0; from < size - 1; from++) {
      long hash = (view + 1) * CHARACTER_FACTOR + word[from];
      int limit = Math.min(size, from + MAX_CHARACTERS);
      for (int i = from + 1; i < limit; i++) {
        hash = hash * CHARACTER_FACTOR + word[i];
        long mixed = mix(hash);
        features.add(view, mixed);
        if (places != null) {
          places.characters(view, mixed, from, i);
        }
      }
    }
  }

  /** A run of one sign is a feature; signs part no words. */
  private int sign(String text, int from, FeatureHashes features) {
    int c = text.codePointAt(from);
    int i = from + Character.charCount(c);
    long hash = (WORDS + 1) * CHARACTER_FACTOR + c;
    while (i < text.length() && text.codePointAt(i) == c) {
      hash = hash * CHARACTER_FACTOR + c;
      i += Character.charCount(c);
    }
    long mixed = mix(hash);
    features.add(WORDS, mixed);
    if (places != null) {
      places.sign(WORDS, mixed, from, i);
    }
    return i;
  }

  static long mix(long hash) {
    long mixed = (hash ^ (hash >>> 32)) * 0xD6E8FEB86659FD93L;
    return mixed ^ (mixed >>> 29);
  }
}

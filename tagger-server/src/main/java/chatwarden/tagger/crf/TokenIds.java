package chatwarden.tagger.crf;

import chatwarden.text.Diacritics;

/**
 * What a network reads of every token of a text: numbers of rows of its table of embeddings.
 *
 * <p>The first is that of the normalised word, the second that of the word without diacritics;
 * behind them stand, in no order that matters, the word as written, how it sounds, its shape, the
 * gap before it, and the character n-grams of length 2 to 4 and the affixes of both forms. Features
 * are hashed to rows, so two of them may share one; row 0 is nobody's. Immutable.
 */
public final class TokenIds {

  /** The number of rows of the table, row 0 included. */
  public static final int ROWS = 1 << 16;

  /** The most numbers a token has; n-grams beyond it are left out, the last of the word first. */
  public static final int MOST = 50;

  private static final int LETTERS = 24;

  private final int count;
  private final int[] offsets;
  private final int[] ids;
  private int size;
  private final int[] letters = new int[LETTERS];
  private int letterCount;

  private TokenIds(TokenizedText text) {
    this.count = text.count();
    this.offsets = new int[count + 1];
    this.ids = new int[count * MOST];
    for (int t = 0; t < count; t++) {
      fill(text, t);
      offsets[t + 1] = size;
    }
  }

  /** The numbers of the tokens of {@code text}. */
  public static TokenIds of(TokenizedText text) {
    return new TokenIds(text);
  }

  /** The number of tokens. */
  public int count() {
    return count;
  }

  /** How many numbers {@code token} has: 2 to {@link #MOST}. */
  public int width(int token) {
    return offsets[token + 1] - offsets[token];
  }

  /** The number at {@code place} of {@code token}, in [1, {@link #ROWS}). */
  public int id(int token, int place) {
    return ids[offsets[token] + place];
  }

  private void fill(TokenizedText text, int token) {
    int limit = offsets[token] + MOST;
    add(limit, Hash.feature(10, CrfFeatures.wordHash(text, token)));
    add(limit, Hash.feature(20, CrfFeatures.bareHash(text, token)));
    add(limit, Hash.feature(30, CrfFeatures.rawHash(text, token)));
    add(limit, Hash.feature(31, CrfFeatures.soundHash(text, token)));
    int shape = text.shape(token);
    add(limit, Hash.feature(32, shape));
    add(limit, Hash.feature(33, shape & 31));
    add(limit, Hash.feature(34, text.gap(token)));
    read(text, token, false);
    int half = size + (limit - size) / 2;
    grams(40, half);
    read(text, token, true);
    grams(50, limit);
  }

  private void read(TokenizedText text, int token, boolean bare) {
    letterCount = 0;
    int[] normalized = text.normalized();
    for (int i = text.wordStart(token); i < text.wordEnd(token) && letterCount < LETTERS; i++) {
      int letter = bare ? Diacritics.base(normalized[i]) : normalized[i];
      if (letter != 0) {
        letters[letterCount++] = letter;
      }
    }
  }

  private void grams(int kind, int limit) {
    for (int from = 0; from < letterCount; from++) {
      long hash = 0;
      int most = Math.min(letterCount, from + 4);
      for (int to = from; to < most; to++) {
        hash = Hash.append(hash, letters[to]);
        if (to > from) {
          add(limit, Hash.feature(kind, hash));
        }
        if (from == 0 && to < 3) {
          add(limit, Hash.feature(kind + 1, hash));
        }
        if (to == letterCount - 1 && to - from < 3) {
          add(limit, Hash.feature(kind + 2, hash));
        }
      }
    }
  }

  private void add(int limit, long hash) {
    if (size < limit) {
      ids[size++] = 1 + (int) Long.remainderUnsigned(hash, ROWS - 1);
    }
  }
}

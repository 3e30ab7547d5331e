package chatwarden.inference.crf;

import java.util.stream.IntStream;

/**
 * What a network reads of every token of a text: numbers of rows of its table of embeddings.
 *
 * <p>The first is that of the normalised word, the second that of the word without diacritics;
 * after them follow, in no order that matters, the word as written, how it sounds, its shape, the
 * gap before it, and the character n-grams of length 2 to 4 and the affixes of both forms. Features
 * are hashed to rows, so two of them may share one; row 0 belongs to none. Immutable.
 */
public final class TokenIds {

  /** The number of rows of the table, row 0 included. */
  public static final int ROWS = 1 << 16;

  /** The most numbers a token has; n-grams beyond it are left out, the last of the word first. */
  public static final int MOST = 50;

  private static final int[] GAPS =
      IntStream.range(0, TokenizedText.GAPS).map(TokenIds::ofGap).toArray();

  private final int count;

  /** Of every token what its normalised word gives, see {@link WordIds}; not to be changed. */
  private final int[][] words;

  /** The numbers of every token as written, see {@link #asWritten}; not to be changed. */
  private final int[][] written;

  private final byte[] gaps;

  private TokenIds(TokenizedText text) {
    this.count = text.count();
    this.words = new int[count][];
    this.written = new int[count][];
    this.gaps = new byte[count];
    for (int t = 0; t < count; t++) {
      words[t] = WordIds.of(text.normalized(), text.wordStart(t), text.wordEnd(t));
      written[t] = asWritten(text.original(), text.start(t), text.end(t));
      gaps[t] = (byte) text.gap(t);
    }
  }

  /** The numbers of the tokens of {@code text}. */
  public static TokenIds of(TokenizedText text) {
    return new TokenIds(text);
  }

  /** Those of the word as written, of its shape, and of its shape without its length. */
  static int[] asWritten(int[] original, int from, int to) {
    int shape = WordShape.of(original, from, to);
    return new int[] {
      row(Hash.feature(30, WordHash.raw(original, from, to))),
      row(Hash.feature(32, shape)),
      row(Hash.feature(33, WordShape.rough(shape)))
    };
  }

  /** That of a gap, see {@link TokenizedText#gap}. */
  static int ofGap(int gap) {
    return row(Hash.feature(34, gap));
  }

  /** The row that {@code feature} is hashed to. */
  static int row(long feature) {
    return 1 + (int) Long.remainderUnsigned(feature, ROWS - 1);
  }

  /** The number of tokens. */
  public int count() {
    return count;
  }

  /** How many numbers {@code token} has: 2 to {@link #MOST}. */
  public int width(int token) {
    return words[token].length;
  }

  /** The number at {@code place} of {@code token}, in [1, {@link #ROWS}). */
  public int id(int token, int place) {
    return switch (place) {
      case WordIds.RAW -> written[token][0];
      case WordIds.SHAPE -> written[token][1];
      case WordIds.ROUGH_SHAPE -> written[token][2];
      case WordIds.GAP -> GAPS[gaps[token]];
      default -> words[token][place];
    };
  }
}

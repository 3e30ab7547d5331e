package chatwarden.inference.crf;

import chatwarden.text.CharacterKind;
import chatwarden.text.CodePointRange;
import chatwarden.text.NormalizedText;
import chatwarden.text.Normalizer;
import chatwarden.text.OffsetMap;
import java.util.Arrays;

/**
 * A text cut into tokens that know their place in the text as sent.
 *
 * <p>A token is a run of letters, marks and digits of the normalised text, or a run of one and the
 * same other character; what the normaliser made of one piece of the original (an expanded
 * shorthand, a web address) is never cut. Tokens are sorted, never empty and never overlap. Any
 * string at all, lone surrogates included, gives places inside it. Immutable.
 */
public final class TokenizedText {

  /** Gaps of this many code points and more are all the same. */
  private static final int WIDE_GAP = 2;

  /** How many gaps are told apart, see {@link #gap}. */
  static final int GAPS = WIDE_GAP + 1;

  private final int[] original;
  private final int[] normalized;
  private int count;
  private int[] starts = new int[16];
  private int[] ends = new int[16];
  private int[] wordStarts = new int[16];
  private int[] wordEnds = new int[16];

  private TokenizedText(int[] original, int[] normalized) {
    this.original = original;
    this.normalized = normalized;
  }

  /** Cuts {@code text}. */
  public static TokenizedText of(String text) {
    NormalizedText normalized = Normalizer.standard().normalize(text);
    TokenizedText tokens = new TokenizedText(codePoints(text), codePoints(normalized.text()));
    tokens.cut(normalized.offsets());
    return tokens;
  }

  private static int[] codePoints(String text) {
    int[] codePoints = new int[text.codePointCount(0, text.length())];
    int at = 0;
    for (int i = 0; i < codePoints.length; i++) {
      int codePoint = text.codePointAt(at);
      codePoints[i] = codePoint;
      at += Character.charCount(codePoint);
    }
    return codePoints;
  }

  private void cut(OffsetMap offsets) {
    int end = 0;
    boolean open = false;
    for (int i = 0; i < normalized.length; i++) {
      int c = normalized[i];
      CodePointRange range = offsets.toOriginal(i, i + 1);
      if (count > 0 && range.start() < end) {
        end = Math.max(end, range.end());
        ends[count - 1] = end;
        wordEnds[count - 1] = i + 1;
        open = true;
      } else if (Spaces.isSpace(c)) {
        open = false;
      } else if (open && joins(normalized[i - 1], c)) {
        end = Math.max(end, range.end());
        ends[count - 1] = end;
        wordEnds[count - 1] = i + 1;
      } else if (range.end() > range.start()) {
        end = range.end();
        add(range.start(), end, i);
        open = true;
      }
    }
  }

  private void add(int start, int end, int wordStart) {
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, count * 2);
      ends = Arrays.copyOf(ends, count * 2);
      wordStarts = Arrays.copyOf(wordStarts, count * 2);
      wordEnds = Arrays.copyOf(wordEnds, count * 2);
    }
    starts[count] = start;
    ends[count] = end;
    wordStarts[count] = wordStart;
    wordEnds[count] = wordStart + 1;
    count++;
  }

  private static boolean joins(int last, int next) {
    return CharacterKind.of(next).inWord() ? CharacterKind.of(last).inWord() : next == last;
  }

  /** The number of code points of the text as sent. */
  public int codePoints() {
    return original.length;
  }

  /** The number of tokens. */
  public int count() {
    return count;
  }

  /** The first code point of {@code token} in the text as sent. */
  public int start(int token) {
    return starts[token];
  }

  /** Returns the code point after the last one of {@code token} in the text as sent. */
  public int end(int token) {
    return ends[token];
  }

  /** The code points as sent, not to be changed. */
  int[] original() {
    return original;
  }

  /** The normalised code points, not to be changed. */
  int[] normalized() {
    return normalized;
  }

  /** Where the normalised form of {@code token} begins in {@link #normalized}. */
  int wordStart(int token) {
    return wordStarts[token];
  }

  /** Where the normalised form of {@code token} ends in {@link #normalized}. */
  int wordEnd(int token) {
    return wordEnds[token];
  }

  /** Returns the gap between {@code token} and the one before it: 0, 1, or 2 for more. */
  int gap(int token) {
    int length = token == 0 ? starts[0] : starts[token] - ends[token - 1];
    return Math.min(length, WIDE_GAP);
  }

  /** How {@code token} was written, see {@link WordShape}. */
  int shape(int token) {
    return WordShape.of(original, starts[token], ends[token]);
  }
}

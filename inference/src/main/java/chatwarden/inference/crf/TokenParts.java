package chatwarden.inference.crf;

import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * What a model makes of the numbers of tokens, in three parts: of what the normalised word has
 * wherever it occurs, of the word as written, and of the gap before it. Together these are the
 * numbers of {@link TokenIds}. Words are remembered, up to 8,192 of either kind. One thread at a
 * time.
 */
public final class TokenParts<V> {

  private final WordCache<V> words;
  private final WordCache<V> written;
  private final List<V> gaps;

  /**
   * @param ofWord makes the part of a normalised word: from the number of the word, that of the
   *     word without diacritics, and others, where 0 means none
   * @param ofOthers makes the part of other numbers, at least one
   */
  public TokenParts(Function<int[], V> ofWord, Function<int[], V> ofOthers) {
    this.words = new WordCache<>((points, from, to) -> ofWord.apply(WordIds.of(points, from, to)));
    this.written =
        new WordCache<>((points, from, to) -> ofOthers.apply(TokenIds.asWritten(points, from, to)));
    this.gaps =
        IntStream.range(0, TokenizedText.GAPS)
            .mapToObj(gap -> ofOthers.apply(new int[] {TokenIds.ofGap(gap)}))
            .toList();
  }

  /** The part of the normalised word of {@code token}. */
  public V word(TokenizedText text, int token) {
    return words.get(text.normalized(), text.wordStart(token), text.wordEnd(token));
  }

  /** The part of the word of {@code token} as written. */
  public V written(TokenizedText text, int token) {
    return written.get(text.original(), text.start(token), text.end(token));
  }

  /** The part of the gap before {@code token}. */
  public V gap(TokenizedText text, int token) {
    return gaps.get(text.gap(token));
  }
}

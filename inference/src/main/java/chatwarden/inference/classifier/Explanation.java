package chatwarden.inference.classifier;

import static java.util.Objects.requireNonNull;

import chatwarden.text.CodePointRange;
import java.util.List;

/**
 * Why a model answers as it does for one text. Explained is the logit of one label against {@code
 * CLEAN}, which is {@code bias} and all contributions added up, {@code other} included, up to
 * rounding.
 *
 * @param label the most probable label that is not {@code CLEAN}
 * @param logit the logarithm of P(label) / P(CLEAN)
 * @param bias the logit of a text without n-grams
 * @param ngrams the n-grams that weighed most, the weightiest first; every range once
 * @param other what the n-grams that are not listed contribute together
 * @param decisive the words without which the text falls under a threshold
 */
public record Explanation(
    String label,
    double logit,
    double bias,
    List<Ngram> ngrams,
    double other,
    DecisiveWords decisive) {
  /** How many n-grams are listed at most. */
  public static final int MAX_NGRAMS = 20;

  public Explanation {
    requireNonNull(label, "label");
    requireNonNull(decisive, "decisive");
    ngrams = List.copyOf(ngrams);
    if (ngrams.size() > MAX_NGRAMS) {
      throw new IllegalArgumentException(
          "ngrams: " + ngrams.size() + " (expected: at most " + MAX_NGRAMS + ")");
    }
  }

  /**
   * An n-gram of the text and its contribution to the logit.
   *
   * @param range its place in the text as sent
   * @param contribution positive if it speaks for the label, negative if for {@code CLEAN}
   */
  public record Ngram(CodePointRange range, double contribution) {
    public Ngram {
      requireNonNull(range, "range");
    }
  }

  /**
   * Words and signs without which the text falls under a threshold.
   *
   * @param words in the order of the text, not overlapping; empty if the text is under the
   *     threshold as it is, or no set was found that brings it there
   * @param minimal whether it is proven that no smaller set does
   * @param offensiveProbability of the text with each of {@code words} replaced by a space
   */
  public record DecisiveWords(
      List<CodePointRange> words, boolean minimal, float offensiveProbability) {
    public DecisiveWords {
      words = List.copyOf(words);
    }
  }
}

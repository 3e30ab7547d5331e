package chatwarden.inference.crf;

/**
 * How likely a text has no span, once the answer token by token and that of {@link TextScorer} of
 * the text as a whole are weighed against each other: a logistic regression over both log odds and
 * the logarithm of the number of tokens, by which each is more or less to be trusted. Immutable.
 *
 * @param tokens the weight of the log odds that the tokens give
 * @param whole the weight of the log odds that the judge of whole texts gives
 * @param length the weight of the logarithm of one more than the number of tokens
 * @param bias the number added for every text
 */
public record TextVote(double tokens, double whole, double length, double bias) {

  /** The bound of either answer's certainty. */
  private static final double SURE = 1e-4;

  public TextVote {
    if (!Double.isFinite(tokens + whole + length + bias)) {
      throw new IllegalArgumentException(
          "vote: %s, %s, %s, %s (expected: finite)".formatted(tokens, whole, length, bias));
    }
  }

  /**
   * The probability that a text has no span.
   *
   * @param byTokens that probability as the tokens have it
   * @param byWhole as the judge of whole texts has it
   * @param count the number of tokens
   */
  public double clean(double byTokens, double byWhole, int count) {
    double score = bias + length * Math.log1p(count);
    score += tokens * logOdds(byTokens) + whole * logOdds(byWhole);
    return 1 / (1 + Math.exp(-score));
  }

  private static double logOdds(double probability) {
    double p = Math.clamp(probability, SURE, 1 - SURE);
    return Math.log(p / (1 - p));
  }
}

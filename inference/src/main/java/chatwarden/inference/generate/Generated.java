package chatwarden.inference.generate;

import java.util.List;

/**
 * A text that a model generated.
 *
 * @param tokens its tokens, without one that ends it
 * @param logProbability the sum of the log probabilities of all tokens, the end included
 */
record Generated(List<Long> tokens, double logProbability) {
  Generated {
    tokens = List.copyOf(tokens);
  }
}

package chatwarden.inference.cascade;

import java.util.List;

/**
 * Turns the encoder's logit of a kind of abuse into a calibrated probability, by Platt's sigmoid.
 *
 * @param name the name of the kind
 * @param index its number among the encoder's kinds
 * @param slope multiplies the logit; positive
 * @param bias is added to that
 * @param languages the languages in which the kind was tested
 */
record CategoryRule(String name, int index, double slope, double bias, List<String> languages) {

  CategoryRule {
    languages = List.copyOf(languages);
    if (!(slope > 0)) {
      throw new IllegalArgumentException("slope: " + slope + " (expected: > 0)");
    }
  }

  float probability(double[] kinds) {
    return (float) (1 / (1 + Math.exp(-(slope * kinds[index] + bias))));
  }
}

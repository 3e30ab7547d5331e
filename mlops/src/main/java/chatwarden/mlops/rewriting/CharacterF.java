package chatwarden.mlops.rewriting;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * chrF (Popović, 2015) as sacreBLEU computes it by default: n-grams of characters without spaces,
 * of 1 to 6 of them, recall weighted twice as much as precision, over the orders that both texts
 * have; the best of several references counts.
 */
final class CharacterF {
  private static final int LONGEST = 6;
  private static final double BETA_SQUARED = 4;

  private CharacterF() {}

  /** Returns the F-score of a text against the closest reference, in [0, 1]. */
  static double of(String text, List<String> references) {
    return references.stream().mapToDouble(reference -> of(text, reference)).max().orElse(0);
  }

  private static double of(String text, String reference) {
    int[] given = text.codePoints().filter(c -> !Character.isWhitespace(c)).toArray();
    int[] wanted = reference.codePoints().filter(c -> !Character.isWhitespace(c)).toArray();
    double precision = 0;
    double recall = 0;
    int orders = 0;
    for (int n = 1; n <= LONGEST; n++) {
      if (given.length >= n && wanted.length >= n) {
        Map<String, Integer> own = grams(given, n);
        Map<String, Integer> others = grams(wanted, n);
        int matches = 0;
        for (Map.Entry<String, Integer> entry : own.entrySet()) {
          matches += Math.min(entry.getValue(), others.getOrDefault(entry.getKey(), 0));
        }
        precision += (double) matches / (given.length - n + 1);
        recall += (double) matches / (wanted.length - n + 1);
        orders++;
      }
    }
    if (orders == 0 || precision + recall == 0) {
      return 0;
    }
    precision /= orders;
    recall /= orders;
    return (1 + BETA_SQUARED) * precision * recall / (BETA_SQUARED * precision + recall);
  }

  private static Map<String, Integer> grams(int[] text, int n) {
    Map<String, Integer> grams = new HashMap<>();
    for (int i = 0; i + n <= text.length; i++) {
      grams.merge(new String(text, i, n), 1, Integer::sum);
    }
    return grams;
  }
}

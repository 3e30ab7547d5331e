package chatwarden.benchmarks.classifier;

import chatwarden.text.Diacritics;
import chatwarden.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * What the linear model computes, done in a straightforward way: n-grams are strings, counts and
 * weights lie in hash maps. The weights are drawn, as they do not matter for the time; the number
 * of features is that of a shipped model.
 */
final class StringModel {
  private static final int LONGEST = 6;
  private static final int VIEWS = 4;

  private final Map<String, float[]> weights = new HashMap<>();

  /** A model that knows the n-grams of {@code texts} and, up to {@code features}, drawn ones. */
  StringModel(List<String> texts, int features, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (String text : texts) {
      for (Map<String, Integer> view : views(Normalizer.standard().normalize(text).text())) {
        view.keySet().forEach(gram -> weights.computeIfAbsent(gram, g -> draw(random)));
      }
    }
    while (weights.size() < features) {
      weights.put("c" + Long.toString(random.nextLong() & 0xFFFFFFFFFL, 36), draw(random));
    }
  }

  private static float[] draw(SplittableRandom random) {
    return new float[] {
      1 + 9 * (float) random.nextDouble(),
      (float) random.nextDouble() - 0.5f,
      (float) random.nextDouble() - 0.5f
    };
  }

  /** Returns the probabilities of three classes. */
  double[] classify(String text) {
    double[] scores = new double[3];
    for (Map<String, Integer> view : views(Normalizer.standard().normalize(text).text())) {
      add(view, scores);
    }
    double sum = 0;
    for (int k = 0; k < scores.length; k++) {
      scores[k] = Math.exp(scores[k]);
      sum += scores[k];
    }
    for (int k = 0; k < scores.length; k++) {
      scores[k] /= sum;
    }
    return scores;
  }

  private void add(Map<String, Integer> view, double[] scores) {
    double squares = 0;
    double second = 0;
    double third = 0;
    for (Map.Entry<String, Integer> gram : view.entrySet()) {
      float[] known = weights.get(gram.getKey());
      if (known != null) {
        double value = (1 + Math.log(gram.getValue())) * known[0];
        squares += value * value;
        second += value * known[1];
        third += value * known[2];
      }
    }
    if (squares > 0) {
      scores[1] += second / Math.sqrt(squares);
      scores[2] += third / Math.sqrt(squares);
    }
  }

  private static List<Map<String, Integer>> views(String normalized) {
    String plain = Diacritics.strip(normalized);
    List<Map<String, Integer>> views = new ArrayList<>(VIEWS);
    views.add(words("w", normalized));
    views.add(characters("c", normalized));
    views.add(words("v", plain));
    views.add(characters("d", plain));
    return views;
  }

  private static Map<String, Integer> words(String view, String text) {
    Map<String, Integer> counts = new HashMap<>();
    String[] words = text.split(" ", -1);
    for (int from = 0; from < words.length; from++) {
      StringBuilder gram = new StringBuilder(view);
      for (int i = from; i < Math.min(words.length, from + 3); i++) {
        gram.append(' ').append(words[i]);
        counts.merge(gram.toString(), 1, Integer::sum);
      }
    }
    return counts;
  }

  private static Map<String, Integer> characters(String view, String text) {
    Map<String, Integer> counts = new HashMap<>();
    for (String word : text.split(" ", -1)) {
      String bordered = " " + word + " ";
      for (int from = 0; from < bordered.length(); from++) {
        int longest = Math.min(bordered.length(), from + LONGEST);
        for (int to = from + 2; to <= longest; to++) {
          counts.merge(view + bordered.substring(from, to), 1, Integer::sum);
        }
      }
    }
    return counts;
  }
}

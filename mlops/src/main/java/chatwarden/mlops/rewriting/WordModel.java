package chatwarden.mlops.rewriting;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A trigram model over words, interpolated after Witten and Bell (1991), which says how usual a
 * text is.
 */
final class WordModel {
  private static final int LEAST_COUNT = 3;
  private static final int LONGEST = 3;
  private static final String BEGIN = "<s>";
  private static final String END = "</s>";
  private static final String UNKNOWN = "<unk>";
  private static final Pattern WORD =
      Pattern.compile("[\\p{L}\\p{N}]+|[^\\p{L}\\p{N}_\\s]", Pattern.UNICODE_CHARACTER_CLASS);

  private final Set<String> known = new HashSet<>();
  private final Map<String, Integer> grams = new HashMap<>();
  private final Map<String, Integer> sums = new HashMap<>();
  private final Map<String, Integer> kinds = new HashMap<>();

  /** Counts the words of lines. */
  WordModel(List<List<String>> lines) {
    Map<String, Integer> counts = new HashMap<>();
    lines.forEach(line -> line.forEach(word -> counts.merge(word, 1, Integer::sum)));
    counts.forEach(
        (word, count) -> {
          if (count >= LEAST_COUNT) {
            known.add(word);
          }
        });
    for (List<String> line : lines) {
      List<String> words = marked(line);
      for (int at = LONGEST - 1; at < words.size(); at++) {
        for (int n = 0; n < LONGEST; n++) {
          String context = n + "\t" + String.join(" ", words.subList(at - n, at));
          sums.merge(context, 1, Integer::sum);
          if (grams.merge(context + "\t" + words.get(at), 1, Integer::sum) == 1) {
            kinds.merge(context, 1, Integer::sum);
          }
        }
      }
    }
  }

  private List<String> marked(List<String> line) {
    List<String> words = new ArrayList<>(List.of(BEGIN, BEGIN));
    line.forEach(word -> words.add(known.contains(word) ? word : UNKNOWN));
    words.add(END);
    return words;
  }

  /** Returns the mean log probability of a word of a line, its end included. */
  double meanLog(List<String> line) {
    List<String> words = marked(line);
    double total = 0;
    for (int at = LONGEST - 1; at < words.size(); at++) {
      double probability = 1.0 / (known.size() + 2);
      for (int n = 0; n < LONGEST; n++) {
        String context = n + "\t" + String.join(" ", words.subList(at - n, at));
        int seen = sums.getOrDefault(context, 0);
        int different = kinds.getOrDefault(context, 0);
        if (seen > 0) {
          int own = grams.getOrDefault(context + "\t" + words.get(at), 0);
          probability = (own + different * probability) / (seen + different);
        }
      }
      total += Math.log(probability);
    }
    return total / (words.size() - LONGEST + 1);
  }

  /** Returns the words and marks of a text in lower case. */
  static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    String composed = java.text.Normalizer.normalize(text, java.text.Normalizer.Form.NFC);
    Matcher matcher = WORD.matcher(composed.toLowerCase(Locale.ROOT));
    while (matcher.find()) {
      words.add(matcher.group());
    }
    return words;
  }
}

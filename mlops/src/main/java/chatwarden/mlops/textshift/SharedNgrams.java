package chatwarden.mlops.textshift;

import chatwarden.mlops.linear.SparseRows;
import chatwarden.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The words and pairs of adjacent words that at least {@link #MIN_AUTHORS} different authors used,
 * each with its column. All others, and the texts of unknown authors, count for nothing: neither
 * the classifier nor its report knows the words of a few people.
 */
final class SharedNgrams {
  /** The number of different authors from which on an n-gram is used. */
  static final int MIN_AUTHORS = 10;

  private static final int MAX_COLUMNS = 20_000;
  private static final Pattern WORD =
      Pattern.compile(Normalizer.URL + "|" + Normalizer.MENTION + "|[\\p{L}\\p{M}\\p{N}]+");

  private final List<String> words;
  private final int[] authors;
  private final Map<String, Integer> columns = new HashMap<>();

  private SharedNgrams(List<Map.Entry<String, Set<String>>> shared) {
    words = shared.stream().map(Map.Entry::getKey).toList();
    authors = shared.stream().mapToInt(entry -> entry.getValue().size()).toArray();
    for (int column = 0; column < words.size(); column++) {
      columns.put(words.get(column), column);
    }
  }

  /** Gathers the n-grams of texts; of more than 20,000, those with the most authors. */
  static SharedNgrams gather(List<AuthoredText> texts) {
    Map<String, Set<String>> users = new HashMap<>();
    for (AuthoredText text : texts) {
      if (!text.author().isEmpty()) {
        for (String ngram : ngrams(text.text())) {
          users.computeIfAbsent(ngram, _ -> new HashSet<>(2)).add(text.author());
        }
      }
    }
    return new SharedNgrams(
        users.entrySet().stream()
            .filter(entry -> entry.getValue().size() >= MIN_AUTHORS)
            .sorted(
                Comparator.comparingInt((Map.Entry<String, Set<String>> e) -> -e.getValue().size())
                    .thenComparing(Map.Entry::getKey))
            .limit(MAX_COLUMNS)
            .toList());
  }

  private static Set<String> ngrams(String text) {
    List<String> read =
        WORD.matcher(Normalizer.standard().normalize(text).text())
            .results()
            .map(MatchResult::group)
            .toList();
    Set<String> ngrams = new LinkedHashSet<>(read);
    for (int i = 1; i < read.size(); i++) {
      ngrams.add(read.get(i - 1) + " " + read.get(i));
    }
    return ngrams;
  }

  int size() {
    return words.size();
  }

  String words(int column) {
    return words.get(column);
  }

  int authors(int column) {
    return authors[column];
  }

  /** Returns a row for each text: which n-grams it has, scaled to unit length. */
  SparseRows rows(List<AuthoredText> texts) {
    SparseRows.Builder rows = new SparseRows.Builder();
    for (AuthoredText text : texts) {
      List<Integer> found = new ArrayList<>();
      for (String ngram : ngrams(text.text())) {
        Integer column = columns.get(ngram);
        if (column != null) {
          found.add(column);
        }
      }
      found.sort(Comparator.naturalOrder());
      float value = (float) (1 / Math.sqrt(found.size()));
      found.forEach(column -> rows.add(column, value));
      rows.endRow();
    }
    return rows.build(size());
  }
}

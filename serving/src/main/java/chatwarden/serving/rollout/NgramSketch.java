package chatwarden.serving.rollout;

import chatwarden.rollout.v1.NgramDifference;
import chatwarden.runtime.grpc.CallAffinity;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The n-grams that weigh most in the differences of two versions, in bounded memory: Space-Saving
 * (Metwally, Agrawal and El Abbadi, 2005) with weights. An n-gram comes out only once it was in
 * {@value #LEAST_TEXTS} different texts, so that no sentence of a person does. Used by one thread
 * at a time.
 */
final class NgramSketch {

  /** In how many texts an n-gram has to be. */
  static final int LEAST_TEXTS = 10;

  private static final int LISTED = 50;
  private static final int LONGEST = 64;

  private final int capacity;
  private final Map<String, Entry> entries = new HashMap<>();

  NgramSketch(int capacity) {
    this.capacity = capacity;
  }

  private static final class Entry {
    private final String ngram;

    /** The weight that an n-gram whose place this took may have had of it. */
    private final double inherited;

    private final Set<Long> texts = new HashSet<>();
    private double weight;
    private double sum;
    private long count;

    Entry(String ngram, double inherited) {
      this.ngram = ngram;
      this.inherited = inherited;
      this.weight = inherited;
    }

    void add(long text, double difference) {
      weight += Math.abs(difference);
      sum += difference;
      count++;
      if (texts.size() < LEAST_TEXTS) {
        texts.add(text);
      }
    }

    double certain() {
      return weight - inherited;
    }

    NgramDifference message() {
      return NgramDifference.newBuilder()
          .setNgram(ngram)
          .setTexts(texts.size())
          .setDifference(sum / count)
          .setWeight(certain())
          .build();
    }
  }

  /** Adds the n-grams of a text, by the challenger's contribution less the champion's. */
  void add(String text, Map<String, Double> differences) {
    long digest = CallAffinity.digest(text);
    differences.forEach(
        (ngram, difference) -> {
          if (!ngram.isBlank() && ngram.length() <= LONGEST && difference != 0) {
            entry(ngram).add(digest, difference);
          }
        });
  }

  private Entry entry(String ngram) {
    @Nullable Entry known = entries.get(ngram);
    if (known != null) {
      return known;
    }
    double inherited = 0;
    if (entries.size() >= capacity) {
      Entry least =
          entries.values().stream()
              .min(Comparator.comparingDouble((Entry entry) -> entry.weight))
              .orElseThrow();
      entries.remove(least.ngram);
      inherited = least.weight;
    }
    Entry fresh = new Entry(ngram, inherited);
    entries.put(ngram, fresh);
    return fresh;
  }

  /** Returns the heaviest n-grams of enough texts, the heaviest first. */
  List<NgramDifference> heaviest() {
    return entries.values().stream()
        .filter(entry -> entry.texts.size() >= LEAST_TEXTS)
        .sorted(
            Comparator.comparingDouble(Entry::certain)
                .reversed()
                .thenComparing(entry -> entry.ngram))
        .limit(LISTED)
        .map(Entry::message)
        .toList();
  }

  int size() {
    return entries.size();
  }
}

package chatwarden.inference.classifier;

import chatwarden.inference.classifier.Explanation.DecisiveWords;
import chatwarden.text.CodePointRange;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/**
 * Looks for the fewest words without which a text falls under a threshold.
 *
 * <p>First the weightiest words are taken out, as many as it needs (bisection), and put back one by
 * one where the text stays under the threshold. Then every smaller set is tried, the smallest
 * first, as long as the number of texts to judge allows. Found sets are always classified as the
 * caller would judge it: as a text of its own.
 */
public final class DecisiveWordSearch {
  /** How many texts are judged at most, where judging one takes microseconds. */
  public static final int MAX_TRIALS = 600;

  private static final int MIN_TRIALS = 16;

  /** How many code points are judged in all, where that allows the fewest trials. */
  private static final int MAX_CODE_POINTS = 40_000;

  private final String text;
  private final float threshold;
  private final Judge judge;

  /** Of each word, the weightiest first: its place in UTF-16 units. */
  private final List<Word> words;

  private final List<Integer> inOrderOfText;
  private int trials;

  /** Classifies a text. */
  @FunctionalInterface
  public interface Judge {
    /** Returns the offensive probability of {@code text}. */
    float offensiveProbability(String text);
  }

  private record Word(CodePointRange range, int from, int to) {}

  /**
   * A search.
   *
   * @param words of the text, not overlapping, the weightiest first
   * @param maxTrials how many texts to judge at most, up to {@link #MAX_TRIALS}
   */
  public DecisiveWordSearch(
      String text, List<CodePointRange> words, float threshold, int maxTrials, Judge judge) {
    this.text = text;
    this.threshold = threshold;
    this.judge = judge;
    this.words = located(text, words);
    this.inOrderOfText = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      inOrderOfText.add(i);
    }
    inOrderOfText.sort(Comparator.comparingInt(i -> this.words.get(i).from()));
    int trialsOfLength = MAX_CODE_POINTS / Math.max(1, text.length());
    this.trials = Math.clamp(trialsOfLength, MIN_TRIALS, Math.max(MIN_TRIALS, maxTrials));
  }

  private static List<Word> located(String text, List<CodePointRange> ranges) {
    int[] units = new int[text.codePointCount(0, text.length()) + 1];
    for (int i = 1; i < units.length; i++) {
      units[i] = text.offsetByCodePoints(units[i - 1], 1);
    }
    return ranges.stream().map(r -> new Word(r, units[r.start()], units[r.end()])).toList();
  }

  /** Searches, once, and returns the words. */
  public DecisiveWords find() {
    float whole = judge.offensiveProbability(text);
    if (whole < threshold) {
      return new DecisiveWords(List.of(), true, whole);
    }
    BitSet found = weightiest();
    boolean any = !found.isEmpty();
    int limit = any ? found.cardinality() : words.size() + 1;
    for (int size = 1; size < limit; size++) {
      if (sets(size) > trials) {
        return answer(found, false, whole);
      }
      BitSet smaller = firstSet(size, 0, new BitSet());
      if (!smaller.isEmpty()) {
        return answer(smaller, true, whole);
      }
    }
    return answer(found, any, whole);
  }

  private DecisiveWords answer(BitSet without, boolean minimal, float whole) {
    if (without.isEmpty()) {
      return new DecisiveWords(List.of(), false, whole);
    }
    List<CodePointRange> ranges =
        inOrderOfText.stream().filter(without::get).map(i -> words.get(i).range()).toList();
    return new DecisiveWords(ranges, minimal, judge.offensiveProbability(without(without)));
  }

  /** A set of the weightiest words that does, or the empty set if all words together do not. */
  private BitSet weightiest() {
    BitSet all = first(words.size());
    if (words.isEmpty() || !falls(all)) {
      return new BitSet();
    }
    int tooFew = 0;
    int enough = words.size();
    while (enough - tooFew > 1) {
      int middle = (enough + tooFew) >>> 1;
      if (trials > 0 && falls(first(middle))) {
        enough = middle;
      } else {
        tooFew = middle;
      }
    }
    BitSet set = first(enough);
    for (int i = enough - 1; i >= 0 && set.cardinality() > 1 && trials > 0; i--) {
      set.clear(i);
      if (!falls(set)) {
        set.set(i);
      }
    }
    return set;
  }

  private static BitSet first(int count) {
    BitSet set = new BitSet();
    set.set(0, count);
    return set;
  }

  /** The first set of {@code size} more words, from {@code next} on, that does; else empty. */
  private BitSet firstSet(int size, int next, BitSet chosen) {
    if (size == 0) {
      return falls(chosen) ? (BitSet) chosen.clone() : new BitSet();
    }
    for (int i = next; i <= words.size() - size; i++) {
      chosen.set(i);
      BitSet found = firstSet(size - 1, i + 1, chosen);
      if (!found.isEmpty()) {
        return found;
      }
      chosen.clear(i);
    }
    return new BitSet();
  }

  /** How many sets of {@code size} words there are, or some number beyond all trials. */
  private long sets(int size) {
    long sets = 1;
    for (int i = 1; i <= size && sets <= MAX_TRIALS; i++) {
      sets = sets * (words.size() - size + i) / i;
    }
    return sets;
  }

  private boolean falls(BitSet without) {
    trials--;
    return judge.offensiveProbability(without(without)) < threshold;
  }

  private String without(BitSet removed) {
    StringBuilder rest = new StringBuilder(text.length());
    int from = 0;
    for (int i : inOrderOfText) {
      if (removed.get(i)) {
        Word word = words.get(i);
        rest.append(text, from, word.from()).append(' ');
        from = word.to();
      }
    }
    return rest.append(text, from, text.length()).toString();
  }
}

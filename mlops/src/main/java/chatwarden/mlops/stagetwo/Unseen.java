package chatwarden.mlops.stagetwo;

import chatwarden.mlops.data.SplitCheck;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How a tagger does where the training set does not help: on texts with a span that no training
 * text has marked.
 *
 * @param knownCount texts all of whose spans the training set marks somewhere
 * @param known the mean F1 on them
 * @param newCount texts with at least one span that it never marks
 * @param fresh the mean F1 on them
 */
public record Unseen(int knownCount, double known, int newCount, double fresh) {

  static Unseen of(List<AnnotatedText> train, List<AnnotatedText> texts, double[] scores) {
    Set<String> marked = new HashSet<>();
    train.forEach(text -> marked.addAll(spans(text)));
    double[] sums = new double[2];
    int[] counts = new int[2];
    for (int i = 0; i < scores.length; i++) {
      if (texts.get(i).bearing()) {
        int group = marked.containsAll(spans(texts.get(i))) ? 0 : 1;
        sums[group] += scores[i];
        counts[group]++;
      }
    }
    return new Unseen(counts[0], sums[0] / counts[0], counts[1], sums[1] / counts[1]);
  }

  /** Returns the figures by the texts that they are of; a group without texts has none. */
  Map<String, Double> byTexts() {
    Map<String, Double> named = new LinkedHashMap<>();
    if (knownCount > 0) {
      named.put("all spans known (%d texts)".formatted(knownCount), known);
    }
    if (newCount > 0) {
      named.put("a span is new (%d texts)".formatted(newCount), fresh);
    }
    return named;
  }

  private static Set<String> spans(AnnotatedText text) {
    int[] codePoints = text.text().codePoints().toArray();
    Set<String> spans = new HashSet<>();
    BitSet marked = text.marked();
    for (int from = marked.nextSetBit(0); from >= 0; ) {
      int to = marked.nextClearBit(from);
      String span = new String(codePoints, from, to - from);
      spans.add(SplitCheck.key(span));
      from = marked.nextSetBit(to);
    }
    return spans;
  }
}

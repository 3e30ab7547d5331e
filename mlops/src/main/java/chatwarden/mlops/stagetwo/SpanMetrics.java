package chatwarden.mlops.stagetwo;

import chatwarden.mlops.evaluation.Estimate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * How well a tagger does on a set of annotated texts, as {@link SpanF1} counts it.
 *
 * @param all on every text
 * @param bearing on those with at least one span
 * @param single on those with exactly one
 * @param multi on those with two and more
 * @param clean on those with none
 */
public record SpanMetrics(
    Estimate all, Estimate bearing, Estimate single, Estimate multi, Estimate clean) {

  /**
   * The figures of {@code scores}.
   *
   * @param scores the F1 of each of {@code texts}
   */
  static SpanMetrics of(List<AnnotatedText> texts, double[] scores, long seed) {
    return new SpanMetrics(
        estimate(texts, scores, seed, text -> true),
        estimate(texts, scores, seed, AnnotatedText::bearing),
        estimate(texts, scores, seed, text -> text.runs() == 1),
        estimate(texts, scores, seed, text -> text.runs() > 1),
        estimate(texts, scores, seed, text -> !text.bearing()));
  }

  private static Estimate estimate(
      List<AnnotatedText> texts, double[] scores, long seed, Predicate<AnnotatedText> of) {
    double[] chosen = new double[scores.length];
    int count = 0;
    for (int i = 0; i < scores.length; i++) {
      if (of.test(texts.get(i))) {
        chosen[count++] = scores[i];
      }
    }
    return Estimate.of(Arrays.copyOf(chosen, count), seed);
  }

  /** What {@link #all} would be if the share {@code bearingShare} of the texts bore spans. */
  double allAt(double bearingShare) {
    return bearingShare * bearing.mean() + (1 - bearingShare) * clean.mean();
  }

  /** Returns the figures by the name of the texts that they are of. */
  public Map<String, Estimate> byTexts() {
    Map<String, Estimate> named = new LinkedHashMap<>();
    named.put("all", all);
    named.put("with spans", bearing);
    named.put("with one span", single);
    named.put("with more spans", multi);
    named.put("without", clean);
    return named;
  }
}

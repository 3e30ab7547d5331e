package chatwarden.mlops.stagetwo;

import chatwarden.inference.tagger.SpanTagger;
import chatwarden.inference.tagger.SpanTagging;
import chatwarden.inference.tagger.TaggedSpan;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * The figures of a tagger, as it is served, on annotated texts.
 *
 * @param scores the F1 of each text, in the order of the texts
 * @param metrics their means
 */
public record SpanFigures(List<Double> scores, SpanMetrics metrics) {

  /** Copies the scores. */
  public SpanFigures {
    scores = List.copyOf(scores);
  }

  /**
   * Measures a tagger.
   *
   * @param seed for the draws of the intervals
   */
  public static SpanFigures of(SpanTagger tagger, List<AnnotatedText> texts, long seed) {
    double[] scores = scores(tagger, texts);
    return new SpanFigures(
        DoubleStream.of(scores).boxed().toList(), SpanMetrics.of(texts, scores, seed));
  }

  /** Returns the F1 of each of {@code texts}. */
  static double[] scores(SpanTagger tagger, List<AnnotatedText> texts) {
    List<SpanTagging> taggings = tagger.tag(texts.stream().map(AnnotatedText::text).toList());
    double[] scores = new double[texts.size()];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = SpanF1.of(marked(taggings.get(i)), texts.get(i).marked());
    }
    return scores;
  }

  private static BitSet marked(SpanTagging tagging) {
    BitSet marked = new BitSet();
    for (TaggedSpan span : tagging.spans()) {
      marked.set(span.start(), span.end());
    }
    return marked;
  }

  double[] scoreArray() {
    return scores.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** Returns a table of the means with their intervals. */
  public String markdown() {
    StringBuilder table = new StringBuilder("| texts | F1 | n |\n|---|---|---|\n");
    metrics
        .byTexts()
        .forEach(
            (name, estimate) ->
                table.append(
                    String.format(
                        Locale.ROOT,
                        "| %s | %s | %d |%n",
                        name,
                        estimate.shown(),
                        estimate.count())));
    return table.toString();
  }
}

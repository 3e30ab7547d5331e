package chatwarden.trainer.tagging;

import chatwarden.inference.tagger.SpanTagger;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * How well a tagger does on a file of annotated texts.
 *
 * @param texts the number of texts
 * @param figures how well it does
 */
public record SpanEvaluation(int texts, SpanMetrics figures) {

  /**
   * Measures {@code tagger}, as it is served, on {@code file}.
   *
   * @param seed orders the resamples of the intervals
   * @throws IOException if the file is not one of annotated texts
   */
  public static SpanEvaluation of(SpanTagger tagger, Path file, long seed) throws IOException {
    List<AnnotatedText> texts = SpanCorpus.read(file);
    return new SpanEvaluation(
        texts.size(), SpanMetrics.of(texts, TaggerEvaluation.scores(tagger, texts), seed));
  }

  /** The figures as a table, with 95 % bootstrap intervals. */
  public String markdown() {
    StringBuilder table = new StringBuilder("| texts | F1 | n |\n|---|---|---|\n");
    row(table, "all", figures.all());
    row(table, "with spans", figures.bearing());
    row(table, "with one span", figures.single());
    row(table, "with more spans", figures.multi());
    row(table, "without", figures.clean());
    return table.toString();
  }

  private static void row(StringBuilder table, String name, SpanMetrics.Estimate estimate) {
    table.append(
        String.format(
            Locale.ROOT,
            "| %s | %.4f [%.4f, %.4f] | %d |%n",
            name,
            estimate.mean(),
            estimate.low(),
            estimate.high(),
            estimate.count()));
  }
}

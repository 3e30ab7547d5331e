package chatwarden.mlops.rewriting;

import chatwarden.inference.rewriter.RewriteVerdict;
import chatwarden.inference.rewriter.Rewriter;
import chatwarden.inference.rewriter.Rewriting;
import chatwarden.inference.tagger.SpanTagger;
import chatwarden.inference.tagger.SpanTagging;
import chatwarden.inference.tagger.TaggedSpan;
import chatwarden.text.LanguageDetector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Measures a rewriter on the dev split of its language, beside copies, deletion of the parts that
 * stage 2 marks, one polite sentence and, where there are references, the rewrites of people.
 */
public final class RewriterEvaluation {
  private static final String ENGLISH_SENTENCE = "I do not agree with this.";
  private static final String VIETNAMESE_SENTENCE = "Mình không đồng ý với điều này.";

  private final RewriteMeasure measure;
  private final List<RewriteRow> rows;
  private final String language;
  private final long seed;

  private RewriterEvaluation(
      RewriteMeasure measure, List<RewriteRow> rows, String language, long seed) {
    this.measure = measure;
    this.rows = List.copyOf(rows);
    this.language = language;
    this.seed = seed;
  }

  /**
   * Reads the data and fits the evaluators.
   *
   * @param data the folder of the data sets
   * @param language {@code vi} or {@code en}
   * @param seed where the draws of the intervals start
   * @param progress takes a line for each step
   */
  public static RewriterEvaluation of(
      Path data, String language, long seed, Consumer<String> progress) throws IOException {
    RewriteData sets = new RewriteData(data);
    boolean english = language.equals(LanguageDetector.ENGLISH);
    List<StyleJudge.Example> examples =
        english ? sets.englishExamples() : sets.vietnameseExamples();
    progress.accept("fitting the judge texts=" + examples.size());
    StyleJudge judge = StyleJudge.fit(examples);
    if (english) {
      return new RewriterEvaluation(new EnglishMeasure(judge), sets.english(), language, seed);
    }
    progress.accept("counting the words of comments");
    RewriteMeasure measure = new VietnameseMeasure(judge, new WordModel(sets.vietnameseLines()));
    return new RewriterEvaluation(measure, sets.vietnamese(), language, seed);
  }

  /** Returns the table of all systems, and how to read it. */
  public String markdown(
      String name, Rewriter rewriter, SpanTagger tagger, Consumer<String> progress) {
    List<RewriteRow> all = rows;
    RewriteScores deletion = measure.scores(all, deletions(tagger));
    List<String> lines = new ArrayList<>();
    lines.add(
        "| %s, %d texts | style | %s | joint | joint less that of deletion | unchanged | empty |"
            .formatted(language, all.size(), measure.content()));
    lines.add("|---|---|---|---|---|---|---|");
    lines.add(row("copy", all.stream().map(RewriteRow::text).toList(), deletion));
    lines.add(deletion.row("deletion", List.of(), seed));
    String sentence =
        language.equals(LanguageDetector.ENGLISH) ? ENGLISH_SENTENCE : VIETNAMESE_SENTENCE;
    lines.add(row("one polite sentence", all.stream().map(_ -> sentence).toList(), deletion));
    people(lines);
    List<Rewriting> answers = new ArrayList<>();
    for (RewriteRow row : all) {
      progress.accept("rewriting text=%d of=%d".formatted(answers.size() + 1, all.size()));
      answers.add(rewriter.rewrite(row.text(), language, _ -> {}));
    }
    lines.add(row(name, answers.stream().map(Rewriting::rewrite).toList(), deletion));
    long refused =
        answers.stream().filter(a -> a.verdict() == RewriteVerdict.CANNOT_REWRITE).count();
    lines.add("");
    lines.add(
        measure.description()
            + " A rewrite that is empty scores 0; %d of %s are CANNOT_REWRITE. Intervals: 95 %%, bootstrap over texts, seed %d."
                .formatted(refused, name, seed));
    return String.join("\n", lines);
  }

  private String row(String name, List<String> rewrites, RewriteScores deletion) {
    return measure.scores(rows, rewrites).row(name, List.of(deletion), seed);
  }

  /** Adds the first reference of texts with several, against the others. */
  private void people(List<String> lines) {
    List<RewriteRow> several = rows.stream().filter(row -> row.references().size() > 1).toList();
    if (!several.isEmpty()) {
      List<RewriteRow> others =
          several.stream()
              .map(
                  row ->
                      new RewriteRow(
                          row.text(),
                          row.references().subList(1, row.references().size()),
                          row.outside()))
              .toList();
      List<String> firsts = several.stream().map(row -> row.references().getFirst()).toList();
      String name = "people, %d texts, first reference against the others".formatted(others.size());
      lines.add(measure.scores(others, firsts).row(name, List.of(), seed));
    }
  }

  private List<String> deletions(SpanTagger tagger) {
    List<String> texts = rows.stream().map(RewriteRow::text).toList();
    List<SpanTagging> taggings = tagger.tagOffensive(texts);
    List<String> deleted = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      int[] codePoints = texts.get(i).codePoints().toArray();
      StringBuilder rest = new StringBuilder();
      int at = 0;
      for (TaggedSpan span : taggings.get(i).spans()) {
        rest.append(new String(codePoints, at, span.start() - at));
        at = span.end();
      }
      rest.append(new String(codePoints, at, codePoints.length - at));
      deleted.add(rest.toString().strip().replaceAll("\\s+", " "));
    }
    return deleted;
  }
}

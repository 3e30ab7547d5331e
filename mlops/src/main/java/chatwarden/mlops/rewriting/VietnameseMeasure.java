package chatwarden.mlops.rewriting;

import java.util.List;
import java.util.Map;

/**
 * Scores rewrites without references: style × words kept × fluency. Kept is the share of the words
 * outside the marked parts that stay, in order; a rude pronoun and its polite form count as one
 * word, as do the negations. Fluency is the ratio of the probabilities of a word of the rewrite and
 * of the text, at most 1.
 */
final class VietnameseMeasure implements RewriteMeasure {
  private static final Map<String, String> ALIKE =
      Map.ofEntries(
          Map.entry("mày", "bạn"),
          Map.entry("mầy", "bạn"),
          Map.entry("tao", "mình"),
          Map.entry("tau", "mình"),
          Map.entry("ko", "không"),
          Map.entry("k", "không"),
          Map.entry("khong", "không"),
          Map.entry("hông", "không"),
          Map.entry("đéo", "không"),
          Map.entry("đếch", "không"),
          Map.entry("đell", "không"));

  private final StyleJudge judge;
  private final WordModel words;

  VietnameseMeasure(StyleJudge judge, WordModel words) {
    this.judge = judge;
    this.words = words;
  }

  @Override
  public String content() {
    return "words kept";
  }

  @Override
  public String description() {
    return "Style: the share that the judge finds clean. Words kept: the share of the words outside"
        + " the marked parts, in order. Joint: the mean of style × words kept × fluency, the ratio"
        + " of the probabilities of a word of the rewrite and of the text by a trigram model, at"
        + " most 1.";
  }

  @Override
  public RewriteScores scores(List<RewriteRow> rows, List<String> rewrites) {
    boolean[] clean = judge.clean(rewrites);
    RewriteScores scores = RewriteScores.of(rows, rewrites);
    for (int i = 0; i < clean.length; i++) {
      if (scores.empty()[i] == 0) {
        scores.style()[i] = clean[i] ? 1 : 0;
        scores.content()[i] = kept(rows.get(i).outside(), rewrites.get(i));
        double fluency =
            Math.exp(
                words.meanLog(WordModel.words(rewrites.get(i)))
                    - words.meanLog(WordModel.words(rows.get(i).text())));
        scores.joint()[i] = scores.style()[i] * scores.content()[i] * Math.min(1, fluency);
      }
    }
    return scores;
  }

  /** Returns the length of the longest common run of words in order, as a share of the first. */
  static double kept(String outside, String rewrite) {
    List<String> wanted = alike(outside);
    List<String> found = alike(rewrite);
    if (wanted.isEmpty()) {
      return 1;
    }
    int[] lengths = new int[found.size() + 1];
    for (String word : wanted) {
      int diagonal = 0;
      for (int i = 1; i <= found.size(); i++) {
        int above = lengths[i];
        lengths[i] = word.equals(found.get(i - 1)) ? diagonal + 1 : Math.max(above, lengths[i - 1]);
        diagonal = above;
      }
    }
    return (double) lengths[found.size()] / wanted.size();
  }

  private static List<String> alike(String text) {
    return WordModel.words(text).stream().map(word -> ALIKE.getOrDefault(word, word)).toList();
  }
}

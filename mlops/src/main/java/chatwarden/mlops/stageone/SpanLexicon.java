package chatwarden.mlops.stageone;

import chatwarden.inference.linear.Lexicon;
import chatwarden.inference.linear.WordScores;
import chatwarden.mlops.data.MarkedText;
import chatwarden.mlops.stageone.WordMarks.Marks;
import chatwarden.text.NormalizedText;
import chatwarden.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How offensive words are by the spans that people marked: of words and of pairs of neighbouring
 * words without diacritics the share of their occurrences that are marked, shrunk towards 0 for
 * rare ones; of words as they are written what {@link WordMarks} makes of them.
 *
 * <p>A text that is marked itself must not see its own marks while it is trained on: {@link
 * #without} gives the scores as they would be without it and all that share its fold. Leaving out
 * the one text alone would tell its marks after all: the same word would score a little lower in a
 * text in which it is marked than in one in which it is not. Texts that are the same once
 * normalised count once.
 */
final class SpanLexicon {
  /** How many unmarked occurrences every word is given on top of its own. */
  private static final float SHRINKAGE = 2;

  private static final int FOLDS = 4;

  private final Map<Long, Marks> counts = new HashMap<>();
  private final List<Map<Long, Marks>> countsByFold = new ArrayList<>();
  private final Map<Long, Float> words;
  private final List<Map<Long, Float>> wordsByFold = new ArrayList<>();

  private SpanLexicon(List<List<MarkedWords>> folds, KnownWords known) {
    SortedMap<String, Marks> all = new TreeMap<>();
    List<SortedMap<String, Marks>> without = new ArrayList<>();
    for (List<MarkedWords> fold : folds) {
      Map<Long, Marks> own = new HashMap<>();
      fold.forEach(text -> text.counts().forEach((hash, m) -> own.merge(hash, m, Marks::plus)));
      own.forEach((hash, marks) -> counts.merge(hash, marks, Marks::plus));
      countsByFold.add(own);
      fold.forEach(text -> text.words().forEach((word, m) -> all.merge(word, m, Marks::plus)));
    }
    for (List<MarkedWords> fold : folds) {
      SortedMap<String, Marks> rest = new TreeMap<>(all);
      fold.forEach(
          text ->
              text.words()
                  .forEach((word, m) -> rest.computeIfPresent(word, (_, sum) -> sum.minus(m))));
      rest.values().removeIf(marks -> marks.total() == 0);
      without.add(rest);
    }
    words = WordMarks.fit(all, known.words());
    without.forEach(rest -> wordsByFold.add(WordMarks.fit(rest, known.words())));
  }

  /**
   * The scores that {@code marked} give.
   *
   * @param texts further texts, normalised, whose words are to be known too
   */
  static SpanLexicon of(List<MarkedText> marked, List<String> texts) {
    List<List<MarkedWords>> folds = new ArrayList<>();
    for (int fold = 0; fold < FOLDS; fold++) {
      folds.add(new ArrayList<>());
    }
    KnownWords known = new KnownWords();
    Set<String> seen = new HashSet<>();
    for (MarkedText text : marked) {
      NormalizedText normalized = Normalizer.standard().normalize(text.text());
      if (seen.add(normalized.text())) {
        folds.get(fold(normalized.text())).add(MarkedWords.of(normalized, text));
        known.add(normalized.text());
      }
    }
    texts.stream().filter(seen::add).forEach(known::add);
    return new SpanLexicon(folds, known);
  }

  /**
   * Returns the scores without the texts that share a fold with the one of this normalised form.
   */
  WordScores without(String normalized) {
    int fold = fold(normalized);
    Map<Long, Marks> own = countsByFold.get(fold);
    Map<Long, Float> ownWords = wordsByFold.get(fold);
    return hash -> {
      Marks all = counts.get(hash);
      return all == null
          ? ownWords.getOrDefault(hash, 0f)
          : score(all.minus(own.getOrDefault(hash, Marks.NONE)));
    };
  }

  private static float score(Marks marks) {
    return marks.marked() / (marks.total() + SHRINKAGE);
  }

  private static int fold(String normalized) {
    long mixed = normalized.hashCode() * 0xC2B2AE3D27D4EB4FL;
    return (int) Long.remainderUnsigned(mixed ^ (mixed >>> 32), FOLDS);
  }

  Lexicon toLexicon() {
    SortedMap<Long, Float> scores = new TreeMap<>(words);
    counts.forEach((hash, marks) -> scores.put(hash, score(marks)));
    scores.values().removeIf(score -> score == 0);
    float[] values = new float[scores.size()];
    int i = 0;
    for (float value : scores.values()) {
      values[i++] = value;
    }
    return Lexicon.build(scores.keySet().stream().mapToLong(Long::longValue).toArray(), values);
  }
}

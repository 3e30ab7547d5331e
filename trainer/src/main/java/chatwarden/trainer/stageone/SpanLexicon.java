package chatwarden.trainer.stageone;

import chatwarden.classifier.linear.FeatureHasher;
import chatwarden.classifier.linear.Lexicon;
import chatwarden.classifier.linear.WordScores;
import chatwarden.text.CodePointRange;
import chatwarden.text.NormalizedText;
import chatwarden.text.Normalizer;
import chatwarden.trainer.data.MarkedText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How often words, and pairs of neighbouring words, stand in spans that people marked as offensive.
 * The score of a word is the share of its occurrences that are marked, shrunk towards 0 for rare
 * words.
 *
 * <p>A text that is marked itself must not see its own marks while it is trained on: {@link
 * #without} gives the scores as they would be without it. Texts that are the same once normalised
 * count once.
 */
final class SpanLexicon {
  /** How many unmarked occurrences every word is given on top of its own. */
  private static final float SHRINKAGE = 2;

  private final Map<Long, Counts> counts = new HashMap<>();
  private final Map<String, Map<Long, Counts>> byText = new HashMap<>();

  private record Counts(int marked, int total) {
    static final Counts NONE = new Counts(0, 0);

    Counts plus(Counts other) {
      return new Counts(marked + other.marked, total + other.total);
    }

    float score(Counts without) {
      return (marked - without.marked) / (total - without.total + SHRINKAGE);
    }
  }

  static SpanLexicon of(List<MarkedText> texts) {
    SpanLexicon lexicon = new SpanLexicon();
    for (MarkedText text : texts) {
      NormalizedText normalized = Normalizer.standard().normalize(text.text());
      if (!lexicon.byText.containsKey(normalized.text())) {
        Map<Long, Counts> own = count(normalized, text);
        lexicon.byText.put(normalized.text(), own);
        own.forEach((hash, count) -> lexicon.counts.merge(hash, count, Counts::plus));
      }
    }
    return lexicon;
  }

  /** Returns the scores without what the text whose normalised form this is adds to them. */
  WordScores without(String normalized) {
    Map<Long, Counts> own = byText.getOrDefault(normalized, Map.of());
    return hash -> {
      Counts all = counts.get(hash);
      return all == null ? 0 : all.score(own.getOrDefault(hash, Counts.NONE));
    };
  }

  Lexicon toLexicon() {
    long[] hashes = counts.keySet().stream().mapToLong(Long::longValue).sorted().toArray();
    List<Long> kept = new ArrayList<>();
    for (long hash : hashes) {
      if (counts.getOrDefault(hash, Counts.NONE).marked() > 0) {
        kept.add(hash);
      }
    }
    float[] scores = new float[kept.size()];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = counts.getOrDefault(kept.get(i), Counts.NONE).score(Counts.NONE);
    }
    return Lexicon.build(kept.stream().mapToLong(Long::longValue).toArray(), scores);
  }

  private static Map<Long, Counts> count(NormalizedText normalized, MarkedText text) {
    Map<Long, Counts> own = new HashMap<>();
    int[] codePoints = normalized.text().codePoints().toArray();
    long previous = 0;
    boolean previousMarked = false;
    for (int start = 0; start < codePoints.length; ) {
      int end = start;
      while (end < codePoints.length && FeatureHasher.isWord(codePoints[end])) {
        end++;
      }
      if (end > start) {
        long hash = FeatureHasher.plainWord(new String(codePoints, start, end - start));
        boolean marked = isMarked(text, normalized.offsets().toOriginal(start, end));
        own.merge(hash, new Counts(marked ? 1 : 0, 1), Counts::plus);
        if (previous != 0) {
          Counts pair = new Counts(marked && previousMarked ? 1 : 0, 1);
          own.merge(FeatureHasher.pair(previous, hash), pair, Counts::plus);
        }
        previous = hash;
        previousMarked = marked;
      }
      start = end + 1;
    }
    return own;
  }

  /** A word counts as marked when half of it is. */
  private static boolean isMarked(MarkedText text, CodePointRange range) {
    int marked = 0;
    for (int i = range.start(); i < range.end(); i++) {
      marked += text.marked().get(i) ? 1 : 0;
    }
    return marked * 2 >= range.length();
  }
}

package chatwarden.mlops.stageone;

import chatwarden.inference.linear.FeatureHasher;
import chatwarden.mlops.data.MarkedText;
import chatwarden.mlops.stageone.WordMarks.Marks;
import chatwarden.text.CodePointRange;
import chatwarden.text.NormalizedText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How often the words of one text are marked.
 *
 * @param words by the word as it is written
 * @param counts by the hash of the word without diacritics, and of such words in pairs
 */
record MarkedWords(Map<String, Marks> words, Map<Long, Marks> counts) {
  /** Counts the words of {@code text}, whose normalised form this is. */
  static MarkedWords of(NormalizedText normalized, MarkedText text) {
    Map<String, Marks> words = new HashMap<>();
    Map<Long, Marks> counts = new HashMap<>();
    long previous = 0;
    boolean previousMarked = false;
    for (CodePointRange range : ranges(normalized.text())) {
      String word = substring(normalized.text(), range);
      long hash = FeatureHasher.plainWord(word);
      boolean marked = isMarked(text, normalized.offsets().toOriginal(range.start(), range.end()));
      words.merge(word, new Marks(marked ? 1 : 0, 1), Marks::plus);
      counts.merge(hash, new Marks(marked ? 1 : 0, 1), Marks::plus);
      if (previous != 0) {
        Marks pair = new Marks(marked && previousMarked ? 1 : 0, 1);
        counts.merge(FeatureHasher.pair(previous, hash), pair, Marks::plus);
      }
      previous = hash;
      previousMarked = marked;
    }
    return new MarkedWords(words, counts);
  }

  /** Returns the words of a normalised text. */
  static List<String> words(String normalized) {
    return ranges(normalized).stream().map(range -> substring(normalized, range)).toList();
  }

  private static List<CodePointRange> ranges(String normalized) {
    List<CodePointRange> ranges = new ArrayList<>();
    int[] codePoints = normalized.codePoints().toArray();
    for (int start = 0; start < codePoints.length; ) {
      int end = start;
      while (end < codePoints.length && FeatureHasher.isWord(codePoints[end])) {
        end++;
      }
      if (end > start) {
        ranges.add(new CodePointRange(start, end));
      }
      start = end + 1;
    }
    return ranges;
  }

  private static String substring(String text, CodePointRange range) {
    int from = text.offsetByCodePoints(0, range.start());
    return text.substring(from, text.offsetByCodePoints(from, range.length()));
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

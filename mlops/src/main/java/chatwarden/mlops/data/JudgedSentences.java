package chatwarden.mlops.data;

import chatwarden.text.Normalizer;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The sentences of texts in which people marked offensive parts: one with a mark is offensive, one
 * without is clean, ordinary language of people who write comments.
 */
public final class JudgedSentences {
  private static final int MIN_CODE_POINTS = 3;
  private static final int MAX_CODE_POINTS = 140;

  /**
   * A sentence.
   *
   * @param judged its text and class
   * @param origin the text that it is of
   */
  public record Sentence(LabelledText judged, MarkedText origin) {}

  private final int clean;
  private final int offensive;
  private final BreakIterator breaks;

  /**
   * A way to judge sentences.
   *
   * @param clean the class of those without a mark
   * @param offensive the class of those with one
   * @param locale whose rules say where a sentence ends
   */
  public JudgedSentences(int clean, int offensive, Locale locale) {
    this.clean = clean;
    this.offensive = offensive;
    this.breaks = BreakIterator.getSentenceInstance(locale);
  }

  /**
   * Finds them, in the order of the texts, each normalised form once: as it was judged first. A
   * text without any mark is left out: where the set holds offensive texts only, it is one of those
   * without a marked word.
   */
  public List<Sentence> of(List<MarkedText> texts) {
    List<Sentence> found = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (MarkedText text : texts) {
      if (!text.marked().isEmpty()) {
        for (Sentence sentence : sentences(text)) {
          if (seen.add(Normalizer.standard().normalize(sentence.judged().text()).text())) {
            found.add(sentence);
          }
        }
      }
    }
    return found;
  }

  private List<Sentence> sentences(MarkedText text) {
    List<Sentence> sentences = new ArrayList<>();
    String all = text.text();
    breaks.setText(all);
    int start = breaks.first();
    for (int end = breaks.next(); end != BreakIterator.DONE; start = end, end = breaks.next()) {
      String sentence = all.substring(start, end).strip();
      int length = sentence.codePointCount(0, sentence.length());
      if (length >= MIN_CODE_POINTS && length <= MAX_CODE_POINTS) {
        int firstMark = text.marked().nextSetBit(all.codePointCount(0, start));
        boolean marked = firstMark >= 0 && firstMark < all.codePointCount(0, end);
        int label = marked ? offensive : clean;
        sentences.add(new Sentence(new LabelledText(sentence, label, false), text));
      }
    }
    return sentences;
  }
}

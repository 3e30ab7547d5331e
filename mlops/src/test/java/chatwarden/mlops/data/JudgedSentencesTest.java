package chatwarden.mlops.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class JudgedSentencesTest {
  private final JudgedSentences sentences = new JudgedSentences(0, 1, Locale.ENGLISH);

  @Test
  void aSentenceIsWhatItsOwnMarksSay() {
    MarkedText text = marked("Nice day 😀 today. You are a fool! Good night all.", "fool");

    assertThat(sentences.of(List.of(text)))
        .extracting(JudgedSentences.Sentence::judged)
        .containsExactly(
            new LabelledText("Nice day 😀 today.", 0, false),
            new LabelledText("You are a fool!", 1, false),
            new LabelledText("Good night all.", 0, false));
    assertThat(sentences.of(List.of(text)))
        .extracting(JudgedSentences.Sentence::origin)
        .containsOnly(text);
  }

  @Test
  void aMarkOnTheLastLetterCountsAndOneBehindTheSentenceDoesNot() {
    MarkedText text = new MarkedText("One two. Three.", positions(7));
    assertThat(labels(text)).containsExactly(1, 0);
    assertThat(labels(new MarkedText("One two. Three.", positions(9)))).containsExactly(0, 1);
  }

  @Test
  void textsWithoutMarksRepetitionsAndWhatIsTooShortOrLongAreLeftOut() {
    MarkedText unmarked = new MarkedText("This sentence has no marked word.", new BitSet());
    MarkedText text = marked("You fool! Ok. " + "Very ".repeat(40) + "long. You FOOL! Hi.", "fool");

    assertThat(sentences.of(List.of(unmarked, text)))
        .extracting(sentence -> sentence.judged().text())
        .containsExactly("You fool!", "Ok.", "Hi.");
  }

  private List<Integer> labels(MarkedText text) {
    return sentences.of(List.of(text)).stream().map(found -> found.judged().label()).toList();
  }

  private static MarkedText marked(String text, String word) {
    int start = text.codePointCount(0, text.indexOf(word));
    BitSet marks = new BitSet();
    marks.set(start, start + word.length());
    return new MarkedText(text, marks);
  }

  private static BitSet positions(int... marked) {
    BitSet positions = new BitSet();
    for (int each : marked) {
      positions.set(each);
    }
    return positions;
  }
}

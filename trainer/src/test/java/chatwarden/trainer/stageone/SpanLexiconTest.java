package chatwarden.trainer.stageone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import chatwarden.classifier.linear.FeatureHasher;
import chatwarden.classifier.linear.Lexicon;
import chatwarden.trainer.data.MarkedText;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpanLexiconTest {
  private static final long BAD = FeatureHasher.plainWord("chan");
  private static final long FILM = FeatureHasher.plainWord("phim");

  private final SpanLexicon lexicon =
      SpanLexicon.of(
          List.of(
              marked("phim chán", 5, 9), marked("CHÁN ghê", 0, 4), marked("phim hay chán", 0, 0)));

  @Test
  void aScoreIsTheShareOfMarkedOccurrencesShrunkTowardsZero() {
    Lexicon scores = lexicon.toLexicon();

    assertThat(scores.score(BAD)).isCloseTo(2f / (3 + 2), within(0.003f));
    assertThat(scores.score(FILM)).isZero();
    assertThat(scores.score(FeatureHasher.plainWord("ghe"))).isZero();
  }

  @Test
  void aTextDoesNotSeeItsOwnMarks() {
    assertThat(lexicon.without("chán ghê").score(BAD)).isEqualTo(1f / (2 + 2));
    assertThat(lexicon.without("một câu khác").score(BAD)).isEqualTo(2f / (3 + 2));
  }

  @Test
  void textsThatAreTheSameOnceNormalisedCountOnce() {
    SpanLexicon twice = SpanLexicon.of(List.of(marked("chán ghê", 0, 4), marked("Chán GHÊ", 0, 4)));

    assertThat(twice.without("").score(BAD)).isEqualTo(1f / (1 + 2));
    assertThat(twice.without("chán ghê").score(BAD)).isZero();
  }

  @Test
  void neighbouringMarkedWordsMakeAMarkedPair() {
    Lexicon scores = SpanLexicon.of(List.of(marked("phim chán", 0, 9))).toLexicon();

    assertThat(scores.score(FeatureHasher.pair(FILM, BAD))).isCloseTo(1f / 3, within(0.003f));
  }

  private static MarkedText marked(String text, int start, int end) {
    BitSet positions = new BitSet();
    positions.set(start, end);
    return new MarkedText(text, positions);
  }
}

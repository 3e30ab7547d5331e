package chatwarden.mlops.stageone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import chatwarden.inference.linear.FeatureHasher;
import chatwarden.inference.linear.Lexicon;
import chatwarden.mlops.data.MarkedText;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpanLexiconTest {
  private static final long BAD = FeatureHasher.plainWord("chan");
  private static final long FILM = FeatureHasher.plainWord("phim");

  private final SpanLexicon lexicon =
      SpanLexicon.of(
          List.of(
              marked("phim chán", 5, 9), marked("CHÁN ghê", 0, 4), marked("phim hay chán", 0, 0)),
          List.of());

  @Test
  void aScoreIsTheShareOfMarkedOccurrencesShrunkTowardsZero() {
    Lexicon scores = lexicon.toLexicon();

    assertThat(scores.score(BAD)).isCloseTo(2f / (3 + 2), within(0.003f));
    assertThat(scores.score(FILM)).isZero();
    assertThat(scores.score(FeatureHasher.plainWord("ghe"))).isZero();
  }

  @Test
  void aTextDoesNotSeeItsOwnMarks() {
    SpanLexicon alone = SpanLexicon.of(List.of(marked("chán ghê", 0, 4)), List.of());

    assertThat(alone.without("chán ghê").score(BAD)).isZero();
    assertThat(alone.toLexicon().score(BAD)).isCloseTo(1f / 3, within(0.003f));
  }

  @Test
  void aWordIsKnownByWordsThatAreSpelledLikeIt() {
    SpanLexicon spelled =
        SpanLexicon.of(
            List.of(
                marked("chánnn phim", 0, 5),
                marked("chánnnn phim", 0, 6),
                marked("hay phim", 0, 0)),
            List.of("chánnnnn", "chánnnnn quá", "xem chánnnn", "chánnn", "hay"));
    Lexicon scores = spelled.toLexicon();

    assertThat(scores.score(FeatureHasher.word("chánnnnn")))
        .isGreaterThan(scores.score(FeatureHasher.word("hay")));
    assertThat(scores.score(FeatureHasher.word("quá"))).as("in one text").isZero();
  }

  @Test
  void textsThatAreTheSameOnceNormalisedCountOnce() {
    SpanLexicon twice =
        SpanLexicon.of(List.of(marked("chán ghê", 0, 4), marked("Chán GHÊ", 0, 4)), List.of());

    assertThat(twice.toLexicon().score(BAD)).isCloseTo(1f / (1 + 2), within(0.003f));
    assertThat(twice.without("chán ghê").score(BAD)).isZero();
  }

  @Test
  void neighbouringMarkedWordsMakeAMarkedPair() {
    Lexicon scores = SpanLexicon.of(List.of(marked("phim chán", 0, 9)), List.of()).toLexicon();

    assertThat(scores.score(FeatureHasher.pair(FILM, BAD))).isCloseTo(1f / 3, within(0.003f));
  }

  private static MarkedText marked(String text, int start, int end) {
    BitSet positions = new BitSet();
    positions.set(start, end);
    return new MarkedText(text, positions);
  }
}

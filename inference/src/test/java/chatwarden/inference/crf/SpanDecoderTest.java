package chatwarden.inference.crf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.inference.tagger.SpanTagging;
import chatwarden.inference.tagger.TaggedSpan;
import java.util.Arrays;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

class SpanDecoderTest {

  private static final double SURE = 20;

  @Test
  void continuedSpanTakesInTheSpaceBetween() {
    SpanTagging tagging = decode(1, "aa bb cc", new double[] {SURE, 0, -SURE}, SURE, 1);
    assertThat(tagging.spans())
        .extracting(TaggedSpan::start, TaggedSpan::end)
        .containsExactly(Tuple.tuple(0, 5));
  }

  @Test
  void spansThatBeginEachOnTheirOwnStayApart() {
    SpanTagging tagging = decode(1, "aa bb cc", new double[] {SURE, SURE, -SURE}, -SURE, 1, 2);
    assertThat(tagging.spans())
        .extracting(TaggedSpan::start, TaggedSpan::end)
        .containsExactly(Tuple.tuple(0, 2), Tuple.tuple(3, 5));
  }

  @Test
  void spansWithNothingBetweenThemAreOne() {
    SpanTagging tagging = decode(1, "aa!! cc", new double[] {SURE, SURE, -SURE}, -SURE, 1, 2);
    assertThat(tagging.spans())
        .extracting(TaggedSpan::start, TaggedSpan::end)
        .containsExactly(Tuple.tuple(0, 4));
  }

  @Test
  void scoreIsTheProbabilityOfTheSpan() {
    SpanTagging tagging = decode(1, "aa", new double[] {1}, -SURE);
    assertThat(tagging.spans()).hasSize(1);
    double expected = Math.E / (1 + Math.E + Math.exp(-SURE));
    assertThat((double) tagging.spans().getFirst().score())
        .isCloseTo(expected, org.assertj.core.api.Assertions.within(1e-6));
  }

  @Test
  void oddsOfACleanTextDecideTheDoubtfulOnes() {
    assertThat(decode(1, "aa", new double[] {1}, -SURE).spans()).isNotEmpty();
    assertThat(decode(4, "aa", new double[] {1}, -SURE).spans()).isEmpty();
  }

  @Test
  void oneOfTwoEquallyLikelyWordsIsNotChosenOverBoth() {
    SpanTagging tagging = decode(1, "aa bb", new double[] {1.5, 1.5}, -SURE);
    assertThat(tagging.spans()).hasSize(2);
  }

  @Test
  void oddsThatAreNoOddsAreRefused() {
    assertThatThrownBy(() -> new SpanDecoder(0)).hasMessageContaining("cleanOdds: 0.0");
    assertThatThrownBy(() -> new SpanDecoder(Double.NaN)).hasMessageContaining("NaN");
  }

  /** Decodes {@code text} with these scores of begin, and {@code inside} but for {@code not}. */
  private static SpanTagging decode(
      double odds, String text, double[] begin, double insideScore, int... only) {
    TokenizedText tokens = TokenizedText.of(text);
    assertThat(tokens.count()).isEqualTo(begin.length);
    double[] inside = new double[begin.length];
    Arrays.fill(inside, -SURE);
    for (int t : only) {
      inside[t] = t == 2 ? -SURE : insideScore;
    }
    Lattice lattice = new Lattice();
    lattice.run(begin.length, begin, inside, new double[9]);
    TokenMarginals marginals = new TokenMarginals();
    marginals.clear(begin.length);
    marginals.add(1, lattice);
    return new SpanDecoder(odds).decode(tokens, marginals);
  }
}

package chatwarden.inference.crf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TextVoteTest {

  @Test
  void aVoteForTheTokensAloneIsTheirProbability() {
    assertThat(new TextVote(1, 0, 0, 0).clean(0.3, 0.9, 7)).isCloseTo(0.3, within(1e-12));
    assertThat(new TextVote(0, 1, 0, 0).clean(0.3, 0.9, 7)).isCloseTo(0.9, within(1e-12));
  }

  @Test
  void lengthAndBiasShiftTheLogOdds() {
    double odds = 4 * Math.exp(0.5 * Math.log(8) - 0.25);
    assertThat(new TextVote(1, 0, 0.5, -0.25).clean(0.8, 0.9, 7))
        .isCloseTo(odds / (1 + odds), within(1e-12));
  }

  @Property
  void theSurerEitherIsOfACleanTextTheLikelierItIs(
      @ForAll @DoubleRange(max = 1) double one,
      @ForAll @DoubleRange(max = 1) double other,
      @ForAll @DoubleRange(max = 1) double whole,
      @ForAll @IntRange(max = 5_000) int count) {
    TextVote vote = new TextVote(0.6, 0.5, 0.3, -1);
    double low = Math.min(one, other);
    double high = Math.max(one, other);
    assertThat(vote.clean(low, whole, count)).isLessThanOrEqualTo(vote.clean(high, whole, count));
    assertThat(vote.clean(whole, low, count)).isLessThanOrEqualTo(vote.clean(whole, high, count));
    assertThat(vote.clean(one, whole, count)).isBetween(0.0, 1.0);
  }

  @Test
  void weightsThatAreNoNumbersAreRefused() {
    assertThatThrownBy(() -> new TextVote(1, Double.NaN, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("vote");
  }
}

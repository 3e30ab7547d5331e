package chatwarden.domain.automation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuditBandTest {

  private static AuditBand band(long audited, long clean) {
    return new AuditBand(audited, clean, 0, 0.01);
  }

  @ParameterizedTest
  @CsvSource({
    // Hits, draws, error, and the bound by exact sums of fractions in Python.
    "0, 299, 0.05, 0.00996914679289923",
    "1, 10, 0.05, 0.3941633024365049",
    "3, 20, 0.05, 0.34366380431428184",
    "10, 900, 0.025, 0.02033853284648607",
    "5, 500, 0.001, 0.03253450396861652"
  })
  void upperBoundIsThatOfExactSums(long hits, long draws, double error, double bound) {
    assertThat(BinomialBound.upper(hits, draws, error)).isCloseTo(bound, within(1e-12));
  }

  @Test
  void withoutACleanCommentItTakesThreeHundredSixtyEightAudits() {
    // (1 - 0.01)^n <= 0.05 / 2.
    assertThat(band(0, 0).missing()).isEqualTo(368);
    assertThat(band(367, 0).holds()).isFalse();
    assertThat(band(367, 0).missing()).isEqualTo(1);
    assertThat(band(368, 0).holds()).isTrue();
    assertThat(band(368, 0).missing()).isZero();
    assertThat(band(368, 0).upperBound()).isLessThanOrEqualTo(0.01);
  }

  @Test
  void cleanCommentTakesThePermissionAway() {
    assertThat(band(369, 1).holds()).isFalse();
    assertThat(band(369, 1).missing()).isPositive();
  }

  @Test
  void skippedCommentsCountAsClean() {
    AuditBand skipping = new AuditBand(400, 1, 2, 0.01);
    assertThat(skipping.holds()).isFalse();
    assertThat(skipping.missing()).isEqualTo(band(402, 3).missing());
    assertThat(skipping.upperBound()).isEqualTo(band(402, 3).upperBound());
  }

  @Property(tries = 300)
  void missingAuditsAreJustEnough(
      @ForAll @IntRange(max = 3_000) int audited, @ForAll @IntRange(max = 40) int clean) {
    AuditBand now = band(Math.max(audited, clean), clean);
    long missing = now.missing();
    assertThat(band(now.audited() + missing, clean).holds()).isTrue();
    if (missing > 0) {
      assertThat(band(now.audited() + missing - 1, clean).holds()).isFalse();
    }
  }

  @Property(tries = 300)
  void boundAgreesWithThePermission(
      @ForAll @IntRange(min = 1, max = 3_000) int audited, @ForAll @IntRange(max = 20) int clean) {
    AuditBand now = band(Math.max(audited, clean), clean);
    assertThat(now.upperBound() <= 0.01).isEqualTo(now.holds());
  }

  /**
   * The probability that a rule whose share of clean comments equals the greatest one is let act at
   * any time within 2,000 audits that are looked at one by one, by the exact probabilities of the
   * numbers of clean comments among those not yet let through.
   */
  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.05, 0.2})
  void ruleThatIsWorseIsHardlyEverLetActHoweverOftenOneLooks(double share) {
    int looks = 2_000;
    int most = (int) (share * looks);
    int[] enough = new int[most + 1];
    for (int k = 0; k <= most; k++) {
      enough[k] = k + Math.toIntExact(new AuditBand(k, k, 0, share).missing());
    }
    double[] among = new double[most + 2];
    among[0] = 1;
    double letAct = 0;
    for (int n = 1; n <= looks; n++) {
      for (int k = Math.min(n, most); k > 0; k--) {
        among[k] = among[k] * (1 - share) + among[k - 1] * share;
      }
      among[0] *= 1 - share;
      for (int k = 0; k <= Math.min(n, most); k++) {
        if (n >= enough[k]) {
          letAct += among[k];
          among[k] = 0;
        }
      }
    }
    assertThat(letAct).isPositive().isLessThanOrEqualTo(AuditBand.ERROR);
  }

  @Test
  void moreCleanThanAuditedIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> band(1, 2)).withMessageContaining("2");
  }
}

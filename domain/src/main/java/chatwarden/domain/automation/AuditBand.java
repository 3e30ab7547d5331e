package chatwarden.domain.automation;

import chatwarden.automation.v1.AutomationBand;

/**
 * The audits of a rule, and whether they show that the share of clean comments among those that it
 * acts on is at most a given one.
 *
 * <p>The confidence of 95 % holds however often the audits are looked at: with {@code k} clean
 * comments the bound has an error of {@link #ERROR} / ((k + 1) (k + 2)), and these errors sum to
 * {@link #ERROR} over all k. Of a rule with a greater share, the number of clean comments among the
 * first n is k or less, at the n from which k suffice, with at most that probability; so the rule
 * ever acts with a probability of at most {@link #ERROR}.
 *
 * @param audited how many comments of the sample were audited
 * @param clean how many of them were clean
 * @param skipped how many were passed over; they count as clean, so that leaving out the comments
 *     that are hard to decide cannot make a rule look better
 * @param maxShare the greatest share of clean comments, in (0, 1)
 */
public record AuditBand(long audited, long clean, long skipped, double maxShare) {

  /** The probability that a rule with a greater share of clean comments is let act. */
  public static final double ERROR = 0.05;

  /** Checks the numbers. */
  public AuditBand {
    if (clean < 0 || audited < clean || skipped < 0 || maxShare <= 0 || maxShare >= 1) {
      throw new IllegalArgumentException(
          "band: %d clean of %d, %d skipped, share %s (expected: 0 <= clean <= audited, 0 < share < 1)"
              .formatted(clean, audited, skipped, maxShare));
    }
  }

  private long hits() {
    return clean + skipped;
  }

  private long draws() {
    return audited + skipped;
  }

  private double error() {
    return ERROR / ((hits() + 1.0) * (hits() + 2.0));
  }

  /** Returns whether the rule may act. */
  public boolean holds() {
    return holdsWith(draws());
  }

  private boolean holdsWith(long draws) {
    return BinomialBound.logAtMost(hits(), draws, maxShare) <= Math.log(error());
  }

  /** Returns the greatest share of clean comments that the audits leave possible, in [0, 1]. */
  public double upperBound() {
    return BinomialBound.upper(hits(), draws(), error());
  }

  /** Returns how many more audits it takes if none of them finds a clean comment; 0: none. */
  public long missing() {
    if (holds()) {
      return 0;
    }
    long few = draws();
    long enough = Math.max(1, 2 * draws());
    while (!holdsWith(enough)) {
      few = enough;
      enough *= 2;
    }
    while (enough - few > 1) {
      long middle = few + (enough - few) / 2;
      if (holdsWith(middle)) {
        enough = middle;
      } else {
        few = middle;
      }
    }
    return enough - draws();
  }

  /**
   * Returns them as a message.
   *
   * @param drawn how many comments were drawn
   */
  public AutomationBand message(String rule, String model, long drawn) {
    return AutomationBand.newBuilder()
        .setRule(rule)
        .setModel(model)
        .setDrawn(drawn)
        .setAudited(audited)
        .setClean(clean)
        .setSkipped(skipped)
        .setUpperBound((float) upperBound())
        .setHolds(holds())
        .setMissingAudits(missing())
        .build();
  }
}

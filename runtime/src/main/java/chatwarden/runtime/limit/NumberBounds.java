package chatwarden.runtime.limit;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * The bounds of a number, as {@code chatwarden.options.v1.range} states them.
 *
 * @param least included
 * @param most included
 */
public record NumberBounds(double least, double most) {

  /** Returns whether a number is within; NaN is not. */
  public boolean contains(double number) {
    return number >= least && number <= most;
  }

  /** Returns the problem of a number, {@code 1.5 (expected: 0 to 1)}; empty for one within. */
  public Optional<String> problem(Number number) {
    return contains(number.doubleValue())
        ? Optional.empty()
        : Optional.of(number + " (expected: " + this + ")");
  }

  /** Returns the bounds in words, {@code 0 to 1}. */
  @Override
  public String toString() {
    return plain(least) + " to " + plain(most);
  }

  private static String plain(double bound) {
    return BigDecimal.valueOf(bound).stripTrailingZeros().toPlainString();
  }
}

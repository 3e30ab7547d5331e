package chatwarden.domain.policy;

import com.google.re2j.PatternSyntaxException;
import java.util.Optional;

/**
 * Checks the patterns of one chat one after the other. A pattern is measured before it is compiled:
 * RE2/J writes every repetition out, so a short pattern can take seconds and gigabytes. Once the
 * patterns are too large together, no further one is compiled. Used by one thread.
 */
final class PatternCheck {

  private static final int MAX_PRODUCT = 10_000;
  private static final int MAX_LENGTH = 200_000;
  private static final int MAX_INSTRUCTIONS = 20_000;
  private static final int MAX_FOLDED = 2_000_000;

  private int instructions;
  private long folded;

  /** Returns the problem of the next pattern; empty when it can be used. */
  Optional<String> problemOf(String pattern) {
    PatternSource source = PatternSource.of(pattern);
    folded += source.folded();
    if (source.product() > MAX_PRODUCT) {
      return Optional.of(
          "nested repetitions multiply to %d (expected: at most %d; use smaller counts)"
              .formatted(source.product(), MAX_PRODUCT));
    }
    if (source.length() > MAX_LENGTH) {
      return Optional.of(
          "%d characters with its repetitions written out (expected: at most %d; repeat shorter parts)"
              .formatted(source.length(), MAX_LENGTH));
    }
    if (source.unfoldable()) {
      return Optional.of(
          "names a letter from U+1C80 to U+1C88, which (?i) does not support"
              + " (expected: the plain Cyrillic letter)");
    }
    if (folded > MAX_FOLDED) {
      return Optional.of(
          "ranges after (?i) hold %d characters (expected: at most %d in all patterns; name each range once)"
              .formatted(folded, MAX_FOLDED));
    }
    return instructions > MAX_INSTRUCTIONS ? Optional.empty() : problemOfCompiled(source);
  }

  private Optional<String> problemOfCompiled(PatternSource source) {
    try {
      PatternTrial trial = PatternTrial.of(source);
      instructions += trial.instructions();
      if (trial.matchesEmpty()) {
        return Optional.of("matches the empty text, and so every comment");
      }
      return instructions <= MAX_INSTRUCTIONS
          ? Optional.empty()
          : Optional.of(
              "makes the patterns too large: %d instructions (expected: at most %d in all)"
                  .formatted(instructions, MAX_INSTRUCTIONS));
    } catch (PatternSyntaxException e) {
      return Optional.of("invalid regular expression of RE2: " + e.getDescription());
    } catch (StackOverflowError e) {
      return Optional.of("repeats too much within repetitions (expected: fewer or smaller counts)");
    }
  }
}

package chatwarden.domain.policy;

import chatwarden.type.v1.AllowedPart;
import java.util.List;

/**
 * The parts of a text that allow rules excuse, and the rest.
 *
 * @param parts in the order of the text, not overlapping, at least one
 * @param rest the text with a blank for every code point of the parts
 */
public record Allowance(List<AllowedPart> parts, String rest) {

  /** Copies the list. */
  public Allowance {
    parts = List.copyOf(parts);
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("parts: [] (expected: at least one)");
    }
  }

  static Allowance of(String text, List<AllowedPart> parts) {
    return new Allowance(parts, rest(text, parts));
  }

  /**
   * Returns {@code text} with a blank for every code point of {@code parts}; offsets stay valid.
   */
  public static String rest(String text, List<AllowedPart> parts) {
    int[] codePoints = text.codePoints().toArray();
    for (AllowedPart part : parts) {
      for (int i = part.getStart(); i < Math.min(part.getEnd(), codePoints.length); i++) {
        codePoints[i] = ' ';
      }
    }
    return new String(codePoints, 0, codePoints.length);
  }

  /** Returns whether the rest is blank, so that it cannot be classified. */
  public boolean isWhole() {
    return rest.codePoints().allMatch(c -> Character.isWhitespace(c) || Character.isSpaceChar(c));
  }

  /** Returns the first rule, as given. */
  String rule() {
    return parts.getFirst().getRule();
  }
}

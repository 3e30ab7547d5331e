package chatwarden.store.review;

import chatwarden.review.v1.ClaimReviewsRequest;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.limit.FieldRules;

/**
 * Who decides.
 *
 * @param name the name they gave: 1 to 64 characters, none of them a control character
 * @param caller the authenticated caller; empty where access is not checked
 */
public record Reviewer(String name, String caller) {

  private static final int MAX_NAME =
      FieldRules.most(ClaimReviewsRequest.getDescriptor(), "reviewer");

  /** Checks the name. */
  public Reviewer {
    if (name.isBlank()
        || name.codePointCount(0, name.length()) > MAX_NAME
        || name.chars().anyMatch(Character::isISOControl)) {
      throw InvalidInputException.of(
          "reviewer",
          "not a name (expected: 1 to "
              + MAX_NAME
              + " characters, none of them a control character, not only blanks)");
    }
  }

  /** What leases are held by: the same name of two callers is two holders. */
  public String holder() {
    return caller + "\n" + name;
  }
}

package chatwarden.domain.automation;

import chatwarden.automation.v1.Automation;
import chatwarden.automation.v1.AutomationRule;
import chatwarden.type.v1.Badge;
import chatwarden.type.v1.Classification;
import chatwarden.type.v1.FlagReason;
import chatwarden.type.v1.Label;
import chatwarden.type.v1.ModeratedComment;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The rules of a chat. The first one that a comment meets decides.
 *
 * @param automation checked, with its defaults
 */
public record AutomationPolicy(Automation automation) {

  private static final int BAND_BYTES = 8;

  /** Returns whether rules are tried on a comment at all. */
  public static boolean isSubject(ModeratedComment comment) {
    return comment.getFlagged()
        && !comment.hasDeleteTime()
        && !comment.hasBanTime()
        && comment.getComment().getAuthor().getBadgesList().stream()
            .noneMatch(badge -> badge == Badge.OWNER || badge == Badge.MODERATOR);
  }

  /**
   * Returns the first rule that a comment meets; empty where it meets none, and for comments that
   * are not flagged, are gone, or whose authors own or moderate the chat.
   *
   * @param strikes of the author, before this comment
   */
  public Optional<MetRule> first(ModeratedComment comment, double strikes) {
    if (!isSubject(comment)) {
      return Optional.empty();
    }
    for (AutomationRule rule : automation.getRulesList()) {
      if (isMet(rule, comment, strikes)) {
        return Optional.of(
            new MetRule(rule, probability(rule, comment.getClassification()), strikes));
      }
    }
    return Optional.empty();
  }

  private static boolean isMet(AutomationRule rule, ModeratedComment comment, double strikes) {
    Classification classification = comment.getClassification();
    boolean isOfRule =
        rule.getFlagRule().isEmpty()
            || (comment.getFlagReason() == FlagReason.BLOCK_RULE
                && comment.getFlagRule().equals(rule.getFlagRule()));
    boolean isOfLabel =
        rule.getLabel() == Label.LABEL_UNSPECIFIED || rule.getLabel() == classification.getLabel();
    // The probabilities of a text in an unknown language are guesses.
    boolean isProbable =
        rule.getMinProbability() == 0
            || (classification.getLabel() != Label.NOT_JUDGED
                && probability(rule, classification) >= rule.getMinProbability());
    return isOfRule && isOfLabel && isProbable && MetRule.whole(strikes) >= rule.getMinStrikes();
  }

  private static float probability(AutomationRule rule, Classification classification) {
    if (!rule.getCategory().isEmpty()) {
      return classification.getCategoriesOrDefault(rule.getCategory(), 0);
    }
    return rule.getLabel() == Label.LABEL_UNSPECIFIED
        ? classification.getOffensiveProbability()
        : classification.getProbabilitiesOrDefault(rule.getLabel().name(), 0);
  }

  /**
   * Returns the name of the comments that a rule decides on, judged by one model, whose audits
   * count together: 16 hexadecimal digits. It changes with the conditions of the rule, and with
   * those of the rules before it, which take comments from it; not with names and effects.
   */
  public String band(AutomationRule rule, String model) {
    StringBuilder conditions = new StringBuilder(model);
    for (AutomationRule each : automation.getRulesList()) {
      conditions
          .append('\n')
          .append(
              String.join(
                  "\t",
                  each.getLabel().name(),
                  each.getCategory(),
                  Float.toString(each.getMinProbability()),
                  each.getFlagRule(),
                  Integer.toString(each.getMinStrikes())));
      if (each.getName().equals(rule.getName())) {
        return digest(conditions.toString());
      }
    }
    throw new IllegalArgumentException(
        "rule: " + rule.getName() + " (expected: one of the chat's rules)");
  }

  private static String digest(String conditions) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(conditions.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, BAND_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}

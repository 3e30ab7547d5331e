package chatwarden.domain.policy;

import chatwarden.runtime.error.FieldProblem;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.limit.FieldRules;
import chatwarden.settings.v1.ChatSettings;
import chatwarden.settings.v1.Rule;
import chatwarden.type.v1.Badge;
import java.util.ArrayList;
import java.util.List;

/** Whether settings are such as {@code ChatSettings} describes. */
public final class SettingsCheck {

  private static final int MAX_PHRASE = FieldRules.most(Rule.getDescriptor(), "phrase");
  private static final int MAX_PATTERN = FieldRules.most(Rule.getDescriptor(), "pattern");

  private final List<FieldProblem> problems = new ArrayList<>();
  private final PatternCheck patterns = new PatternCheck();

  private SettingsCheck() {}

  /**
   * Passes what holds.
   *
   * @throws InvalidInputException naming every field that does not, such as {@code
   *     settings.block_rules[3].pattern}
   */
  public static void check(ChatSettings settings) {
    SettingsCheck check = new SettingsCheck();
    check.thresholds(settings);
    ChatLanguage.problem(settings.getLanguage())
        .ifPresent(problem -> check.problem("settings.language", problem));
    check.rules("block_rules", settings.getBlockRulesList(), true);
    check.rules("allow_rules", settings.getAllowRulesList(), false);
    check.badges(settings.getExemptBadgesList());
    if (!check.problems.isEmpty()) {
      throw InvalidInputException.of(check.problems);
    }
  }

  private void thresholds(ChatSettings settings) {
    threshold("flag_threshold", settings.getFlagThreshold());
    threshold("offensive_threshold", settings.getOffensiveThreshold());
    threshold("hate_threshold", settings.getHateThreshold());
    threshold("strict_threshold", settings.getStrictThreshold());
  }

  private void threshold(String field, float value) {
    FieldRules.bounds(ChatSettings.getDescriptor(), field)
        .problem(value)
        .ifPresent(problem -> problem("settings." + field, problem));
  }

  private void rules(String field, List<Rule> rules, boolean block) {
    int most = FieldRules.most(ChatSettings.getDescriptor(), field);
    if (rules.size() > most) {
      problem("settings." + field, rules.size() + " of them (expected: at most " + most + ")");
      return;
    }
    for (int i = 0; i < rules.size(); i++) {
      rule("settings." + field + "[" + i + "]", rules.get(i), block);
    }
  }

  private void rule(String field, Rule rule, boolean block) {
    if (rule.getTeencode() && !(block && rule.hasPhrase())) {
      problem(field + ".teencode", "true (expected: false; phrases of block rules alone have it)");
    }
    switch (rule.getMatchCase()) {
      case PHRASE -> phrase(field + ".phrase", rule.getPhrase());
      case PATTERN -> pattern(field + ".pattern", rule.getPattern());
      case MATCH_NOT_SET -> problem(field, "is empty (expected: a phrase or a pattern)");
    }
  }

  private void phrase(String field, String phrase) {
    if (isNoLine(phrase, MAX_PHRASE)) {
      problem(field, lineOf(MAX_PHRASE));
    } else if (!hasWords(phrase)) {
      problem(field, "has no words");
    }
  }

  private static boolean hasWords(String phrase) {
    return !PhraseWords.loose(phrase).isEmpty() && !PhraseWords.written(phrase).isEmpty();
  }

  private void pattern(String field, String pattern) {
    if (isNoLine(pattern, MAX_PATTERN)) {
      problem(field, lineOf(MAX_PATTERN));
    } else {
      patterns.problemOf(pattern).ifPresent(problem -> problem(field, problem));
    }
  }

  private void badges(List<Badge> badges) {
    for (int i = 0; i < badges.size(); i++) {
      Badge badge = badges.get(i);
      if (badge == Badge.BADGE_UNSPECIFIED || badge == Badge.UNRECOGNIZED) {
        problem(
            "settings.exempt_badges[" + i + "]",
            "is not known (expected: OWNER, MODERATOR, MEMBER or VERIFIED)");
      }
    }
  }

  private static boolean isNoLine(String text, int longest) {
    return text.isBlank()
        || text.codePointCount(0, text.length()) > longest
        || text.chars().anyMatch(Character::isISOControl);
  }

  private static String lineOf(int longest) {
    return "is not a line of 1 to "
        + longest
        + " characters (expected: not blank, no control characters)";
  }

  private void problem(String field, String problem) {
    problems.add(new FieldProblem(field, problem));
  }
}

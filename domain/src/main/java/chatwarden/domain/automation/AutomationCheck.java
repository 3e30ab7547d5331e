package chatwarden.domain.automation;

import chatwarden.automation.v1.Automation;
import chatwarden.automation.v1.AutomationMode;
import chatwarden.automation.v1.AutomationRule;
import chatwarden.domain.action.ActionRules;
import chatwarden.runtime.error.FieldProblem;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.limit.FieldRules;
import chatwarden.type.v1.Label;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Whether rules are such as {@code Automation} describes. */
public final class AutomationCheck {

  private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,32}");
  private static final long MIN_HALF_LIFE = java.time.Duration.ofMinutes(1).toSeconds();
  private static final long MAX_HALF_LIFE = java.time.Duration.ofDays(30).toSeconds();
  private static final long DEFAULT_HALF_LIFE = java.time.Duration.ofDays(7).toSeconds();
  private static final Descriptor RULES = Automation.getDescriptor();
  private static final Descriptor RULE = AutomationRule.getDescriptor();

  private final List<FieldProblem> problems = new ArrayList<>();

  private AutomationCheck() {}

  /** Returns rules with the defaults of the fields that are not set, and without outputs. */
  public static Automation withDefaults(Automation given) {
    Automation.Builder filled =
        Automation.newBuilder()
            .setMode(given.getMode())
            .addAllRules(given.getRulesList())
            .setMaxActionsPerMinute(given.getMaxActionsPerMinute())
            .setMaxCleanShare(given.getMaxCleanShare())
            .setStrikeHalfLife(given.getStrikeHalfLife());
    if (given.getMaxActionsPerMinute() == 0) {
      filled.setMaxActionsPerMinute(
          (int) FieldRules.defaultNumber(RULES, "max_actions_per_minute"));
    }
    if (given.getMaxCleanShare() == 0) {
      filled.setMaxCleanShare(FieldRules.defaultNumber(RULES, "max_clean_share"));
    }
    if (!given.hasStrikeHalfLife()) {
      filled.setStrikeHalfLife(Duration.newBuilder().setSeconds(DEFAULT_HALF_LIFE));
    }
    return filled.build();
  }

  /**
   * Passes rules that hold; their defaults are set.
   *
   * @throws InvalidInputException naming every field that does not
   */
  public static void check(Automation automation) {
    AutomationCheck check = new AutomationCheck();
    check.whole(automation);
    if (!check.problems.isEmpty()) {
      throw InvalidInputException.of(check.problems);
    }
  }

  private void whole(Automation automation) {
    AutomationMode mode = automation.getMode();
    if (mode == AutomationMode.AUTOMATION_MODE_UNSPECIFIED || mode == AutomationMode.UNRECOGNIZED) {
      problem(
          "mode",
          "is missing or not known (expected: AUTOMATION_OFF, AUTOMATION_DRY_RUN or"
              + " AUTOMATION_ON)");
    }
    bounded(RULES, "", "max_actions_per_minute", automation.getMaxActionsPerMinute());
    bounded(RULES, "", "max_clean_share", automation.getMaxCleanShare());
    seconds(
        "strike_half_life",
        automation.getStrikeHalfLife(),
        MIN_HALF_LIFE,
        MAX_HALF_LIFE,
        "1 min to 30 d");
    int most = FieldRules.most(RULES, "rules");
    if (automation.getRulesCount() > most) {
      problem("rules", automation.getRulesCount() + " of them (expected: at most " + most + ")");
      return;
    }
    Set<String> names = new HashSet<>();
    for (int i = 0; i < automation.getRulesCount(); i++) {
      AutomationRule rule = automation.getRules(i);
      String field = "rules[" + i + "].";
      if (!NAME.matcher(rule.getName()).matches()) {
        problem(
            field + "name", "not a name (expected: 1 to 32 lower-case letters, digits and dashes)");
      } else if (!names.add(rule.getName())) {
        problem(field + "name", rule.getName() + " (expected: a name that no other rule has)");
      }
      conditions(field, rule);
      effect(field, rule);
    }
  }

  private void conditions(String field, AutomationRule rule) {
    if (rule.getLabel() == Label.UNRECOGNIZED || rule.getLabel() == Label.CLEAN) {
      problem(field + "label", "not known, or CLEAN (expected: OFFENSIVE, HATE or NOT_JUDGED)");
    }
    if (rule.getLabel() == Label.NOT_JUDGED && rule.getMinProbability() > 0) {
      problem(
          field + "min_probability",
          "with the label NOT_JUDGED (expected: none; no model knows the language, so probabilities"
              + " are guesses)");
    }
    bounded(RULE, field, "min_probability", rule.getMinProbability());
    bounded(RULE, field, "min_strikes", rule.getMinStrikes());
    if (rule.getMinProbability() == 0 && rule.getFlagRule().isEmpty()) {
      problem(
          field + "min_probability",
          "is missing (expected: a probability above 0, or a flag_rule): a rule that every flagged"
              + " comment meets would act on each doubtful one");
    }
    length(field, "category", rule.getCategory());
    length(field, "flag_rule", rule.getFlagRule());
  }

  private void effect(String field, AutomationRule rule) {
    switch (rule.getEffect()) {
      case TIME_OUT_THE_AUTHOR -> timeouts(field, rule);
      case DELETE_THE_COMMENT, HOLD_FOR_REVIEW, SUGGEST_A_REWRITE -> {
        if (rule.getTimeoutsCount() > 0 || rule.getBanAtStrikes() != 0) {
          problem(
              field + (rule.getTimeoutsCount() > 0 ? "timeouts" : "ban_at_strikes"),
              "goes with the effect TIME_OUT_THE_AUTHOR alone");
        }
      }
      case AUTOMATION_EFFECT_UNSPECIFIED, UNRECOGNIZED ->
          problem(
              field + "effect",
              "is missing or not known (expected: DELETE_THE_COMMENT, TIME_OUT_THE_AUTHOR,"
                  + " HOLD_FOR_REVIEW or SUGGEST_A_REWRITE)");
    }
  }

  private void timeouts(String field, AutomationRule rule) {
    int most = FieldRules.most(RULE, "timeouts");
    if (rule.getTimeoutsCount() < 1 || rule.getTimeoutsCount() > most) {
      problem(
          field + "timeouts", rule.getTimeoutsCount() + " of them (expected: 1 to " + most + ")");
    }
    bounded(RULE, field, "ban_at_strikes", rule.getBanAtStrikes());
    long before = 0;
    for (int i = 0; i < rule.getTimeoutsCount(); i++) {
      Duration timeout = rule.getTimeouts(i);
      String each = field + "timeouts[" + i + "]";
      seconds(each, timeout, 1, ActionRules.MAX_TIMEOUT.toSeconds(), "whole seconds, 1 s to 14 d");
      if (timeout.getSeconds() < before) {
        problem(each, "shorter than the one before (expected: strikes never shorten a time-out)");
      }
      before = timeout.getSeconds();
    }
  }

  private void length(String field, String name, String value) {
    int most = FieldRules.most(RULE, name);
    if (value.codePointCount(0, value.length()) > most) {
      problem(field + name, "is too long (expected: at most " + most + " characters)");
    }
  }

  private void bounded(Descriptor message, String prefix, String name, float value) {
    FieldRules.bounds(message, name)
        .problem(value)
        .ifPresent(problem -> problem(prefix + name, problem));
  }

  private void seconds(String field, Duration given, long least, long most, String expected) {
    if (given.getSeconds() < least || given.getSeconds() > most || given.getNanos() != 0) {
      problem(field, "is out of range (expected: " + expected + ")");
    }
  }

  private void problem(String field, String problem) {
    problems.add(new FieldProblem("automation." + field, problem));
  }
}

package chatwarden.domain.policy;

import chatwarden.settings.v1.Rule;
import com.google.re2j.Pattern;
import java.util.List;

/**
 * A pattern of a rule.
 *
 * @param given the pattern as given
 * @param compiled for texts in NFC
 */
record RulePattern(String given, Pattern compiled) {

  /** Returns the patterns among rules that {@link SettingsCheck} accepted. */
  static List<RulePattern> of(List<Rule> rules) {
    return rules.stream()
        .filter(Rule::hasPattern)
        .map(Rule::getPattern)
        .map(given -> new RulePattern(given, Pattern.compile(PatternSource.of(given).text())))
        .toList();
  }
}

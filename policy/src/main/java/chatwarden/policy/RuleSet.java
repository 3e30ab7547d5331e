package chatwarden.policy;

import chatwarden.settings.v1.Rule;
import com.google.re2j.Pattern;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Rules, compiled. Immutable. */
final class RuleSet {

  private final PhraseSet phrases;
  private final List<CompiledRule> patterns;

  /** A pattern with the rule that it was given as. */
  private record CompiledRule(String rule, Pattern pattern) {
    static CompiledRule of(String rule) {
      return new CompiledRule(rule, Pattern.compile(PatternSource.of(rule).text()));
    }
  }

  /** Of rules that {@link SettingsCheck} let pass. */
  RuleSet(List<Rule> rules) {
    phrases = new PhraseSet(rules.stream().filter(Rule::hasPhrase).map(Rule::getPhrase).toList());
    patterns =
        rules.stream()
            .filter(Rule::hasPattern)
            .map(rule -> CompiledRule.of(rule.getPattern()))
            .toList();
  }

  /**
   * The first rule that matches, as it was given.
   *
   * @param words those of the text, asked for only where they are needed
   */
  Optional<String> match(String text, Supplier<NormalizedWords> words) {
    Optional<String> phrase = phrases.isEmpty() ? Optional.empty() : phrases.find(words.get());
    if (phrase.isPresent() || patterns.isEmpty()) {
      return phrase;
    }
    String composed = composed(text);
    return patterns.stream()
        .filter(each -> each.pattern().matcher(composed).find())
        .map(CompiledRule::rule)
        .findFirst();
  }

  static String composed(String text) {
    return Normalizer.normalize(text, Form.NFC);
  }
}

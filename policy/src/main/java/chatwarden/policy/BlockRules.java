package chatwarden.policy;

import chatwarden.settings.v1.Rule;
import chatwarden.text.Normalizer;
import java.util.List;
import java.util.Optional;

/** The rules that flag, compiled. They match widely. Immutable. */
final class BlockRules {

  private final PhraseTree phrases = new PhraseTree();

  /** Phrases that ask for teencode, with their own expanded. */
  private final PhraseTree expanded = new PhraseTree();

  private final List<RulePattern> patterns;

  /** Compiles rules that {@link SettingsCheck} accepted. */
  BlockRules(List<Rule> rules) {
    for (Rule rule : rules) {
      String phrase = rule.getPhrase();
      if (rule.hasPhrase()) {
        phrases.add(phrase, PhraseWords.loose(phrase));
      }
      if (rule.hasPhrase() && rule.getTeencode()) {
        expanded.add(phrase, PhraseWords.loose(expanded(phrase)));
      }
    }
    patterns = RulePattern.of(rules);
  }

  private static String expanded(String text) {
    return Normalizer.standard().normalize(text).text();
  }

  /** Returns the first rule that matches, as given: phrases come before patterns. */
  Optional<String> match(String text) {
    return find(phrases, text)
        .or(() -> expanded.isEmpty() ? Optional.empty() : find(expanded, expanded(text)))
        .or(() -> matchPattern(text));
  }

  private static Optional<String> find(PhraseTree phrases, String text) {
    return phrases.isEmpty()
        ? Optional.empty()
        : new LooseSearch(new LooseText(text), phrases).find();
  }

  private Optional<String> matchPattern(String text) {
    if (patterns.isEmpty()) {
      return Optional.empty();
    }
    String composed = PatternSource.composed(text);
    return patterns.stream()
        .filter(pattern -> pattern.compiled().matcher(composed).find())
        .map(RulePattern::given)
        .findFirst();
  }
}

package chatwarden.domain.policy;

import chatwarden.settings.v1.Rule;
import chatwarden.text.CodePointRange;
import chatwarden.text.MatchForm;
import chatwarden.text.NormalizedText;
import chatwarden.text.Normalizer;
import com.google.re2j.Matcher;
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
        expanded.add(phrase, PhraseWords.loose(expand(phrase).text()));
      }
    }
    patterns = RulePattern.of(rules);
  }

  private static NormalizedText expand(String text) {
    return Normalizer.standard().normalize(text);
  }

  /** Returns the first match: phrases come before patterns. */
  Optional<BlockMatch> match(String text) {
    return find(phrases, text).or(() -> matchExpanded(text)).or(() -> matchPattern(text));
  }

  private Optional<BlockMatch> matchExpanded(String text) {
    if (expanded.isEmpty()) {
      return Optional.empty();
    }
    NormalizedText written = expand(text);
    return find(expanded, written.text()).map(match -> inOriginal(match, written));
  }

  private static Optional<BlockMatch> find(PhraseTree phrases, String text) {
    return phrases.isEmpty()
        ? Optional.empty()
        : new LooseSearch(new LooseText(text), phrases).find();
  }

  private Optional<BlockMatch> matchPattern(String text) {
    if (patterns.isEmpty()) {
      return Optional.empty();
    }
    NormalizedText composed = MatchForm.COMPOSED.of(text);
    return patterns.stream()
        .flatMap(pattern -> match(pattern, composed.text()).stream())
        .findFirst()
        .map(match -> inOriginal(match, composed));
  }

  private static Optional<BlockMatch> match(RulePattern pattern, String composed) {
    Matcher matcher = pattern.compiled().matcher(composed);
    if (!matcher.find()) {
      return Optional.empty();
    }
    int start = composed.codePointCount(0, matcher.start());
    int end = start + composed.codePointCount(matcher.start(), matcher.end());
    return Optional.of(new BlockMatch(pattern.given(), new CodePointRange(start, end)));
  }

  private static BlockMatch inOriginal(BlockMatch match, NormalizedText text) {
    CodePointRange range = match.range();
    return new BlockMatch(match.rule(), text.offsets().toOriginal(range.start(), range.end()));
  }
}

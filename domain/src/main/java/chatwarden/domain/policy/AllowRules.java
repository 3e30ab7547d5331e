package chatwarden.domain.policy;

import chatwarden.settings.v1.Rule;
import chatwarden.text.CodePointRange;
import chatwarden.text.MatchForm;
import chatwarden.text.NormalizedText;
import chatwarden.type.v1.AllowedPart;
import com.google.re2j.Matcher;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The rules that excuse words, compiled. They match narrowly. Immutable. */
final class AllowRules {

  private final PhraseTree phrases = new PhraseTree();
  private final List<RulePattern> patterns;

  /** Compiles rules that {@link SettingsCheck} accepted. */
  AllowRules(List<Rule> rules) {
    for (Rule rule : rules) {
      if (rule.hasPhrase()) {
        phrases.add(rule.getPhrase(), PhraseWords.written(rule.getPhrase()));
      }
    }
    patterns = RulePattern.of(rules);
  }

  /** Returns the parts of a text that they excuse, in its order, not overlapping. */
  List<AllowedPart> in(String text) {
    List<AllowedPart> found = new ArrayList<>();
    if (!phrases.isEmpty()) {
      NormalizedText written = MatchForm.WRITTEN.of(text);
      new WrittenSearch(written.text(), phrases)
          .findAll((start, end, rule) -> found.add(part(written, start, end, rule)));
    }
    if (!patterns.isEmpty()) {
      NormalizedText composed = MatchForm.COMPOSED.of(text);
      patterns.forEach(pattern -> match(pattern, composed, found));
    }
    return apart(found);
  }

  private static void match(RulePattern pattern, NormalizedText text, List<AllowedPart> found) {
    Matcher matcher = pattern.compiled().matcher(text.text());
    int unit = 0;
    int place = 0;
    while (matcher.find()) {
      place += text.text().codePointCount(unit, matcher.start());
      int end = place + text.text().codePointCount(matcher.start(), matcher.end());
      if (end > place) {
        found.add(part(text, place, end, pattern.given()));
      }
      unit = matcher.end();
      place = end;
    }
  }

  private static AllowedPart part(NormalizedText text, int start, int end, String rule) {
    CodePointRange range = text.offsets().toOriginal(start, end);
    return AllowedPart.newBuilder()
        .setStart(range.start())
        .setEnd(range.end())
        .setRule(rule)
        .build();
  }

  /** Separates overlapping parts: the later one loses what the earlier one has. */
  private static List<AllowedPart> apart(List<AllowedPart> found) {
    found.sort(Comparator.comparingInt(AllowedPart::getStart));
    List<AllowedPart> apart = new ArrayList<>(found.size());
    int end = 0;
    for (AllowedPart part : found) {
      if (part.getEnd() > end) {
        apart.add(part.toBuilder().setStart(Math.max(end, part.getStart())).build());
        end = part.getEnd();
      }
    }
    return apart;
  }
}

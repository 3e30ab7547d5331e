package chatwarden.domain.policy;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.settings.v1.Rule;
import chatwarden.type.v1.AllowedPart;
import java.text.Normalizer;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AllowRulesTest {

  private static Rule phrase(String phrase) {
    return Rule.newBuilder().setPhrase(phrase).build();
  }

  private static Rule pattern(String pattern) {
    return Rule.newBuilder().setPattern(pattern).build();
  }

  private static String rest(Rule rule, String text) {
    return Allowance.rest(text, new AllowRules(List.of(rule)).in(text));
  }

  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "dm,'địt mẹ mày','địt mẹ mày'",
        "dm,'DM me, dm','   me,   '",
        "dm,'d.m dmx d-m xdm d m','d.m dmx d-m xdm d m'",
        "gg ez,'GG  EZ all gg ez!','       all      !'",
        "gg ez,'gg-ez ggez','gg-ez ggez'",
        "gg ez,'gg ez gg ez','           '",
        "đồ gà,'do ga ĐỒ GÀ','do ga      '",
        "hòa,'hoà hòa hoá hoàn','        hoá hoàn'",
        "dm,'d\u200bm x','    x'",
        "dm,'ｄｍ x','   x'",
        "dm,'𝐝𝐦 ⓓⓜ d̶m̶ 🅳🅼','𝐝𝐦 ⓓⓜ d̶m̶ 🅳🅼'",
        "🖕,'x🖕y','x y'",
        "18+,'18+, 18','   , 18'",
      })
  void phraseExcusesTheWordsAsWritten(String phrase, String text, String rest) {
    assertThat(rest(phrase(phrase), text)).isEqualTo(rest);
  }

  @Test
  void decomposedLettersAreTheComposedOnes() {
    String text = Normalizer.normalize("đồ gà a", Normalizer.Form.NFD);

    assertThat(rest(phrase("đồ gà"), text)).endsWith(" a").matches(" +a").hasSameSizeAs(text);
  }

  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "(?i)g+ ?ez,'GGG EZ 🎉 gez','       🎉    '",
        "\\d{3},'😀 123 456 4567','😀            7'",
        "ê,'e\u0302 x','   x'",
      })
  void patternExcusesItsMatches(String pattern, String text, String rest) {
    assertThat(rest(pattern(pattern), text)).isEqualTo(rest);
  }

  @Test
  void overlappingPartsAreSeparated() {
    List<AllowedPart> parts = new AllowRules(List.of(phrase("a b"), phrase("b c"))).in("a b c");

    assertThat(parts).extracting(AllowedPart::getStart).containsExactly(0, 3);
    assertThat(parts).extracting(AllowedPart::getEnd).containsExactly(3, 5);
  }

  @Property
  void restKeepsTheLengthAndEverythingOutsideTheParts(@ForAll String given) {
    String text = given + " gg " + given;
    List<AllowedPart> parts = new AllowRules(List.of(phrase("gg"), pattern("[a-f]{2}"))).in(text);
    int[] before = text.codePoints().toArray();
    int[] after = Allowance.rest(text, parts).codePoints().toArray();

    assertThat(after).hasSameSizeAs(before);
    for (int i = 0; i < before.length; i++) {
      int place = i;
      boolean excused =
          parts.stream().anyMatch(part -> part.getStart() <= place && place < part.getEnd());
      assertThat(after[i]).isEqualTo(excused ? ' ' : before[i]);
    }
  }
}

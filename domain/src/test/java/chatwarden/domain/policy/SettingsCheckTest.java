package chatwarden.domain.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import chatwarden.runtime.error.FieldProblem;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.settings.v1.ChatSettings;
import chatwarden.settings.v1.Rule;
import chatwarden.type.v1.Badge;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsCheckTest {

  private static List<String> fieldsOf(ChatSettings.Builder settings) {
    InvalidInputException refusal =
        catchThrowableOfType(
            InvalidInputException.class, () -> SettingsCheck.check(settings.build()));
    return refusal == null
        ? List.of()
        : refusal.problems().stream().map(FieldProblem::field).toList();
  }

  private static ChatSettings.Builder blocking(Rule.Builder rule) {
    return ChatSettings.newBuilder().addBlockRules(rule);
  }

  private static ChatSettings.Builder pattern(String pattern) {
    return blocking(Rule.newBuilder().setPattern(pattern));
  }

  private static ChatSettings.Builder phrase(String phrase) {
    return blocking(Rule.newBuilder().setPhrase(phrase));
  }

  @Test
  void emptySettingsHold() {
    assertThatCode(() -> SettingsCheck.check(ChatSettings.getDefaultInstance()))
        .doesNotThrowAnyException();
  }

  @Test
  void everyProblemNamesItsField() {
    assertThat(
            fieldsOf(
                ChatSettings.newBuilder()
                    .setFlagThreshold(1.5f)
                    .setOffensiveThreshold(-0.1f)
                    .setHateThreshold(Float.NaN)
                    .setStrictThreshold(2)
                    .addBlockRules(Rule.newBuilder().setPhrase("fine"))
                    .addBlockRules(Rule.newBuilder())
                    .addAllowRules(Rule.newBuilder().setPattern("(unclosed"))
                    .addExemptBadges(Badge.OWNER)
                    .addExemptBadgesValue(77)))
        .containsExactly(
            "settings.flag_threshold",
            "settings.offensive_threshold",
            "settings.hate_threshold",
            "settings.strict_threshold",
            "settings.block_rules[1]",
            "settings.allow_rules[0].pattern",
            "settings.exempt_badges[1]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "\u200b", "two\nlines"})
  void aPhraseHasWordsOnOneLine(String phrase) {
    assertThat(fieldsOf(phrase(phrase))).containsExactly("settings.block_rules[0].phrase");
  }

  @Test
  void aPhraseHasAtMost100Characters() {
    assertThat(fieldsOf(phrase("😀".repeat(100)))).isEmpty();
    assertThat(fieldsOf(phrase("a".repeat(101)))).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a*",
        "(?=ahead)",
        "(a)\\1",
        "[a-",
        "(((a{30}){30}){30}){30}",
        "((((((a{10}){10}){10}){10}){10}){10}){10}",
        "(?:(?:x{1,1000}){1,1000})",
        "(?:(?:(?:x{1,1000}){1,1000}){1,1000})",
        "((x{1000}){1000}){1000}",
        "((x{100}){100}){2}",
        "(?i)ᲀ",
        "(?i)\\x{1C80}"
      })
  void aPatternThatCannotServeIsRefused(String pattern) {
    assertThat(fieldsOf(pattern(pattern))).containsExactly("settings.block_rules[0].pattern");
  }

  @Test
  void teencodeIsForPhrasesOfBlockRules() {
    Rule.Builder phrase = Rule.newBuilder().setPhrase("không").setTeencode(true);
    Rule.Builder pattern = Rule.newBuilder().setPattern("x+").setTeencode(true);

    assertThat(fieldsOf(blocking(phrase))).isEmpty();
    assertThat(fieldsOf(blocking(pattern))).containsExactly("settings.block_rules[0].teencode");
    assertThat(fieldsOf(ChatSettings.newBuilder().addAllowRules(phrase)))
        .containsExactly("settings.allow_rules[0].teencode");
  }

  @Test
  void patternThatIsTooLongWrittenOutIsRefused() {
    assertThat(fieldsOf(pattern("(?:(?:" + "abc".repeat(70) + "){100}){100}")))
        .containsExactly("settings.block_rules[0].pattern");
  }

  @Test
  void rangeOfVietnameseLettersMayIgnoreCase() {
    assertThat(fieldsOf(pattern("(?i)[a-zà-ỹ]{2,}x"))).isEmpty();
  }

  @Test
  void rangesThatIgnoreCaseAreLimitedTogether() {
    String ranges = "(?i)" + "[Ᲊ-𞥀]".repeat(20);
    ChatSettings.Builder many = ChatSettings.newBuilder();
    for (int i = 0; i < 10; i++) {
      many.addBlockRules(Rule.newBuilder().setPattern(ranges + i));
    }
    assertThat(fieldsOf(many)).contains("settings.block_rules[9].pattern");
  }

  @Test
  void refusalOfNestedRepetitionsNamesTheirProduct() {
    assertThat(
            catchThrowableOfType(
                InvalidInputException.class,
                () -> SettingsCheck.check(pattern("((x{1000}){1000}){1000}").build())))
        .hasMessageContaining("1000000000 (expected: at most 10000");
  }

  @Test
  void aPatternMayRepeatAsOftenAsPeopleDo() {
    assertThat(fieldsOf(pattern("(?:(?:ha){1,20}\\s?){1,20}x{1,100}y"))).isEmpty();
  }

  @Test
  void manyRulesAndLongPatternsAreRefused() {
    Rule rule = Rule.newBuilder().setPhrase("word").build();
    ChatSettings.Builder many = ChatSettings.newBuilder();
    for (int i = 0; i < 501; i++) {
      many.addAllowRules(rule);
    }
    assertThat(fieldsOf(many)).containsExactly("settings.allow_rules");
    assertThat(fieldsOf(pattern("a".repeat(501)))).isNotEmpty();
    ChatSettings.Builder large = ChatSettings.newBuilder();
    for (int i = 0; i < 21; i++) {
      large.addBlockRules(Rule.newBuilder().setPattern("\\d{1000}"));
    }
    assertThat(fieldsOf(large)).containsExactly("settings.block_rules[19].pattern");
  }
}

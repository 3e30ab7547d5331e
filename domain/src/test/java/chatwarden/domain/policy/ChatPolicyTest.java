package chatwarden.domain.policy;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.settings.v1.ChatSettings;
import chatwarden.settings.v1.Rule;
import chatwarden.type.v1.Author;
import chatwarden.type.v1.Badge;
import chatwarden.type.v1.Classification;
import chatwarden.type.v1.Comment;
import chatwarden.type.v1.FlagReason;
import chatwarden.type.v1.Label;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChatPolicyTest {

  private static final float SESSION = 0.5f;

  private static FlagDecision decide(ChatSettings.Builder settings, String text, double offensive) {
    return decide(settings, text, 0.75 * offensive, 0.25 * offensive);
  }

  private static FlagDecision decide(
      ChatSettings.Builder settings, String text, double offensive, double hate, Badge... badges) {
    return ChatPolicy.of(settings.build(), SESSION)
        .decide(
            Comment.newBuilder()
                .setText(text)
                .setAuthor(Author.newBuilder().addAllBadges(List.of(badges)))
                .build(),
            Classification.newBuilder()
                .setOffensiveProbability((float) (offensive + hate))
                .putAllProbabilities(Map.of("OFFENSIVE", (float) offensive, "HATE", (float) hate))
                .build());
  }

  private static ChatSettings.Builder settings() {
    return ChatSettings.newBuilder();
  }

  private static Rule phrase(String phrase) {
    return Rule.newBuilder().setPhrase(phrase).build();
  }

  private static Rule pattern(String pattern) {
    return Rule.newBuilder().setPattern(pattern).build();
  }

  @Test
  void withoutSettingsTheThresholdOfTheSessionDecides() {
    assertThat(decide(settings(), "hello", 0.51))
        .isEqualTo(FlagDecision.byFlagThreshold(SESSION))
        .returns(Optional.of(SESSION), FlagDecision::exceeded);
    assertThat(decide(settings(), "hello", 0.5)).isEqualTo(FlagDecision.NOT_FLAGGED);
    assertThat(ChatPolicy.ofThreshold(0.2f).decide(comment("a"), offensive(0.3f)).flagged())
        .isTrue();
  }

  private static Comment comment(String text) {
    return Comment.newBuilder().setText(text).build();
  }

  private static Classification offensive(float probability) {
    return Classification.newBuilder().setOffensiveProbability(probability).build();
  }

  @Test
  void theChatsLanguageHoldsBeforeThatOfTheSession() {
    assertThat(ChatPolicy.of(settings().build(), 0.3f).language()).isEqualTo("auto");
    assertThat(ChatPolicy.of(settings().build(), 0.3f, "").language()).isEqualTo("auto");
    assertThat(ChatPolicy.of(settings().build(), 0.3f, "en").language()).isEqualTo("en");
    assertThat(ChatPolicy.of(settings().setLanguage("vi").build(), 0.3f, "en").language())
        .isEqualTo("vi");
  }

  @Test
  void anUnknownLanguageIsNamedWithTheKnownOnes() {
    assertThat(ChatLanguage.problem("")).isEmpty();
    assertThat(ChatLanguage.problem("vi")).isEmpty();
    assertThat(ChatLanguage.problem("fr")).hasValue("fr (expected: one of [auto, vi, en])");
    assertThat(ChatLanguage.problem("a b"))
        .hasValueSatisfying(problem -> assertThat(problem).startsWith("not a language"));
  }

  @Test
  void noThresholdFlagsATextInALanguageThatNoModelKnows() {
    Classification unknown =
        offensive(0.99f).toBuilder().setLabel(Label.NOT_JUDGED).putProbabilities("HATE", 1).build();
    ChatPolicy strict = ChatPolicy.ofThreshold(0);

    assertThat(strict.decide(comment("привет"), unknown).flagged()).isFalse();
    assertThat(strict.decide(comment("hello"), offensive(0.99f)).flagged()).isTrue();
  }

  @Test
  void theChatsThresholdStandsBeforeThatOfTheSession() {
    assertThat(decide(settings().setFlagThreshold(0.7f), "hello", 0.6).flagged()).isFalse();
    assertThat(decide(settings().setFlagThreshold(0), "hello", 0.01).flagged()).isTrue();
  }

  @Test
  void strictModeLowersTheThresholdAndNeverRaisesIt() {
    assertThat(decide(settings().setStrict(true), "hello", 0.11))
        .isEqualTo(FlagDecision.byStrictMode(ChatPolicy.DEFAULT_STRICT_THRESHOLD));
    assertThat(decide(settings().setStrict(true), "hello", 0.09).flagged()).isFalse();
    assertThat(decide(settings().setStrict(true).setStrictThreshold(0.3f), "hi", 0.2).flagged())
        .isFalse();
    assertThat(
            decide(
                    settings().setStrict(true).setStrictThreshold(0.9f).setFlagThreshold(0.4f),
                    "hello",
                    0.45)
                .flagged())
        .isTrue();
    assertThat(decide(settings().setStrictThreshold(0.01f), "hello", 0.2).flagged()).isFalse();
  }

  @Test
  void strictModeIsTheReasonOnlyWhereNoOtherThresholdFlags() {
    ChatSettings.Builder strict = settings().setStrict(true).setHateThreshold(0.2f);
    assertThat(decide(strict, "hello", 0.4, 0.2)).isEqualTo(FlagDecision.byFlagThreshold(SESSION));
    assertThat(decide(strict, "hello", 0.1, 0.25))
        .isEqualTo(FlagDecision.byLabel(Label.HATE, 0.2f));
    assertThat(decide(strict, "hello", 0.1, 0.1).reason()).isEqualTo(FlagReason.STRICT_MODE);
  }

  @Test
  void decisionsOfEarlierVersionsAreByTheFlagThreshold() {
    FlagReason none = FlagReason.FLAG_REASON_UNSPECIFIED;
    assertThat(FlagDecision.recorded(true, none)).isEqualTo(FlagReason.FLAG_THRESHOLD);
    assertThat(FlagDecision.recorded(false, none)).isEqualTo(none);
    assertThat(FlagDecision.recorded(true, FlagReason.BLOCK_RULE)).isEqualTo(FlagReason.BLOCK_RULE);
  }

  @Test
  void aLabelHasItsOwnThreshold() {
    ChatSettings.Builder both = settings().setHateThreshold(0.1f).setOffensiveThreshold(0.3f);
    assertThat(decide(both, "hello", 0.1, 0.2)).isEqualTo(FlagDecision.byLabel(Label.HATE, 0.1f));
    assertThat(decide(both, "hello", 0.35, 0.05))
        .isEqualTo(FlagDecision.byLabel(Label.OFFENSIVE, 0.3f));
    assertThat(decide(both, "hello", 0.3, 0.1).flagged()).isFalse();
  }

  @Test
  void aBlockRuleFlagsWhateverTheModelSays() {
    ChatSettings.Builder rules = settings().addBlockRules(phrase("buy followers"));
    assertThat(decide(rules, "Buy   FOLLOWERS now", 0))
        .isEqualTo(FlagDecision.byBlockRule("buy followers"));
    assertThat(decide(rules, "followers buy", 0).flagged()).isFalse();
    assertThat(decide(rules, "buy followersz", 0).flagged()).isFalse();
    assertThat(decide(rules.addAllowRules(phrase("now")), "buy followers now", 0).flagged())
        .as("an allow rule does not lift a block rule")
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "đồ gà, ĐỒ GÀ quá, true",
    "đồ gà, do ga qua, true",
    "đồ gà, đồ ga quá, true",
    "đồ gà, đồ gá quá, false",
    "do ga, đồ gà quá, false",
    "do ga, do ga qua, true",
    "spam, s.p.a.m, true",
    "spam, s p a m, true",
    "spam, sp\u200bam, true",
    "spam, spaaaaam, true",
    "spam, ѕраm, true",
    "spam, spammer, false",
  })
  void blockedPhraseIsFoundThroughEvasions(String phrase, String text, boolean matches) {
    assertThat(decide(settings().addBlockRules(phrase(phrase)), text, 0).flagged())
        .isEqualTo(matches);
  }

  @ParameterizedTest
  @CsvSource({
    "'\\d{10}', call 0123456789, true",
    "'\\d{10}', call 012, false",
    "(?i)free.*coins, FREE gold coins, true",
    "free.*coins, FREE gold coins, false",
    "\u0065\u0302, \u00ea, true",
  })
  void aPatternIsFoundAnywhereInTheTextAsSent(String pattern, String text, boolean matches) {
    assertThat(decide(settings().addBlockRules(pattern(pattern)), text, 0).flagged())
        .isEqualTo(matches);
  }

  @Test
  void allowRuleLetsTheRestDecide() {
    ChatSettings.Builder rules = settings().addAllowRules(phrase("gg ez"));

    assertThat(decideOnRest(rules, "GG EZ all", "      all", 0.1))
        .isEqualTo(FlagDecision.byAllowRule("gg ez"));
    assertThat(decideOnRest(rules, "GG EZ all", "      all", 0.9))
        .isEqualTo(FlagDecision.byFlagThreshold(SESSION));
  }

  private static FlagDecision decideOnRest(
      ChatSettings.Builder settings, String text, String rest, double offensive) {
    ChatPolicy policy = ChatPolicy.of(settings.build(), SESSION);
    Comment comment = comment(text);
    Allowance allowance =
        policy.allowance(comment, policy.decide(comment, offensive(0.9f))).orElseThrow();
    assertThat(allowance.rest()).isEqualTo(rest);
    return policy.decide(allowance, offensive((float) offensive));
  }

  @Test
  void allowRuleIsNotAppliedUnlessAThresholdFlags() {
    ChatSettings settings =
        settings().addAllowRules(phrase("gg")).addBlockRules(phrase("spam")).build();
    ChatPolicy policy = ChatPolicy.of(settings, SESSION);
    for (Comment comment : List.of(comment("gg all"), comment("gg spam"), comment("hello"))) {
      float probability = comment.getText().equals("gg all") ? 0.1f : 0.9f;
      FlagDecision decision = policy.decide(comment, offensive(probability));

      assertThat(policy.allowance(comment, decision)).as(comment.getText()).isEmpty();
    }
  }

  @Test
  void allowedTeencodeDoesNotExcuseItsWords() {
    ChatPolicy policy = ChatPolicy.of(settings().addAllowRules(phrase("dm")).build(), SESSION);
    Comment comment = comment("địt mẹ mày");

    assertThat(policy.allowance(comment, policy.decide(comment, offensive(0.9f)))).isEmpty();
  }

  @Test
  void blockedPhraseFindsTeencodeOnlyOnRequest() {
    Rule.Builder word = Rule.newBuilder().setPhrase("không");
    assertThat(decide(settings().addBlockRules(word), "ko", 0).flagged()).isFalse();
    assertThat(decide(settings().addBlockRules(word.setTeencode(true)), "ko", 0).flagged())
        .isTrue();
    Rule.Builder curse = Rule.newBuilder().setPhrase("địt mẹ").setTeencode(true);
    assertThat(decide(settings().addBlockRules(curse), "đm!", 0).flagged()).isTrue();
  }

  @Test
  void anExemptAuthorIsNeverFlagged() {
    ChatSettings.Builder exempt =
        settings()
            .addBlockRules(phrase("spam"))
            .addExemptBadges(Badge.OWNER)
            .addExemptBadges(Badge.MODERATOR);
    assertThat(decide(exempt, "spam", 0.5, 0.4, Badge.MEMBER, Badge.MODERATOR))
        .isEqualTo(FlagDecision.byExemptBadge(Badge.MODERATOR));
    assertThat(decide(exempt, "spam", 0.5, 0.4, Badge.MEMBER).flagged()).isTrue();
    assertThat(decide(exempt, "hello", 0, 0, Badge.OWNER)).isEqualTo(FlagDecision.NOT_FLAGGED);
  }
}

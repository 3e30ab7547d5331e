package chatwarden.domain.automation;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.action.v1.ActionKind;
import chatwarden.automation.v1.Automation;
import chatwarden.automation.v1.AutomationEffect;
import chatwarden.automation.v1.AutomationRule;
import chatwarden.type.v1.Author;
import chatwarden.type.v1.Badge;
import chatwarden.type.v1.Classification;
import chatwarden.type.v1.Comment;
import chatwarden.type.v1.FlagReason;
import chatwarden.type.v1.Label;
import chatwarden.type.v1.ModeratedComment;
import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class AutomationPolicyTest {
  private static final java.time.Duration HALF_LIFE = java.time.Duration.ofHours(1);
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private static AutomationRule.Builder rule(String name, Label label, float least) {
    return AutomationRule.newBuilder()
        .setName(name)
        .setLabel(label)
        .setMinProbability(least)
        .setEffect(AutomationEffect.DELETE_THE_COMMENT);
  }

  private static AutomationPolicy policy(AutomationRule.Builder... rules) {
    Automation.Builder automation = Automation.newBuilder();
    for (AutomationRule.Builder each : rules) {
      automation.addRules(each);
    }
    return new AutomationPolicy(automation.build());
  }

  private static ModeratedComment.Builder hateful(float probability) {
    return ModeratedComment.newBuilder()
        .setComment(Comment.newBuilder().setId("c").setAuthor(Author.newBuilder().setId("u")))
        .setFlagged(true)
        .setClassification(
            Classification.newBuilder()
                .setLabel(Label.HATE)
                .putProbabilities("HATE", probability)
                .putCategories("threat", 0.5f)
                .setOffensiveProbability(0.99f));
  }

  private static Optional<String> first(AutomationPolicy policy, ModeratedComment.Builder comment) {
    return policy.first(comment.build(), 0).map(met -> met.rule().getName());
  }

  @Test
  void firstRuleThatIsMetDecides() {
    AutomationPolicy policy =
        policy(
            rule("sure", Label.HATE, 0.95f),
            rule("likely", Label.HATE, 0.9f),
            rule("any", Label.LABEL_UNSPECIFIED, 0.5f));
    assertThat(first(policy, hateful(0.97f))).contains("sure");
    assertThat(first(policy, hateful(0.92f))).contains("likely");
    assertThat(first(policy, hateful(0.2f))).contains("any");
    assertThat(first(policy(rule("o", Label.OFFENSIVE, 0.1f)), hateful(0.97f))).isEmpty();
  }

  @Test
  void categoryIsComparedWhereOneIsNamed() {
    AutomationRule.Builder threats = rule("t", Label.LABEL_UNSPECIFIED, 0.5f).setCategory("threat");
    assertThat(first(policy(threats), hateful(0.1f))).contains("t");
    assertThat(first(policy(threats.setMinProbability(0.51f)), hateful(0.1f))).isEmpty();
    assertThat(first(policy(threats.setCategory("sexual")), hateful(0.1f))).isEmpty();
  }

  @Test
  void blockRuleIsComparedByItsPhrase() {
    AutomationPolicy policy =
        policy(rule("b", Label.LABEL_UNSPECIFIED, 0).setFlagRule("free coins"));
    ModeratedComment.Builder comment = hateful(0.9f);
    assertThat(first(policy, comment)).isEmpty();
    comment.setFlagReason(FlagReason.BLOCK_RULE).setFlagRule("free coins");
    assertThat(first(policy, comment)).contains("b");
    // An allow rule of the same phrase did not flag it.
    assertThat(first(policy, comment.setFlagReason(FlagReason.ALLOW_RULE))).isEmpty();
  }

  @Test
  void probabilitiesInUnknownLanguagesAreNotGoneBy() {
    ModeratedComment.Builder comment = hateful(0.9f);
    comment.getClassificationBuilder().setLabel(Label.NOT_JUDGED);
    assertThat(first(policy(rule("a", Label.LABEL_UNSPECIFIED, 0.5f)), comment)).isEmpty();
  }

  @Test
  void commentsThatAreNotFlaggedOrGoneAndThoseOfModeratorsAreLeftAlone() {
    AutomationPolicy policy = policy(rule("any", Label.LABEL_UNSPECIFIED, 0.5f));
    assertThat(first(policy, hateful(0.9f))).isPresent();
    assertThat(first(policy, hateful(0.9f).setFlagged(false))).isEmpty();
    assertThat(first(policy, hateful(0.9f).setDeleteTime(Timestamp.getDefaultInstance())))
        .isEmpty();
    assertThat(first(policy, hateful(0.9f).setBanTime(Timestamp.getDefaultInstance()))).isEmpty();
    for (Badge badge : new Badge[] {Badge.OWNER, Badge.MODERATOR}) {
      ModeratedComment.Builder comment = hateful(0.9f);
      comment.getCommentBuilder().getAuthorBuilder().addBadges(badge);
      assertThat(first(policy, comment)).isEmpty();
    }
  }

  @Test
  void strikesEscalateFromTimeOutsToTheBan() {
    AutomationRule rule =
        rule("t", Label.HATE, 0.5f)
            .setEffect(AutomationEffect.TIME_OUT_THE_AUTHOR)
            .addTimeouts(Duration.newBuilder().setSeconds(60))
            .addTimeouts(Duration.newBuilder().setSeconds(600))
            .setBanAtStrikes(3)
            .build();
    assertThat(new MetRule(rule, 1, 0).timeout().orElseThrow().getSeconds()).isEqualTo(60);
    assertThat(new MetRule(rule, 1, 0.97).timeout().orElseThrow().getSeconds()).isEqualTo(600);
    assertThat(new MetRule(rule, 1, 2).timeout().orElseThrow().getSeconds()).isEqualTo(600);
    assertThat(EffectRules.action(new MetRule(rule, 1, 2))).contains(ActionKind.TIME_OUT_AUTHOR);
    assertThat(new MetRule(rule, 1, 2.6).timeout()).isEmpty();
    assertThat(EffectRules.action(new MetRule(rule, 1, 2.6))).contains(ActionKind.BAN_AUTHOR);
  }

  @Property
  void moreStrikesNeverPunishLess(
      @ForAll @DoubleRange(max = 20) double few,
      @ForAll @DoubleRange(max = 20) double more,
      @ForAll @IntRange(min = 1, max = 8) int steps) {
    AutomationRule.Builder rule =
        rule("t", Label.HATE, 0.5f)
            .setEffect(AutomationEffect.TIME_OUT_THE_AUTHOR)
            .setBanAtStrikes(10);
    for (int i = 1; i <= steps; i++) {
      rule.addTimeouts(Duration.newBuilder().setSeconds(60L * i));
    }
    MetRule less = new MetRule(rule.build(), 1, Math.min(few, more));
    MetRule greater = new MetRule(rule.build(), 1, Math.max(few, more));
    assertThat(seconds(greater)).isGreaterThanOrEqualTo(seconds(less));
  }

  private static long seconds(MetRule met) {
    return met.timeout().map(Duration::getSeconds).orElse(Long.MAX_VALUE);
  }

  @Property
  void strikesGoDownToHalfWithinAHalfLife(
      @ForAll @DoubleRange(max = 1_000) double count,
      @ForAll @IntRange(max = 100_000) int seconds) {
    Strikes strikes = new Strikes(count, NOON);
    Instant now = NOON.plusSeconds(seconds);
    double left = strikes.left(now, HALF_LIFE);
    assertThat(left).isBetween(0.0, count);
    assertThat(strikes.left(now.plus(HALF_LIFE), HALF_LIFE))
        .isCloseTo(left / 2, org.assertj.core.data.Offset.offset(1e-9));
    assertThat(strikes.left(NOON.minusSeconds(seconds), HALF_LIFE)).isEqualTo(count);
  }

  @Test
  void auditsAreOfConditionsAndOfTheRulesBeforeThem() {
    AutomationRule.Builder first = rule("a", Label.HATE, 0.9f);
    AutomationRule.Builder second = rule("b", Label.OFFENSIVE, 0.9f);
    String band = policy(first, second).band(second.build(), "m@1");
    assertThat(band).matches("[0-9a-f]{16}");
    assertThat(policy(first, second).band(second.build(), "m@2")).isNotEqualTo(band);
    assertThat(policy(second, first).band(second.build(), "m@1")).isNotEqualTo(band);
    assertThat(policy(first.clone().setMinProbability(0.8f), second).band(second.build(), "m@1"))
        .isNotEqualTo(band);
    AutomationRule.Builder renamed =
        first.clone().setName("x").setEffect(AutomationEffect.SUGGEST_A_REWRITE);
    assertThat(policy(renamed, second).band(second.build(), "m@1")).isEqualTo(band);
  }
}

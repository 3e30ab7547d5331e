package chatwarden.domain.automation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.automation.v1.Automation;
import chatwarden.automation.v1.AutomationEffect;
import chatwarden.automation.v1.AutomationMode;
import chatwarden.automation.v1.AutomationRule;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FieldProblem;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.type.v1.Label;
import com.google.protobuf.Duration;
import java.util.function.Consumer;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AutomationCheckTest {

  private static AutomationRule.Builder timingOut() {
    return AutomationRule.newBuilder()
        .setName("hate")
        .setLabel(Label.HATE)
        .setMinProbability(0.9f)
        .setEffect(AutomationEffect.TIME_OUT_THE_AUTHOR)
        .addTimeouts(Duration.newBuilder().setSeconds(60));
  }

  private static Automation automation(AutomationMode mode, AutomationRule.Builder... rules) {
    Automation.Builder automation = Automation.newBuilder().setMode(mode);
    for (AutomationRule.Builder rule : rules) {
      automation.addRules(rule);
    }
    return AutomationCheck.withDefaults(automation.build());
  }

  private static void refuses(Automation automation, String... fields) {
    assertThatThrownBy(() -> AutomationCheck.check(automation))
        .asInstanceOf(InstanceOfAssertFactories.type(InvalidInputException.class))
        .extracting(InvalidInputException::problems)
        .asInstanceOf(InstanceOfAssertFactories.list(FieldProblem.class))
        .extracting(FieldProblem::field)
        .containsExactly(fields);
  }

  private static void refusesRule(Consumer<AutomationRule.Builder> change, String field) {
    AutomationRule.Builder rule = timingOut();
    change.accept(rule);
    refuses(automation(AutomationMode.AUTOMATION_DRY_RUN, rule), "automation.rules[0]." + field);
  }

  @Test
  void defaultsHold() {
    Automation automation = automation(AutomationMode.AUTOMATION_OFF, timingOut());
    AutomationCheck.check(automation);
    assertThat(automation.getMaxActionsPerMinute()).isEqualTo(10);
    assertThat(automation.getMaxCleanShare()).isEqualTo(0.01f);
    assertThat(automation.getStrikeHalfLife().getSeconds()).isEqualTo(7 * 86_400);
  }

  @Test
  void refusalNamesEveryField() {
    refusesRule(rule -> rule.setName("Hate!"), "name");
    refusesRule(rule -> rule.setLabel(Label.CLEAN), "label");
    refusesRule(rule -> rule.setMinProbability(1.5f), "min_probability");
    refusesRule(rule -> rule.setMinProbability(Float.NaN), "min_probability");
    refusesRule(rule -> rule.setMinProbability(0), "min_probability");
    refusesRule(rule -> rule.setLabel(Label.NOT_JUDGED), "min_probability");
    refusesRule(rule -> rule.setMinStrikes(-1), "min_strikes");
    refusesRule(rule -> rule.setCategory("x".repeat(65)), "category");
    refusesRule(AutomationRule.Builder::clearEffect, "effect");
    refusesRule(AutomationRule.Builder::clearTimeouts, "timeouts");
    refusesRule(rule -> rule.setEffect(AutomationEffect.DELETE_THE_COMMENT), "timeouts");
    refusesRule(rule -> rule.setBanAtStrikes(101), "ban_at_strikes");
    refusesRule(rule -> rule.addTimeouts(Duration.newBuilder().setSeconds(59)), "timeouts[1]");
    refusesRule(
        rule -> rule.addTimeouts(Duration.newBuilder().setSeconds(15 * 86_400)), "timeouts[1]");
    refuses(
        automation(AutomationMode.AUTOMATION_MODE_UNSPECIFIED, timingOut(), timingOut()),
        "automation.mode",
        "automation.rules[1].name");
  }

  @ParameterizedTest
  @CsvSource({
    "twitch, HOLD_FOR_REVIEW, AUTOMATION_DRY_RUN, true, PLATFORM_CANNOT_HOLD",
    "youtube, HOLD_FOR_REVIEW, AUTOMATION_ON, true, PLATFORM_CANNOT_HOLD",
    "youtube, SUGGEST_A_REWRITE, AUTOMATION_ON, true, KIND_NOT_SUPPORTED",
    "file, TIME_OUT_THE_AUTHOR, AUTOMATION_ON, true, KIND_NOT_SUPPORTED",
    "twitch, DELETE_THE_COMMENT, AUTOMATION_ON, false, DELETION_NOT_CONFIRMED"
  })
  void platformIsAskedForNothingThatItCannotDo(
      String platform,
      AutomationEffect effect,
      AutomationMode mode,
      boolean confirmed,
      String reason) {
    Automation automation = automation(mode, timingOut().setEffect(effect));
    assertThatThrownBy(() -> EffectRules.require(automation, platform, confirmed))
        .asInstanceOf(InstanceOfAssertFactories.type(ChatwardenException.class))
        .extracting(ChatwardenException::reason)
        .isEqualTo(reason);
  }

  @Test
  void dryRunNeedsNoConfirmationAndNoPlatform() {
    AutomationRule.Builder deleting = timingOut().setEffect(AutomationEffect.DELETE_THE_COMMENT);
    EffectRules.require(automation(AutomationMode.AUTOMATION_DRY_RUN, deleting), "file", false);
    EffectRules.require(automation(AutomationMode.AUTOMATION_ON, deleting), "twitch", true);
  }
}

package chatwarden.store.automation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.action.v1.Action;
import chatwarden.action.v1.ActionKind;
import chatwarden.action.v1.ActionState;
import chatwarden.automation.v1.AutomaticAction;
import chatwarden.automation.v1.Automation;
import chatwarden.automation.v1.AutomationEffect;
import chatwarden.automation.v1.AutomationMode;
import chatwarden.automation.v1.AutomationVerdict;
import chatwarden.review.v1.AuditAction;
import java.util.List;
import org.junit.jupiter.api.Test;

class AutomationAuditTest extends AutomatedChat {
  AutomationAuditTest() throws InterruptedException {}

  @Test
  void cleanCommentInTheSampleSwitchesTheRuleOff() {
    proveTheRule();
    recordMore("-b");
    run();
    String band = automation.actions().list(chat.id(), 1, "").actions().getFirst().getBand();
    assertThat(automation.actions().band(chat.id(), band, 0.2).holds()).isTrue();
    // Nine clean ones of those that are drawn now.
    set(rules(AutomationMode.AUTOMATION_DRY_RUN).setMaxCleanShare(0.01f));
    recordMore("-c");
    run();
    assertThat(auditAll(AutomationVerdict.FOUND_CLEAN, 0)).isPositive();
    assertThat(automation.actions().band(chat.id(), band, 0.2).holds()).isFalse();
    assertThat(audit(AuditAction.AUDIT_AUTOMATION)).isNotEmpty();
  }

  @Test
  void auditsThatAreSkippedCountAsCleanAndLateOnesAreRefused() {
    set(rules(AutomationMode.AUTOMATION_DRY_RUN));
    record();
    List<AutomaticAction> made = run();
    assertThat(made).hasSizeGreaterThan(AutomaticActionStore.NEXT_AUDITS);
    String band = made.getFirst().getBand();
    AutomaticAction third = automation.actions().toAudit(chat.id(), band).get(2);
    assertThat(automation.actions().audit(made.getLast(), AutomationVerdict.DESERVED, ANN))
        .isFalse();
    assertThat(automation.actions().audit(third, AutomationVerdict.DESERVED, ANN)).isTrue();
    assertThat(automation.actions().audit(third, AutomationVerdict.FOUND_CLEAN, ANN)).isTrue();
    var audits = automation.actions().band(chat.id(), band, 0.01);
    assertThat(audits.audited()).isEqualTo(1);
    assertThat(audits.clean()).isZero();
    assertThat(audits.skipped()).isEqualTo(2);
  }

  @Test
  void actionThatWaitsIsCancelledAndOneThatIsDoneIsLifted() {
    proveTheRule();
    recordMore("-b");
    List<AutomaticAction> made = run();
    AutomaticAction waiting = made.get(0);
    assertThat(automation.outbox().undo(chat.id(), waiting.getComment(), ANN).getUndone()).isTrue();
    assertThat(find(waiting.getAction()).action().getState()).isEqualTo(ActionState.CANCELLED);

    AutomaticAction done = made.get(1);
    end(done, ActionState.DONE);
    double before = strikes(done);
    automation.outbox().undo(chat.id(), done.getComment(), ANN);
    automation.outbox().undo(chat.id(), done.getComment(), ANN);
    Action lift = find(done.getAction() + "-lift").action();
    assertThat(lift.getKind()).isEqualTo(ActionKind.LIFT_BAN);
    assertThat(lift.getReviewer()).isEqualTo("Ann");
    assertThat(AutomationCaller.isAutomatic(lift)).isFalse();
    assertThat(strikes(done)).isCloseTo(before - 1, org.assertj.core.data.Offset.offset(0.01));
    assertThat(audit(AuditAction.UNDO_AUTOMATION)).hasSize(2);
  }

  @Test
  void deletionThatIsDoneCannotBeTakenBack() {
    Automation.Builder deleting = rules(AutomationMode.AUTOMATION_DRY_RUN).setMaxCleanShare(0.2f);
    deleting.setRules(
        0,
        timingOut()
            .setEffect(AutomationEffect.DELETE_THE_COMMENT)
            .clearTimeouts()
            .clearBanAtStrikes());
    proveTheRule();
    set(deleting.setMode(AutomationMode.AUTOMATION_ON));
    recordMore("-b");
    AutomaticAction done = run().getFirst();
    end(done, ActionState.DONE);
    assertThatThrownBy(() -> automation.outbox().undo(chat.id(), done.getComment(), ANN))
        .hasMessageContaining("cannot be taken back");
    assertThat(automation.actions().find(chat.id(), done.getComment()).orElseThrow().getUndone())
        .isFalse();
  }

  @Test
  void changeOfOthersIsNotOverwritten() {
    set(rules(AutomationMode.AUTOMATION_DRY_RUN));
    String etag = automation.automations().get(chat.id()).automation().getEtag();
    set(rules(AutomationMode.AUTOMATION_DRY_RUN).setEtag(etag));
    assertThatThrownBy(() -> set(rules(AutomationMode.AUTOMATION_DRY_RUN).setEtag(etag)))
        .hasMessageContaining("changed the rules in between");
  }

  @Test
  void erasedAccountLeavesNoActionsAndStrikes() {
    set(rules(AutomationMode.AUTOMATION_DRY_RUN));
    record();
    String author = run().getFirst().getAuthorId();
    AutomationErasure erasure = new AutomationErasure(stores.raw(), chat.id());
    assertThat(erasure.isAbout(author)).isTrue();
    erasure.remove(author);
    assertThat(erasure.isAbout(author)).isFalse();
    assertThat(automation.actions().list(chat.id(), 1_000, "").actions())
        .isNotEmpty()
        .noneMatch(each -> each.getAuthorId().equals(author));
  }
}

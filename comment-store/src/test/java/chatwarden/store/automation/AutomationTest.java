package chatwarden.store.automation;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.action.v1.ActingMode;
import chatwarden.action.v1.ActionState;
import chatwarden.automation.v1.AutomaticAction;
import chatwarden.automation.v1.AutomationBand;
import chatwarden.automation.v1.AutomationMode;
import chatwarden.automation.v1.AutomationOutcome;
import chatwarden.review.v1.AuditAction;
import chatwarden.store.redis.AutomationKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class AutomationTest extends AutomatedChat {
  AutomationTest() throws InterruptedException {}

  @Test
  void chatWithoutRulesIsLeftAlone() {
    record();
    assertThat(run()).isEmpty();
    set(rules(AutomationMode.AUTOMATION_DRY_RUN));
    // What was recorded before is not looked at either.
    assertThat(run()).isEmpty();
  }

  @Test
  void dryRunListsWhatItWouldHaveDoneOnceAndActsOnNothing() {
    set(rules(AutomationMode.AUTOMATION_DRY_RUN));
    stores.acting().modes().set(chat.id(), ActingMode.ACTING_ON, "", ANN);
    record();
    List<AutomaticAction> made = run();
    assertThat(made).hasSameSizeAs(flagged());
    assertThat(made)
        .extracting(AutomaticAction::getOutcome)
        .containsOnly(AutomationOutcome.WOULD_HAVE_ACTED);
    assertThat(run()).isEmpty();
    assertThat(automation.actions().list(chat.id(), 1_000, "").actions())
        .containsExactlyInAnyOrderElementsOf(made);
    assertThat(outbox()).isEmpty();
    assertThat(audit(AuditAction.AUTOMATE))
        .hasSameSizeAs(made)
        .allSatisfy(
            entry -> {
              assertThat(entry.getReviewer()).isEqualTo("automation");
              assertThat(entry.getCaller()).isEqualTo("automation:insults");
              assertThat(entry.getNote()).contains("rule insults", "probability 0.", "strikes");
            });
  }

  @Test
  void strikesOfAnAuthorEscalate() {
    set(rules(AutomationMode.AUTOMATION_DRY_RUN));
    record();
    String author = flagged().getFirst().getComment().getAuthor().getId();
    List<AutomaticAction> of =
        run().stream().filter(each -> each.getAuthorId().equals(author)).toList();
    assertThat(of).hasSizeGreaterThan(3);
    assertThat(of.get(0).getAuthorTimeout().getSeconds()).isEqualTo(60);
    assertThat(of.get(1).getAuthorTimeout().getSeconds()).isEqualTo(600);
    assertThat(of.get(2).getAuthorTimeout().getSeconds()).isEqualTo(600);
    assertThat(of.get(3).getBan()).isTrue();
    assertThat(automation.actions().strikes(chat.id(), author, false).count()).isZero();
    assertThat(automation.actions().strikes(chat.id(), author, true).count())
        .isCloseTo(of.size(), org.assertj.core.data.Offset.offset(0.01));
  }

  @Test
  void ruleWithoutAuditsIsOffAndSaysHowManyAreMissing() {
    stores.acting().modes().set(chat.id(), ActingMode.ACTING_ON, "", ANN);
    set(rules(AutomationMode.AUTOMATION_ON));
    record();
    assertThat(run())
        .isNotEmpty()
        .allSatisfy(
            each -> {
              assertThat(each.getProblemReason()).isEqualTo("AUDITS_MISSING");
              assertThat(each.getProblem()).contains("368");
            });
    assertThat(outbox()).isEmpty();
    AutomationBand band =
        automation.actions().bands(automation.automations().get(chat.id()).automation()).getFirst();
    assertThat(band.getMissingAudits()).isEqualTo(368);
    assertThat(band.getHolds()).isFalse();
    assertThat(band.getDrawn()).isEqualTo(flagged().size());
  }

  @Test
  void provenRuleActsOnceForEachComment() {
    proveTheRule();
    recordMore("-b");
    List<AutomaticAction> made = run();
    assertThat(made)
        .hasSameSizeAs(flagged())
        .extracting(AutomaticAction::getOutcome)
        .containsOnly(AutomationOutcome.ACTED);
    assertThat(outbox())
        .hasSameSizeAs(made)
        .allSatisfy(
            action -> {
              assertThat(action.getState()).isEqualTo(ActionState.WAITING);
              assertThat(action.getReviewer()).isEqualTo("automation");
              assertThat(action.getCaller()).isEqualTo("automation:insults");
              assertThat(action.getComment()).endsWith("-b");
            });
    // As where a process ended between the outbox and its note.
    stores.raw().ask(it -> it.zadd(keys().pending(), 1.0, made.getFirst().getComment().getBytes()));
    automation.outbox().relay(chat.id());
    assertThat(outbox()).hasSameSizeAs(made);
    assertThat(automation.actions().pending(chat.id(), 10)).isEmpty();
  }

  private AutomationKeys keys() {
    return new AutomationKeys(chat.id());
  }

  @Test
  void processesSideBySideActOnceForEachComment() {
    proveTheRule();
    recordMore("-b");
    List<CompletableFuture<Void>> runs = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      runs.add(CompletableFuture.runAsync(this::run));
    }
    runs.forEach(CompletableFuture::join);
    run();
    assertThat(outbox()).hasSameSizeAs(flagged());
    assertThat(audit(AuditAction.AUTOMATE)).hasSize(2 * flagged().size());
  }

  @Test
  void commentsBeyondTheCapOfAMinuteAreHeldBack() {
    proveTheRule();
    set(rules(AutomationMode.AUTOMATION_ON).setMaxCleanShare(0.2f).setMaxActionsPerMinute(2));
    recordMore("-b");
    List<AutomaticAction> made = run();
    // A minute may have ended in between.
    assertThat(outbox().size()).isBetween(2, 4);
    assertThat(made)
        .filteredOn(each -> each.getOutcome() == AutomationOutcome.HELD_BACK)
        .hasSize(made.size() - outbox().size())
        .allSatisfy(each -> assertThat(each.getProblemReason()).isEqualTo("CAP_REACHED"));
  }

  @Test
  void stopSwitchStopsAllOfIt() {
    proveTheRule();
    recordMore("-b");
    automation.automations().setStop(true, ANN);
    assertThat(run())
        .isNotEmpty()
        .allSatisfy(each -> assertThat(each.getProblemReason()).isEqualTo("AUTOMATION_STOPPED"));
    assertThat(outbox()).isEmpty();
    assertThat(automation.automations().stop().getReviewer()).isEqualTo("Ann");
    assertThat(audit(AuditAction.UPDATE_SETTINGS).getLast().getChangedFieldsList())
        .containsExactly("automation_stop");
    automation.automations().setStop(false, ANN);
    recordMore("-c");
    assertThat(run()).extracting(AutomaticAction::getProblemReason).containsOnly("");
    assertThat(automation.gate().refusal(outbox().getFirst())).isEmpty();
    automation.automations().setStop(true, ANN);
    assertThat(automation.gate().refusal(outbox().getFirst()).orElseThrow().reason())
        .isEqualTo("AUTOMATION_STOPPED");
  }

  @Test
  void chatThatDoesNotActHoldsBack() {
    proveTheRule();
    stores.acting().modes().set(chat.id(), ActingMode.ACTING_DRY_RUN, "", ANN);
    recordMore("-b");
    assertThat(run())
        .isNotEmpty()
        .allSatisfy(each -> assertThat(each.getProblemReason()).isEqualTo("ACTING_NOT_ON"));
  }
}

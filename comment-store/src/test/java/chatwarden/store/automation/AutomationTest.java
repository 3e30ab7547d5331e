package chatwarden.store.automation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.action.v1.ActingMode;
import chatwarden.action.v1.Action;
import chatwarden.action.v1.ActionKind;
import chatwarden.action.v1.ActionState;
import chatwarden.automation.v1.AutomaticAction;
import chatwarden.automation.v1.Automation;
import chatwarden.automation.v1.AutomationBand;
import chatwarden.automation.v1.AutomationEffect;
import chatwarden.automation.v1.AutomationMode;
import chatwarden.automation.v1.AutomationOutcome;
import chatwarden.automation.v1.AutomationRule;
import chatwarden.automation.v1.AutomationVerdict;
import chatwarden.domain.automation.AutomationCheck;
import chatwarden.livechat.v1.Session;
import chatwarden.pipeline.v1.ClassifiedComment;
import chatwarden.review.v1.AuditAction;
import chatwarden.review.v1.AuditEntry;
import chatwarden.store.action.StoredAction;
import chatwarden.store.comment.TestChat;
import chatwarden.store.redis.AutomationKeys;
import chatwarden.store.redis.OpenStores;
import chatwarden.store.review.Reviewer;
import chatwarden.testing.chat.GoldenStages;
import chatwarden.testing.engine.RedisServer;
import chatwarden.type.v1.Badge;
import com.google.protobuf.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class AutomationTest {
  private static final Reviewer ANN = new Reviewer("Ann", "key:1");
  private static final java.time.Duration LONG = java.time.Duration.ofDays(1);

  @AutoClose private final RedisServer redis = RedisServer.start();
  @AutoClose private final OpenStores stores;
  private final AutomationStores automation;
  private final TestChat chat = TestChat.of("chan", 60, 0.5);

  AutomationTest() throws InterruptedException {
    stores = OpenStores.on(redis);
    automation = stores.automation();
    stores
        .sessions()
        .create(
            Session.newBuilder()
                .setChat(chat.id())
                .setSource("twitch:chan")
                .setFlagThreshold(0.375f)
                .build());
  }

  /** Returns the flagged comments of authors who do not moderate the chat. */
  private List<ClassifiedComment> flagged() {
    return chat.comments().stream()
        .filter(ClassifiedComment::getFlagged)
        .filter(each -> !each.getComment().getAuthor().getBadgesList().contains(Badge.MODERATOR))
        .toList();
  }

  private void record() {
    OpenStores.await(stores.comments().record(GoldenStages.classifiedBatch(chat.comments())));
  }

  private static AutomationRule.Builder timingOut() {
    return AutomationRule.newBuilder()
        .setName("insults")
        .setMinProbability(0.8f)
        .setEffect(AutomationEffect.TIME_OUT_THE_AUTHOR)
        .addTimeouts(Duration.newBuilder().setSeconds(60))
        .addTimeouts(Duration.newBuilder().setSeconds(600))
        .setBanAtStrikes(3);
  }

  private Automation.Builder rules(AutomationMode mode) {
    return AutomationCheck.withDefaults(
            Automation.newBuilder().setMode(mode).addRules(timingOut()).build())
        .toBuilder()
        .setMaxActionsPerMinute(1_000);
  }

  private void set(Automation.Builder rules) {
    automation.automations().set(chat.id(), rules.build(), ANN);
  }

  private List<AutomaticAction> run() {
    List<AutomaticAction> made = new ArrayList<>();
    AutomationRun.Pass pass;
    do {
      pass = automation.run().run(chat.id(), LONG);
      made.addAll(pass.actions());
    } while (!pass.isComplete());
    automation.outbox().relay(chat.id());
    return made;
  }

  /** Audits comments of dry runs, until the rule may act. */
  private void proveTheRule() {
    set(rules(AutomationMode.AUTOMATION_DRY_RUN).setMaxCleanShare(0.2f));
    record();
    run();
    auditAll(AutomationVerdict.DESERVED, 0);
    set(rules(AutomationMode.AUTOMATION_ON).setMaxCleanShare(0.2f));
    stores.acting().modes().set(chat.id(), ActingMode.ACTING_ON, "", ANN);
  }

  private int auditAll(AutomationVerdict verdict, int butLast) {
    int audited = 0;
    String band = automation.actions().list(chat.id(), 1, "").actions().getFirst().getBand();
    for (List<AutomaticAction> next = automation.actions().toAudit(chat.id(), band);
        next.size() > butLast;
        next = automation.actions().toAudit(chat.id(), band)) {
      assertThat(automation.actions().audit(next.getFirst(), verdict, ANN)).isTrue();
      audited++;
    }
    return audited;
  }

  /** Records the flagged comments again as others, {@code suffix} added to their ids. */
  private void recordMore(String suffix) {
    OpenStores.await(
        stores
            .comments()
            .record(
                GoldenStages.classifiedBatch(
                    flagged().stream()
                        .map(
                            each -> {
                              ClassifiedComment.Builder other = each.toBuilder();
                              other.getCommentBuilder().setId(each.getComment().getId() + suffix);
                              return other.build();
                            })
                        .toList())));
  }

  private List<Action> outbox() {
    return stores.acting().actions().list(chat.id(), "", 1_000, "").actions();
  }

  private List<AuditEntry> audit(AuditAction action) {
    return stores.reviews().auditAfter(chat.id(), "", 1_000).stream()
        .filter(entry -> entry.getAction() == action)
        .toList();
  }

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

  private double strikes(AutomaticAction action) {
    return automation.actions().strikes(chat.id(), action.getAuthorId(), false).count();
  }

  private StoredAction find(String id) {
    return stores.acting().actions().find(chat.id(), id).orElseThrow();
  }

  private void end(AutomaticAction of, ActionState state) {
    StoredAction stored = find(of.getAction());
    Action ended = stored.action().toBuilder().setState(state).clearNextTryTime().build();
    assertThat(stores.acting().actions().change(stored, ended)).isTrue();
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

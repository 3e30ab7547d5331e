package chatwarden.store.automation;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.action.v1.ActingMode;
import chatwarden.action.v1.Action;
import chatwarden.action.v1.ActionState;
import chatwarden.automation.v1.AutomaticAction;
import chatwarden.automation.v1.Automation;
import chatwarden.automation.v1.AutomationEffect;
import chatwarden.automation.v1.AutomationMode;
import chatwarden.automation.v1.AutomationRule;
import chatwarden.automation.v1.AutomationVerdict;
import chatwarden.domain.automation.AutomationCheck;
import chatwarden.livechat.v1.Session;
import chatwarden.pipeline.v1.ClassifiedComment;
import chatwarden.review.v1.AuditAction;
import chatwarden.review.v1.AuditEntry;
import chatwarden.store.action.StoredAction;
import chatwarden.store.comment.TestChat;
import chatwarden.store.redis.OpenStores;
import chatwarden.store.review.Reviewer;
import chatwarden.testing.chat.GoldenStages;
import chatwarden.testing.engine.RedisServer;
import chatwarden.type.v1.Badge;
import com.google.protobuf.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;

/** A chat of Twitch whose rules time out insults, on a Redis of its own. */
abstract class AutomatedChat {
  static final Reviewer ANN = new Reviewer("Ann", "key:1");
  static final java.time.Duration LONG = java.time.Duration.ofDays(1);

  @AutoClose private final RedisServer redis = RedisServer.start();
  @AutoClose final OpenStores stores;
  final AutomationStores automation;
  final TestChat chat = TestChat.of("chan", 60, 0.5);

  AutomatedChat() throws InterruptedException {
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
  List<ClassifiedComment> flagged() {
    return chat.comments().stream()
        .filter(ClassifiedComment::getFlagged)
        .filter(each -> !each.getComment().getAuthor().getBadgesList().contains(Badge.MODERATOR))
        .toList();
  }

  void record() {
    OpenStores.await(stores.comments().record(GoldenStages.classifiedBatch(chat.comments())));
  }

  static AutomationRule.Builder timingOut() {
    return AutomationRule.newBuilder()
        .setName("insults")
        .setMinProbability(0.8f)
        .setEffect(AutomationEffect.TIME_OUT_THE_AUTHOR)
        .addTimeouts(Duration.newBuilder().setSeconds(60))
        .addTimeouts(Duration.newBuilder().setSeconds(600))
        .setBanAtStrikes(3);
  }

  Automation.Builder rules(AutomationMode mode) {
    return AutomationCheck.withDefaults(
            Automation.newBuilder().setMode(mode).addRules(timingOut()).build())
        .toBuilder()
        .setMaxActionsPerMinute(1_000);
  }

  void set(Automation.Builder rules) {
    automation.automations().set(chat.id(), rules.build(), ANN);
  }

  List<AutomaticAction> run() {
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
  void proveTheRule() {
    set(rules(AutomationMode.AUTOMATION_DRY_RUN).setMaxCleanShare(0.2f));
    record();
    run();
    auditAll(AutomationVerdict.DESERVED, 0);
    set(rules(AutomationMode.AUTOMATION_ON).setMaxCleanShare(0.2f));
    stores.acting().modes().set(chat.id(), ActingMode.ACTING_ON, "", ANN);
  }

  int auditAll(AutomationVerdict verdict, int butLast) {
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
  void recordMore(String suffix) {
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

  List<Action> outbox() {
    return stores.acting().actions().list(chat.id(), "", 1_000, "").actions();
  }

  List<AuditEntry> audit(AuditAction action) {
    return stores.reviews().auditAfter(chat.id(), "", 1_000).stream()
        .filter(entry -> entry.getAction() == action)
        .toList();
  }

  double strikes(AutomaticAction action) {
    return automation.actions().strikes(chat.id(), action.getAuthorId(), false).count();
  }

  StoredAction find(String id) {
    return stores.acting().actions().find(chat.id(), id).orElseThrow();
  }

  void end(AutomaticAction of, ActionState state) {
    StoredAction stored = find(of.getAction());
    Action ended = stored.action().toBuilder().setState(state).clearNextTryTime().build();
    assertThat(stores.acting().actions().change(stored, ended)).isTrue();
  }
}

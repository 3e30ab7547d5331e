package chatwarden.ingest.acting;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.action.v1.ActionState;
import chatwarden.automation.v1.AutomaticAction;
import chatwarden.automation.v1.Automation;
import chatwarden.automation.v1.AutomationEffect;
import chatwarden.automation.v1.AutomationMode;
import chatwarden.automation.v1.AutomationOutcome;
import chatwarden.automation.v1.AutomationRule;
import chatwarden.automation.v1.AutomationVerdict;
import chatwarden.domain.automation.AutomationCheck;
import chatwarden.pipeline.v1.ClassifiedComment;
import chatwarden.store.automation.AutomaticActionStore;
import chatwarden.store.automation.AutomationStores;
import chatwarden.store.review.Reviewer;
import chatwarden.testing.chat.GoldenChats;
import chatwarden.testing.chat.GoldenStages;
import chatwarden.testing.process.JavaProcess;
import chatwarden.type.v1.Badge;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Automation from the recorded comment to the platform. */
class AutomaticActingTest {
  private static final String CHANNEL = ActingFixture.CHANNEL;
  private static final String DELETIONS = "DELETE /moderation/chat";
  private static final Reviewer ANN = new Reviewer("Ann", "key:1");
  private static final Duration LONG = Duration.ofSeconds(90);

  @TempDir private Path folder;
  @AutoClose private ActingFixture chats;
  private AutomationStores automation;
  private final List<ClassifiedComment> flagged =
      GoldenChats.of(CHANNEL, 7).withOffensiveShare(0.7).withAuthors(4).comments(60).stream()
          .map(GoldenStages::classify)
          .filter(ClassifiedComment::getFlagged)
          .filter(each -> !each.getComment().getAuthor().getBadgesList().contains(Badge.MODERATOR))
          .toList();

  @BeforeEach
  void open() throws Exception {
    chats = new ActingFixture(folder, "9");
    chats.settings.put("automation.interval", "20ms");
    automation = chats.all.automation();
    chats.actOn("twitch", CHANNEL);
  }

  private void set(AutomationMode mode, int cap) {
    Automation rules =
        AutomationCheck.withDefaults(
            Automation.newBuilder()
                .setMode(mode)
                .setMaxCleanShare(0.2f)
                .setMaxActionsPerMinute(cap)
                .addRules(
                    AutomationRule.newBuilder()
                        .setName("insults")
                        .setMinProbability(0.8f)
                        .setEffect(AutomationEffect.DELETE_THE_COMMENT))
                .build());
    automation.automations().set(CHANNEL, rules, ANN);
  }

  /** Records the first flagged comments, {@code suffix} added to their ids. */
  private void record(String suffix, int count) {
    List<ClassifiedComment> others =
        flagged.stream()
            .limit(count)
            .map(
                each -> {
                  ClassifiedComment.Builder other = each.toBuilder();
                  other.getCommentBuilder().setId(each.getComment().getId() + suffix);
                  return other.build();
                })
            .toList();
    var _ =
        chats
            .all
            .comments()
            .record(GoldenStages.classifiedBatch(others))
            .toCompletableFuture()
            .join();
  }

  private List<AutomaticAction> made() {
    return automation.actions().list(CHANNEL, 1_000, "").actions();
  }

  private void awaitMade(int count) {
    Awaitility.await().atMost(LONG).until(() -> made().size() >= count);
  }

  /** Has the rule tried in dry run and audited, with a worker that is running. */
  private void prove() {
    set(AutomationMode.AUTOMATION_DRY_RUN, 1_000);
    record("-a", 30);
    awaitMade(30);
    AutomaticActionStore actions = automation.actions();
    String band = made().getFirst().getBand();
    for (var next = actions.toAudit(CHANNEL, band);
        !next.isEmpty();
        next = actions.toAudit(CHANNEL, band)) {
      actions.audit(next.getFirst(), AutomationVerdict.DESERVED, ANN);
    }
  }

  private void awaitDeletions(int count) {
    Awaitility.await().atMost(LONG).until(() -> chats.twitch.deleted().size() >= count);
  }

  @Test
  void dryRunReachesNoPlatformAndProvenRulesDo() throws Exception {
    chats.startWorker();
    prove();
    assertThat(chats.twitch.calls(DELETIONS)).isEmpty();
    set(AutomationMode.AUTOMATION_ON, 1_000);
    record("-b", 5);
    awaitDeletions(5);
    assertThat(chats.twitch.deleted()).allSatisfy(id -> assertThat(id).endsWith("-b"));
    assertThat(chats.twitch.calls(DELETIONS)).hasSize(5);
  }

  @Test
  void capOfAMinuteHoldsBack() throws Exception {
    chats.startWorker();
    prove();
    set(AutomationMode.AUTOMATION_ON, 2);
    record("-b", 20);
    awaitMade(50);
    long acted =
        made().stream().filter(each -> each.getOutcome() == AutomationOutcome.ACTED).count();
    // A minute may have ended in between.
    assertThat(acted).isBetween(2L, 4L);
    awaitDeletions((int) acted);
    assertThat(chats.twitch.calls(DELETIONS)).hasSize((int) acted);
  }

  @Test
  void stopSwitchCancelsWhatWaits() throws Exception {
    chats.startWorker();
    prove();
    set(AutomationMode.AUTOMATION_ON, 1_000);
    chats.twitch.fallSilent(DELETIONS);
    record("-b", 5);
    Awaitility.await().atMost(LONG).until(() -> !chats.twitch.calls(DELETIONS).isEmpty());
    automation.automations().setStop(true, ANN);
    chats.twitch.speak(DELETIONS);
    record("-c", 5);
    awaitMade(40);
    assertThat(made())
        .filteredOn(each -> each.getComment().endsWith("-c"))
        .hasSize(5)
        .allSatisfy(each -> assertThat(each.getProblemReason()).isEqualTo("AUTOMATION_STOPPED"));
    Awaitility.await().atMost(LONG).until(() -> chats.stores.actions().openCount(CHANNEL) == 0);
    assertThat(chats.stores.actions().list(CHANNEL, "", 100, "").actions())
        .hasSize(5)
        .anySatisfy(
            action -> {
              assertThat(action.getState()).isEqualTo(ActionState.CANCELLED);
              assertThat(action.getProblemReason()).isEqualTo("AUTOMATION_STOPPED");
            });
    assertThat(chats.twitch.deleted().size()).isLessThan(5);
  }

  @Test
  void processThatIsKilledActsOnceForEachComment() throws Exception {
    try (JavaProcess first = process()) {
      prove();
      set(AutomationMode.AUTOMATION_ON, 1_000);
      record("-b", flagged.size());
      awaitMade(32);
      first.kill9();
    }
    try (JavaProcess second = process()) {
      awaitDeletions(flagged.size());
      assertThat(second.isAlive()).isTrue();
    }
    assertThat(made()).hasSize(30 + flagged.size());
    assertThat(chats.stores.actions().list(CHANNEL, "", 1_000, "").actions())
        .hasSameSizeAs(flagged)
        .allSatisfy(action -> assertThat(action.getState()).isEqualTo(ActionState.DONE));
    assertThat(chats.twitch.deleted()).hasSameSizeAs(flagged).doesNotHaveDuplicates();
  }

  private JavaProcess process() {
    String[] settings =
        chats.settings.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .toArray(String[]::new);
    JavaProcess process =
        JavaProcess.ofMain(ActingProcess.class.getName()).arguments(settings).start();
    process.awaitLine(Pattern.compile("^ready"), Duration.ofSeconds(60));
    return process;
  }
}

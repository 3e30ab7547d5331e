package chatwarden.store.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.livechat.v1.Session;
import chatwarden.review.v1.AuditAction;
import chatwarden.review.v1.AuditEntry;
import chatwarden.review.v1.Decision;
import chatwarden.runtime.error.FaultCode;
import chatwarden.settings.v1.ChatSettings;
import chatwarden.settings.v1.Rule;
import chatwarden.store.comment.TestChat;
import chatwarden.store.redis.OpenStores;
import chatwarden.store.review.Reviewer;
import chatwarden.store.review.Verdict;
import chatwarden.testing.chat.GoldenStages;
import chatwarden.testing.engine.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SettingsStoreTest {

  private static final Reviewer ANN = new Reviewer("Ann", "key:1");

  private final RedisServer redis = RedisServer.start();
  private final OpenStores stores;
  private int chats;

  SettingsStoreTest() throws InterruptedException {
    stores = OpenStores.on(redis);
  }

  @AfterAll
  void close() {
    stores.close();
    redis.close();
  }

  /** A chat that is read with the flag threshold 0.375. */
  private String chat() {
    String chat = "settings" + ++chats;
    stores
        .sessions()
        .create(
            Session.newBuilder()
                .setChat(chat)
                .setSource("push:" + chat)
                .setFlagThreshold(0.375f)
                .build());
    return chat;
  }

  private ChatSettings update(String chat, ChatSettings.Builder after, String... fields) {
    return stores
        .settings()
        .update(
            new SettingsChange(stores.settings().get(chat), after.build(), List.of(fields)), ANN);
  }

  private List<AuditEntry> audit(String chat) {
    return stores.reviews().auditAfter(chat, "", 100);
  }

  @Test
  void thoseOfAChatThatNobodyChangedAreEmpty() {
    String chat = chat();
    assertThat(stores.settings().get(chat))
        .isEqualTo(
            ChatSettings.newBuilder().setChat(chat).setEffectiveFlagThreshold(0.375f).build());
  }

  @Test
  void aChatThatIsNotKnownHasNone() {
    assertThatThrownBy(() -> stores.settings().get("unknown"))
        .matches(FaultCode.NOT_FOUND::isOf)
        .hasMessageContaining("no chat");
    SettingsChange change =
        new SettingsChange(
            ChatSettings.newBuilder().setChat("unknown").build(),
            ChatSettings.getDefaultInstance(),
            List.of("strict"));
    assertThatThrownBy(() -> stores.settings().update(change, ANN))
        .matches(FaultCode.NOT_FOUND::isOf);
    assertThat(stores.settings().find("unknown").toCompletableFuture().join())
        .isEqualTo(ChatSettings.newBuilder().setChat("unknown").build());
  }

  @Test
  void whatIsStoredIsRead() {
    String chat = chat();
    ChatSettings.Builder wished =
        ChatSettings.newBuilder()
            .setFlagThreshold(0.6f)
            .setHateThreshold(0)
            .addBlockRules(Rule.newBuilder().setPhrase("đồ gà"))
            .addAllowRules(Rule.newBuilder().setPattern("^!"));
    ChatSettings stored = update(chat, wished, "flag_threshold", "hate_threshold");
    assertThat(stored).isEqualTo(stores.settings().get(chat));
    assertThat(stored.getReviewer()).isEqualTo("Ann");
    assertThat(stored.getUpdateTime().getSeconds()).isPositive();
    assertThat(
            stored.toBuilder()
                .clearEtag()
                .clearReviewer()
                .clearUpdateTime()
                .clearChat()
                .clearEffectiveFlagThreshold()
                .build())
        .isEqualTo(wished.build());
  }

  @Test
  void theThresholdInForceIsThatOfTheLogAndOfLaterDecisions() {
    TestChat chat = TestChat.of(chat(), 40, 0.5);
    OpenStores.await(stores.comments().record(GoldenStages.classifiedBatch(chat.comments())));
    assertThat(inForce(chat.id(), ChatSettings.newBuilder().setStrict(true))).isEqualTo(0.1f);
    assertThat(inForce(chat.id(), ChatSettings.newBuilder().setStrict(true).setStrictThreshold(1)))
        .as("strict mode raises nothing")
        .isEqualTo(0.375f);
    assertThat(inForce(chat.id(), ChatSettings.newBuilder().setFlagThreshold(0.9f)))
        .isEqualTo(0.9f);

    String flagged = chat.tagged().getFirst().getComment().getComment().getId();
    stores.reviews().claim(chat.id(), ANN, 50, Duration.ofMinutes(1));
    stores.reviews().decide(chat.id(), flagged, ANN, new Verdict(Decision.HIDE, "", null));
    assertThat(audit(chat.id()).getLast().getFlagThreshold()).isEqualTo(0.9f);
    assertThat(inForce(chat.id(), ChatSettings.newBuilder())).isEqualTo(0.375f);
  }

  private float inForce(String chat, ChatSettings.Builder settings) {
    ChatSettings stored = update(chat, settings, "strict", "flag_threshold");
    AuditEntry entry = audit(chat).getLast();
    assertThat(entry.getFlagThreshold()).isEqualTo(stored.getEffectiveFlagThreshold());
    return entry.getFlagThreshold();
  }

  @Test
  void theLogTellsWhoChangedWhat() {
    String chat = chat();
    update(chat, ChatSettings.newBuilder().setStrict(true), "strict", "block_rules");
    AuditEntry entry = audit(chat).getFirst();
    assertThat(entry.getAction()).isEqualTo(AuditAction.UPDATE_SETTINGS);
    assertThat(entry.getChangedFieldsList()).containsExactly("strict", "block_rules");
    assertThat(entry.getReviewer()).isEqualTo("Ann");
    assertThat(entry.getCaller()).isEqualTo("key:1");
    assertThat(entry.getComment()).isEmpty();
    assertThat(entry.getDecision()).isEqualTo(Decision.DECISION_UNSPECIFIED);
  }

  @Test
  void ofTwoWhoChangeTheSameOneIsRefused() throws Exception {
    String chat = chat();
    ChatSettings before = stores.settings().get(chat);
    List<Callable<ChatSettings>> changes = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      ChatSettings after = ChatSettings.newBuilder().setFlagThreshold(i / 8f).build();
      changes.add(
          () ->
              stores
                  .settings()
                  .update(new SettingsChange(before, after, List.of("flag_threshold")), ANN));
    }
    int done = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<ChatSettings> change : threads.invokeAll(changes)) {
        try {
          change.get();
          done++;
        } catch (ExecutionException e) {
          assertThat(e.getCause())
              .matches(FaultCode.FAILED_PRECONDITION::isOf)
              .hasMessageContaining("another reviewer");
        }
      }
    }
    assertThat(done).isOne();
    assertThat(audit(chat)).hasSize(1);
  }
}

package chatwarden.ingest.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chatwarden.domain.policy.ChatPolicy;
import chatwarden.runtime.error.FaultCode;
import chatwarden.settings.v1.ChatSettings;
import chatwarden.store.review.Reviewer;
import chatwarden.store.settings.SessionDefaults;
import chatwarden.store.settings.SettingsChange;
import chatwarden.store.settings.SettingsStore;
import chatwarden.type.v1.Classification;
import chatwarden.type.v1.Comment;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class LivePolicyTest {

  private static final Duration ALWAYS = Duration.ZERO;

  private final KnownSettings store = new KnownSettings();

  /** Settings that a test holds in its hand. */
  private static final class KnownSettings implements SettingsStore {
    private CompletableFuture<ChatSettings> answer = new CompletableFuture<>();
    private int asked;

    void are(String etag, float threshold) {
      answer =
          CompletableFuture.completedFuture(
              ChatSettings.newBuilder().setEtag(etag).setFlagThreshold(threshold).build());
    }

    void fail() {
      answer =
          CompletableFuture.failedFuture(
              FaultCode.UNAVAILABLE.exception("STORE_UNAVAILABLE", "away"));
    }

    void hang() {
      answer = new CompletableFuture<>();
    }

    @Override
    public CompletionStage<ChatSettings> find(String chat) {
      asked++;
      return answer;
    }

    @Override
    public ChatSettings get(String chat) {
      throw new AssertionError("a reading of the pipeline does not wait");
    }

    @Override
    public SessionDefaults sessionDefaults(String chat) {
      throw new AssertionError("the pipeline knows its session");
    }

    @Override
    public ChatSettings update(SettingsChange change, Reviewer reviewer) {
      throw new AssertionError("the pipeline changes nothing");
    }
  }

  private LivePolicy policy(Duration interval) {
    return new LivePolicy(store, "chat", 0.5f, "auto", interval);
  }

  private static boolean flags(ChatPolicy policy, double probability) {
    return policy
        .decide(
            Comment.newBuilder().setText("hello").build(),
            Classification.newBuilder().setOffensiveProbability((float) probability).build())
        .flagged();
  }

  @Test
  void aChangeHoldsFromTheNextReadingOn() {
    store.are("1", 0.7f);
    LivePolicy policy = policy(ALWAYS);
    assertThat(flags(policy.get(), 0.6)).isFalse();
    store.are("2", 0.2f);
    assertThat(flags(policy.get(), 0.6)).isTrue();
  }

  @Test
  void unchangedSettingsAreNotCompiledAgain() {
    store.are("1", 0.7f);
    LivePolicy policy = policy(ALWAYS);
    assertThat(policy.get()).isSameAs(policy.get());
    assertThat(store.asked).isEqualTo(3);
  }

  @Test
  void withinTheIntervalNobodyIsAsked() {
    store.are("1", 0.7f);
    LivePolicy policy = policy(Duration.ofMinutes(1));
    policy.get();
    policy.get();
    assertThat(store.asked).isOne();
  }

  @Test
  void whileTheStoreIsAwayTheLastKnownSettingsHold() {
    store.are("1", 0.2f);
    LivePolicy policy = policy(ALWAYS);
    store.fail();
    assertThat(flags(policy.get(), 0.3)).isTrue();
    store.hang();
    assertThat(flags(policy.get(), 0.3)).isTrue();
    store.are("2", 0.9f);
    assertThat(flags(policy.get(), 0.3)).isFalse();
  }

  @Test
  void batchDoesNotWaitForSettingsThatAreSlowToCompile() {
    store.are("1", 0.9f);
    CountDownLatch compiled = new CountDownLatch(1);
    LivePolicy policy =
        new LivePolicy(
            store,
            "chat",
            ALWAYS,
            settings -> {
              if (settings.getEtag().equals("2")) {
                awaitUnchecked(compiled);
              }
              return ChatPolicy.of(settings, 0.5f);
            });
    store.are("2", 0.2f);
    assertThat(flags(policy.get(), 0.3)).isFalse();

    compiled.countDown();

    await().until(() -> flags(policy.get(), 0.3));
  }

  @Test
  void settingsThatCannotBeCompiledChangeNothing() {
    store.are("1", 0.2f);
    LivePolicy policy =
        new LivePolicy(
            store,
            "chat",
            ALWAYS,
            settings -> {
              if (settings.getEtag().equals("2")) {
                throw new IllegalStateException("a fault of the test");
              }
              return ChatPolicy.of(settings, 0.5f);
            });
    store.are("2", 0.9f);

    assertThat(flags(policy.get(), 0.3)).isTrue();
  }

  private static void awaitUnchecked(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aChatIsNotReadWithoutItsSettings() {
    store.fail();
    assertThatThrownBy(() -> policy(ALWAYS)).matches(FaultCode.UNAVAILABLE::isOf);
  }
}

package chatwarden.serving.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chatwarden.repository.ModelFolders;
import chatwarden.rollout.v1.RolloutStage;
import chatwarden.rollout.v1.VersionUse;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CanaryTest extends RolloutFixture {

  @Test
  void chatIsAnsweredByOneVersionWhateverItsTexts() {
    sync(1, rollout(RolloutStage.CANARY, 0.5));
    Set<String> all = new HashSet<>();

    for (int chat = 0; chat < 20; chat++) {
      Set<String> versions = new HashSet<>();
      for (int text = 0; text < 10; text++) {
        versions.add(versionFor("chat " + chat, "good " + text));
      }
      assertThat(versions).hasSize(1);
      all.addAll(versions);
    }

    assertThat(all).containsExactlyInAnyOrder("1", "2");
  }

  @Test
  void textsOfACallWithoutAChatGoByThemselvesAndComeBackInOrder() {
    sync(1, rollout(RolloutStage.CANARY, 0.5));
    String[] texts = new String[40];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = "text " + i;
    }

    var answers = ask(texts);

    assertThat(answers).extracting(answer -> answer.text()).containsExactly(texts);
    assertThat(answers)
        .extracting(answer -> answer.manifest().id().version())
        .contains("1", "2")
        .isEqualTo(ask(texts).stream().map(answer -> answer.manifest().id().version()).toList());
    assertThat(answers)
        .allSatisfy(
            answer ->
                assertThat(answer.result())
                    .startsWith(answer.manifest().id().version().equals("1") ? "one:" : "two:"));
  }

  @Test
  void callThatNamesAVersionIsLeftAlone() {
    sync(1, rollout(RolloutStage.CANARY, 1));

    assertThat(askFor("vi-echo@1", "good").getFirst().model()).isEqualTo("vi-echo@1");
    assertThat(askFor("vi-echo", "good").getFirst().model()).isEqualTo("vi-echo@2");
  }

  @Test
  void failingChallengerIsCounted() {
    sync(1, rollout(RolloutStage.CANARY, 1));

    assertThatThrownBy(() -> ask("fail")).hasMessageContaining("told to fail");

    VersionUse challenger = differences().getChallenger();
    assertThat(challenger.getCalls()).isEqualTo(1);
    assertThat(challenger.getErrors()).isEqualTo(1);
  }

  @Test
  void stageSaysWhichVersionAnswers() {
    assertThat(ask("good").getFirst().model()).isEqualTo("vi-echo@2");
    sync(1, rollout(RolloutStage.SHADOW, 0));
    assertThat(ask("good").getFirst().model()).isEqualTo("vi-echo@1");
    sync(2, rollout(RolloutStage.PROMOTED, 0));
    assertThat(ask("good").getFirst().model()).isEqualTo("vi-echo@2");
    sync(3, rollout(RolloutStage.ROLLED_BACK, 0));
    assertThat(ask("good").getFirst().model()).isEqualTo("vi-echo@1");
    sync(4);
    assertThat(ask("good").getFirst().model()).isEqualTo("vi-echo@2");
  }

  @Test
  void olderStateIsIgnoredWhileANewerOneIsTrusted() {
    sync(5, rollout(RolloutStage.ROLLED_BACK, 0));

    sync(4, rollout(RolloutStage.CANARY, 1));

    assertThat(ask("good").getFirst().model()).isEqualTo("vi-echo@1");
  }

  @Test
  void serverThatStartsAnewAnswersAsBefore() throws Exception {
    sync(1, rollout(RolloutStage.ROLLED_BACK, 0));
    await().until(() -> Files.exists(root.resolve("data/rollouts/echo-server.binpb")));

    restart();
    refresh();

    assertThat(ask("good").getFirst().model()).isEqualTo("vi-echo@1");
  }

  @Test
  void serverThatStartsAnewWaitsForABridgeWithItsCanary() throws Exception {
    sync(1, rollout(RolloutStage.CANARY, 1));
    await().until(() -> Files.exists(root.resolve("data/rollouts/echo-server.binpb")));

    restart();
    refresh();

    assertThat(ask("good").getFirst().model()).isEqualTo("vi-echo@1");
    sync(1, rollout(RolloutStage.CANARY, 1));
    assertThat(ask("good").getFirst().model()).isEqualTo("vi-echo@2");
  }

  @Test
  void championAnswersUntilTheChallengerIsServed() {
    var rollout = rollout(RolloutStage.CANARY, 1).toBuilder().setChallenger("3").build();
    sync(1, rollout);
    assertThat(ask("good").getFirst().model()).isEqualTo("vi-echo@1");

    new ModelFolders(root.resolve("models")).add(MODEL, "3", "vi", "three");
    refresh();

    assertThat(ask("good").getFirst().model()).isEqualTo("vi-echo@3");
  }

  @Test
  void newestVersionDoesNotTakeTheCallsOfARollout() {
    sync(1, rollout(RolloutStage.SHADOW, 0));

    new ModelFolders(root.resolve("models")).add(MODEL, "4", "vi", "four");
    refresh();

    assertThat(ask("good").getFirst().model()).isEqualTo("vi-echo@1");
    assertThat(sync(1, rollout(RolloutStage.SHADOW, 0)).getModels(0).getAnswering()).isEqualTo("1");
  }
}

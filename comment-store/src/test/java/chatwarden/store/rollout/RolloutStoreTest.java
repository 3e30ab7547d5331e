package chatwarden.store.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.rollout.v1.Rollout;
import chatwarden.rollout.v1.RolloutChange;
import chatwarden.rollout.v1.RolloutStage;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.store.redis.OpenStores;
import chatwarden.testing.engine.RedisServer;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class RolloutStoreTest {
  @AutoClose private final RedisServer redis = RedisServer.startCluster();
  @AutoClose private final OpenStores stores;
  private final RolloutStore store;

  RolloutStoreTest() throws InterruptedException {
    stores = OpenStores.on(redis);
    store = stores.rollouts();
  }

  private static RolloutChange change(String model, RolloutStage stage) {
    return RolloutChange.newBuilder()
        .setRollout(Rollout.newBuilder().setModel(model).setStage(stage))
        .setCaller("key:a")
        .build();
  }

  @Test
  void changeDecidedOnAnEarlierStateIsNotMade() {
    assertThat(store.read()).isEqualTo(new RolloutState(0, List.of()));

    assertThat(store.change(0, change("vi-linear", RolloutStage.SHADOW))).isTrue();
    assertThat(store.change(0, change("en-linear", RolloutStage.SHADOW))).isFalse();

    RolloutState state = store.read();
    assertThat(state.revision()).isEqualTo(1);
    assertThat(state.of("vi-linear").orElseThrow().getStage()).isEqualTo(RolloutStage.SHADOW);
    assertThat(state.of("en-linear")).isEmpty();
    assertThat(store.changes(0, "").changes()).hasSize(1);
  }

  @Test
  void rolloutThatEndsIsGoneAndItsChangesStay() {
    store.change(0, change("vi-linear", RolloutStage.SHADOW));
    store.change(1, change("vi-linear", RolloutStage.OFF));

    assertThat(store.read().rollouts()).isEmpty();
    assertThat(store.read().revision()).isEqualTo(2);
    RolloutChangePage first = store.changes(1, "");
    assertThat(first.changes().getFirst().getRollout().getStage()).isEqualTo(RolloutStage.OFF);
    assertThat(first.changes().getFirst().getCreateTime().getSeconds()).isPositive();
    RolloutChangePage last = store.changes(1, first.nextPageToken());
    assertThat(last.changes().getFirst().getCaller()).isEqualTo("key:a");
    assertThat(last.nextPageToken()).isEmpty();
  }

  @Test
  void tokenThatNoPageGaveIsRefused() {
    assertThatThrownBy(() -> store.changes(3, "x")).isInstanceOf(InvalidInputException.class);
  }
}

package chatwarden.store.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.registry.v1.AliasMove;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.store.redis.OpenStores;
import chatwarden.testing.engine.RedisServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class AliasLogTest {
  @AutoClose private final RedisServer redis = RedisServer.startCluster();
  @AutoClose private final OpenStores stores;
  private final AliasLog log;

  AliasLogTest() throws InterruptedException {
    stores = OpenStores.on(redis);
    log = stores.aliases();
  }

  private static AliasMove move(String alias, String registered, String caller) {
    return AliasMove.newBuilder()
        .setModel("vi-linear")
        .setAlias(alias)
        .setVersion(registered.isEmpty() ? "" : "1" + registered)
        .setRegisteredVersion(registered)
        .setCaller(caller)
        .build();
  }

  @Test
  void moveIsNotedOnceWithThePlaceBefore() {
    AliasMove first = log.note(move("champion", "1", "key:a"));
    AliasMove again = log.note(move("champion", "1", ""));
    AliasMove second = log.note(move("champion", "2", "key:b"));

    assertThat(first.getPreviousRegisteredVersion()).isEmpty();
    assertThat(again.getId()).isEmpty();
    assertThat(second.getPreviousRegisteredVersion()).isEqualTo("1");
    assertThat(log.list(0, "").moves()).containsExactly(second, first);
    assertThat(log.known()).containsOnly(Map.entry(new AliasName("vi-linear", "champion"), "2"));
  }

  @Test
  void aliasThatWasRemovedIsKnownNoMore() {
    log.note(move("challenger", "3", "key:a"));
    AliasMove removed = log.note(move("challenger", "", ""));

    assertThat(removed.getPreviousRegisteredVersion()).isEqualTo("3");
    assertThat(log.note(move("challenger", "", "")).getId()).isEmpty();
    assertThat(log.known()).isEmpty();
  }

  @Test
  void pagesHaveEveryMoveOnce() {
    for (int i = 1; i <= 7; i++) {
      log.note(move("champion", Integer.toString(i), "key:a"));
    }

    List<String> versions = new ArrayList<>();
    String token = "";
    do {
      AliasMovePage page = log.list(3, token);
      page.moves().forEach(move -> versions.add(move.getRegisteredVersion()));
      token = page.nextPageToken();
    } while (!token.isEmpty());

    assertThat(versions).containsExactly("7", "6", "5", "4", "3", "2", "1");
  }

  @Test
  void tokenThatNoPageGaveIsRefused() {
    assertThatThrownBy(() -> log.list(3, "0-0")).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> log.list(3, "x")).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> log.list(-1, "")).isInstanceOf(InvalidInputException.class);
  }
}

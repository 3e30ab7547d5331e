package chatwarden.store.comment;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.store.redis.ChatKeys;
import chatwarden.store.redis.OpenStores;
import chatwarden.testing.engine.RedisServer;
import io.lettuce.core.cluster.SlotHash;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A cluster refuses a script whose keys lie in several slots; one node is enough for that. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RedisClusterCommentStoreTest extends CommentStoreContract {

  private final RedisServer redis = RedisServer.startCluster();
  private final OpenStores stores;

  RedisClusterCommentStoreTest() throws InterruptedException {
    stores = OpenStores.on(redis);
  }

  @AfterAll
  void close() {
    stores.close();
    redis.close();
  }

  @Override
  protected OpenStores stores() {
    return stores;
  }

  @Test
  void allKeysOfAChatShareItsSlot() {
    ChatKeys keys = new ChatKeys("some.chat");
    List<String> all =
        List.of(
            keys.meta(),
            keys.events(),
            keys.byTime(),
            keys.byRecording(),
            keys.bans(),
            keys.comment("}{x"),
            keys.byAuthor("}{"),
            keys.session("some.chat.abcdefghij"));
    assertThat(all).extracting(SlotHash::getSlot).containsOnly(SlotHash.getSlot("some.chat"));
  }
}

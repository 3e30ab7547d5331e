package chatwarden.store.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.domain.chat.SyntheticChat;
import chatwarden.pipeline.v1.ClassifiedBatch;
import chatwarden.pipeline.v1.ClassifiedComment;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.store.comment.CommentQuery;
import chatwarden.store.comment.TestChat;
import chatwarden.store.redis.OpenStores;
import chatwarden.testing.engine.RedisServer;
import chatwarden.type.v1.Comment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SyntheticStoreTest {

  private final RedisServer redis = RedisServer.start();
  private OpenStores stores;
  private SyntheticStore synthetic;

  @BeforeEach
  void open() throws InterruptedException {
    stores = OpenStores.on(redis);
    synthetic = new RedisSyntheticStore(stores.raw());
  }

  @AfterEach
  void close() {
    stores.close();
    redis.close();
  }

  @Test
  void syntheticCommentsAreRecordedButNeitherFoundNorCounted() {
    String id = record();

    assertThat(synthetic.isRecorded(id)).isTrue();
    assertThat(stores.comments().chats(0, "").chats()).isEmpty();
    assertThat(stores.comments().chat(SyntheticChat.ID)).isEmpty();
    assertThatThrownBy(() -> stores.comments().list(CommentQuery.of(SyntheticChat.ID)))
        .isInstanceOf(ChatwardenException.class)
        .hasMessageContaining("no chat has this id");
    assertThat(stores.registry.get("store.comment.recorded").counter().count()).isZero();
    assertThat(stores.sketches().read(Instant.EPOCH, Instant.now().plusSeconds(7_200))).isEmpty();
  }

  @Test
  void clearingLeavesNothingOfThem() {
    String first = record();
    String second = record();
    assertThat(keys()).isNotEmpty();

    synthetic.clear();

    assertThat(synthetic.isRecorded(first)).isFalse();
    assertThat(synthetic.isRecorded(second)).isFalse();
    assertThat(keys()).isEmpty();
    synthetic.clear();
  }

  @Test
  void oneHasTheTurnInAnInterval() {
    assertThat(synthetic.takeTurn(Duration.ofMinutes(1))).isTrue();
    assertThat(synthetic.takeTurn(Duration.ofMinutes(1))).isFalse();
  }

  private int count;

  /** Records a comment without an author. */
  private String record() {
    ClassifiedComment golden = TestChat.of(SyntheticChat.ID, 1, 0).comments().getFirst();
    String id = "s" + count++;
    Comment comment = golden.getComment().toBuilder().clearAuthor().setId(id).build();
    stores
        .comments()
        .record(
            ClassifiedBatch.newBuilder()
                .setChat(SyntheticChat.ID)
                .addComments(golden.toBuilder().setComment(comment).setFlagged(false))
                .build())
        .toCompletableFuture()
        .join();
    return id;
  }

  private List<String> keys() {
    return Objects.requireNonNull(
        stores.raw().ask(commands -> commands.keys("cw:{" + SyntheticChat.ID + "}:*")));
  }
}

package chatwarden.benchmarks.load;

import chatwarden.livechat.v1.Session;
import chatwarden.pipeline.v1.ClassifiedComment;
import chatwarden.runtime.config.Config;
import chatwarden.store.RedisStores;
import chatwarden.store.comment.CommentStore;
import chatwarden.store.redis.StoreKeys;
import chatwarden.testing.chat.GoldenChats;
import chatwarden.testing.chat.GoldenStages;
import chatwarden.type.v1.Classification;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;

/** Invented chats that are written straight into a store, in batches as the recorder has them. */
final class StoredChat implements AutoCloseable {

  /** How many comments a batch has. */
  static final int BATCH = 64;

  private static final int UNDER_WAY = 8;
  private static final int AUTHORS = 5_000;

  private final RedisStores stores;

  StoredChat(String redis) throws InterruptedException {
    stores =
        RedisStores.open(
            Config.defaults().with(StoreKeys.REDIS_URI, redis),
            new SimpleMeterRegistry(),
            "benchmark");
    stores.start();
  }

  /** Makes a chat known, as a session that reads it does. */
  void begin(String chat) {
    var _ =
        stores
            .sessions()
            .create(Session.newBuilder().setSource("push:" + chat).setChat(chat).build());
  }

  /**
   * Returns the comments of a chat from one number to another, with probabilities and shares of
   * unknown n-grams that are drawn evenly.
   */
  static List<ClassifiedComment> comments(String chat, int from, int to) {
    GoldenChats golden = GoldenChats.of(chat, 7).withAuthors(AUTHORS);
    Random random = new Random(from);
    List<ClassifiedComment> comments = new ArrayList<>(to - from);
    for (int n = from; n < to; n++) {
      ClassifiedComment comment = GoldenStages.classify(golden.comment(n));
      Classification.Builder classification =
          comment.getClassification().toBuilder().setUnknownNgramShare(random.nextFloat());
      if (!comment.getFlagged()) {
        classification.setOffensiveProbability(random.nextFloat() / 2);
      }
      comments.add(comment.toBuilder().setClassification(classification).build());
    }
    return comments;
  }

  /** Records comments and waits until all of them are stored. */
  void record(List<ClassifiedComment> comments) {
    CommentStore store = stores.comments();
    Deque<CompletionStage<?>> underWay = new ArrayDeque<>();
    for (int at = 0; at < comments.size(); at += BATCH) {
      List<ClassifiedComment> batch = comments.subList(at, Math.min(at + BATCH, comments.size()));
      underWay.add(store.record(GoldenStages.classifiedBatch(batch)));
      if (underWay.size() > UNDER_WAY) {
        await(underWay.remove());
      }
    }
    underWay.forEach(StoredChat::await);
  }

  private static void await(CompletionStage<?> recorded) {
    var _ = recorded.toCompletableFuture().join();
  }

  @Override
  public void close() {
    stores.close();
  }
}

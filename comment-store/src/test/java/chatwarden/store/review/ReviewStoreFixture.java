package chatwarden.store.review;

import chatwarden.livechat.v1.Session;
import chatwarden.review.v1.ClaimReviewsResponse;
import chatwarden.review.v1.Decision;
import chatwarden.review.v1.Review;
import chatwarden.store.comment.TestChat;
import chatwarden.store.redis.OpenStores;
import chatwarden.testing.chat.GoldenStages;
import chatwarden.testing.engine.RedisServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

/** Keeps reviews of chats in a Redis of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ReviewStoreFixture {

  static final Duration LEASE = Duration.ofMinutes(5);
  static final Reviewer ANN = new Reviewer("Ann", "");
  static final Reviewer BEN = new Reviewer("Ben", "");
  static final Verdict HIDE = new Verdict(Decision.HIDE, "spoils the film", null);

  private final RedisServer redis = RedisServer.start();
  final OpenStores stores;
  final ReviewStore reviews;
  int chats;

  ReviewStoreFixture() throws InterruptedException {
    stores = OpenStores.on(redis);
    reviews = stores.reviews();
  }

  @AfterAll
  void close() {
    stores.close();
    redis.close();
  }

  /** A chat of 60 comments, about half of them flagged. */
  TestChat chat() {
    TestChat chat = TestChat.of("review" + ++chats, 60, 0.5);
    stores
        .sessions()
        .create(
            Session.newBuilder()
                .setChat(chat.id())
                .setSource("push:" + chat.id())
                .setFlagThreshold(0.375f)
                .build());
    OpenStores.await(stores.comments().record(GoldenStages.classifiedBatch(chat.comments())));
    return chat;
  }

  static List<String> flagged(TestChat chat) {
    return chat.tagged().stream().map(it -> it.getComment().getComment().getId()).toList();
  }

  static List<String> ids(ClaimReviewsResponse claim) {
    return claim.getReviewsList().stream().map(ReviewStoreFixture::id).toList();
  }

  static String id(Review review) {
    return review.getComment().getComment().getId();
  }
}

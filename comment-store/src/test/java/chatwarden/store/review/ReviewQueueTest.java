package chatwarden.store.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.review.v1.ClaimReviewsResponse;
import chatwarden.review.v1.Decision;
import chatwarden.review.v1.Review;
import chatwarden.review.v1.ReviewOrder;
import chatwarden.runtime.error.FaultCode;
import chatwarden.store.comment.TestChat;
import chatwarden.store.redis.ChatKeys;
import chatwarden.store.redis.OpenStores;
import chatwarden.testing.chat.GoldenStages;
import chatwarden.type.v1.Classification;
import chatwarden.type.v1.Label;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

final class ReviewQueueTest extends ReviewStoreFixture {

  ReviewQueueTest() throws InterruptedException {}

  @Test
  void claimGivesWhatIsFlaggedTheOldestFirst() {
    TestChat chat = chat();
    ClaimReviewsResponse claim = reviews.claim(chat.id(), ANN, 50, LEASE);
    assertThat(ids(claim)).isEqualTo(flagged(chat));
    assertThat(claim.getUndecidedCount()).isEqualTo(flagged(chat).size());
  }

  @Test
  void claimGivesTheMostSevereFirstWhereThatIsAskedFor() {
    TestChat chat = chat();
    List<Review> claim =
        reviews.claim(chat.id(), ANN, 50, LEASE, ReviewOrder.MOST_SEVERE_FIRST).getReviewsList();
    assertThat(claim.stream().map(ReviewStoreFixture::id))
        .containsExactlyInAnyOrderElementsOf(flagged(chat));
    List<Classification> given =
        claim.stream().map(review -> review.getComment().getClassification()).toList();
    assertThat(given)
        .isSortedAccordingTo(
            Comparator.comparing((Classification it) -> it.getLabel() != Label.HATE)
                .thenComparing(it -> -it.getOffensiveProbability()));
    assertThat(ids(reviews.claim(chat.id(), BEN, 5, LEASE, ReviewOrder.MOST_SEVERE_FIRST)))
        .isEmpty();
  }

  @Test
  void twoReviewersNeverHoldTheSameComment() throws Exception {
    TestChat chat = chat();
    List<Callable<List<String>>> claims = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      Reviewer reviewer = new Reviewer("reviewer " + i, "");
      claims.add(() -> ids(reviews.claim(chat.id(), reviewer, 3, LEASE)));
    }
    List<String> held = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<List<String>> claim : threads.invokeAll(claims)) {
        held.addAll(claim.get());
      }
    }
    Set<String> once = new HashSet<>(held);
    assertThat(held).hasSize(once.size()).hasSize(Math.min(48, flagged(chat).size()));
  }

  @Test
  void theSameNameOfAnotherCallerIsAnotherHolder() {
    TestChat chat = chat();
    List<String> first = ids(reviews.claim(chat.id(), new Reviewer("Ann", "key:1"), 3, LEASE));
    List<String> second = ids(reviews.claim(chat.id(), new Reviewer("Ann", "key:2"), 3, LEASE));
    assertThat(second).doesNotContainAnyElementsOf(first).hasSize(3);
  }

  @Test
  void repeatedClaimIsTheSame() {
    TestChat chat = chat();
    List<String> first = ids(reviews.claim(chat.id(), ANN, 3, LEASE));
    assertThat(ids(reviews.claim(chat.id(), ANN, 3, LEASE))).isEqualTo(first);
  }

  @Test
  void anotherTakesWhatRanOutAndTheFirstIsRefused() {
    TestChat chat = chat();
    List<String> first = ids(reviews.claim(chat.id(), ANN, 2, Duration.ofMillis(50)));
    Awaitility.await().until(() -> ids(reviews.claim(chat.id(), BEN, 2, LEASE)).equals(first));
    assertThatThrownBy(() -> reviews.decide(chat.id(), first.get(0), ANN, HIDE))
        .matches(FaultCode.FAILED_PRECONDITION::isOf)
        .hasMessageContaining("does not hold");
    assertThat(reviews.decide(chat.id(), first.get(0), BEN, HIDE).getDecision())
        .isEqualTo(Decision.HIDE);
  }

  @Test
  void releasedCommentsGoToOthers() {
    TestChat chat = chat();
    List<String> first = ids(reviews.claim(chat.id(), ANN, 2, LEASE));
    reviews.release(chat.id(), BEN, first);
    assertThat(ids(reviews.claim(chat.id(), BEN, 2, LEASE))).doesNotContainAnyElementsOf(first);
    reviews.release(chat.id(), ANN, first);
    assertThat(ids(reviews.claim(chat.id(), BEN, 4, LEASE))).containsAll(first);
  }

  @Test
  void removedCommentLeavesTheQueue() {
    TestChat chat = chat();
    String id = ids(reviews.claim(chat.id(), ANN, 1, LEASE)).getFirst();
    assertThat(stores.comments().delete(chat.id(), id)).isTrue();
    assertThatThrownBy(() -> reviews.decide(chat.id(), id, ANN, HIDE))
        .matches(FaultCode.NOT_FOUND::isOf);
    assertThat(ids(reviews.claim(chat.id(), ANN, 50, LEASE)))
        .doesNotContain(id)
        .hasSize(flagged(chat).size() - 1);
  }

  @Test
  void commentThatThePlatformDeletedLeavesTheQueueAlsoWhenItIsHeld() {
    TestChat chat = chat();
    List<String> held = ids(reviews.claim(chat.id(), ANN, 2, LEASE));
    OpenStores.await(stores.comments().record(chat.deletion(held.get(0))));
    ClaimReviewsResponse claim = reviews.claim(chat.id(), ANN, 50, LEASE);
    assertThat(ids(claim)).isEqualTo(flagged(chat).subList(1, flagged(chat).size()));
    assertThat(claim.getUndecidedCount()).isEqualTo(flagged(chat).size() - 1);
    assertThatThrownBy(() -> reviews.decide(chat.id(), held.get(0), ANN, HIDE))
        .matches(FaultCode.FAILED_PRECONDITION::isOf);
  }

  @Test
  void commentsThatABanCoversLeaveTheQueueAndLaterOnesOfTheAuthorStay() {
    TestChat chat = chat();
    reviews.claim(chat.id(), ANN, 50, LEASE);
    String author = chat.comments().get(30).getComment().getAuthor().getId();
    OpenStores.await(stores.comments().record(chat.ban(author, 30)));
    List<String> left =
        IntStream.range(0, chat.comments().size())
            .filter(i -> chat.comments().get(i).getFlagged())
            .filter(
                i ->
                    i > 30
                        || !chat.comments().get(i).getComment().getAuthor().getId().equals(author))
            .mapToObj(chat::commentId)
            .toList();
    ClaimReviewsResponse claim = reviews.claim(chat.id(), ANN, 50, LEASE);
    assertThat(ids(claim)).isEqualTo(left).hasSizeLessThan(flagged(chat).size());
    assertThat(claim.getUndecidedCount()).isEqualTo(left.size());
  }

  @Test
  void commentThatComesAfterItsDeletionOrBanNeverJoinsTheQueue() {
    TestChat chat = TestChat.of("late" + ++chats, 20, 1);
    OpenStores.await(stores.comments().record(chat.deletion(chat.commentId(3))));
    OpenStores.await(stores.comments().record(chat.ban("", 9)));
    OpenStores.await(stores.comments().record(GoldenStages.classifiedBatch(chat.comments())));
    List<String> open = ids(reviews.claim(chat.id(), ANN, 50, LEASE));
    assertThat(open)
        .isEqualTo(
            chat.comments().subList(10, 20).stream().map(c -> c.getComment().getId()).toList());
    assertThat(stores.comments().chat(chat.id()).orElseThrow().getFlaggedCount()).isEqualTo(20);
  }

  @Test
  void undoneDecisionOnADeletedCommentDoesNotComeBack() {
    TestChat chat = chat();
    String id = ids(reviews.claim(chat.id(), ANN, 1, LEASE)).getFirst();
    reviews.decide(chat.id(), id, ANN, HIDE);
    OpenStores.await(stores.comments().record(chat.deletion(id)));
    assertThat(reviews.undo(chat.id(), id, ANN).getDecision())
        .isEqualTo(Decision.DECISION_UNSPECIFIED);
    assertThat(ids(reviews.claim(chat.id(), ANN, 50, LEASE))).doesNotContain(id);
  }

  @Test
  void whatAnEarlierVersionLeftInTheQueueIsNotHandedOut() {
    TestChat chat = chat();
    String id = flagged(chat).getFirst();
    OpenStores.await(stores.comments().record(chat.deletion(id)));
    String queue = new ChatKeys(chat.id()).undecided();
    byte[] member = id.getBytes(StandardCharsets.UTF_8);
    stores.raw().ask(commands -> commands.zadd(queue, 1, member));
    ClaimReviewsResponse claim = reviews.claim(chat.id(), ANN, 3, LEASE);
    assertThat(ids(claim)).isEqualTo(flagged(chat).subList(1, 4));
    assertThat(claim.getUndecidedCount()).isEqualTo(flagged(chat).size() - 1);
  }

  @Test
  void commentWhoseHashIsGoneIsForgotten() {
    TestChat chat = chat();
    String id = flagged(chat).getFirst();
    String key = new ChatKeys(chat.id()).comment(id);
    stores.raw().ask(commands -> commands.del(key));
    ClaimReviewsResponse claim = reviews.claim(chat.id(), ANN, 3, LEASE);
    assertThat(ids(claim)).isEqualTo(flagged(chat).subList(1, 4));
    assertThat(claim.getUndecidedCount()).isEqualTo(flagged(chat).size() - 1);
  }
}

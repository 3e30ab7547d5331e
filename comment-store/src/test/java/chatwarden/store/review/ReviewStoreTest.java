package chatwarden.store.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.domain.chat.ChatIds;
import chatwarden.livechat.v1.Session;
import chatwarden.review.v1.AuditAction;
import chatwarden.review.v1.AuditEntry;
import chatwarden.review.v1.ClaimReviewsResponse;
import chatwarden.review.v1.Decision;
import chatwarden.review.v1.GetReviewContextResponse;
import chatwarden.review.v1.Review;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.store.comment.TestChat;
import chatwarden.store.redis.ChatKeys;
import chatwarden.store.redis.OpenStores;
import chatwarden.testing.chat.GoldenStages;
import chatwarden.testing.engine.RedisServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ReviewStoreTest {

  private static final Duration LEASE = Duration.ofMinutes(5);
  private static final Reviewer ANN = new Reviewer("Ann", "");
  private static final Reviewer BEN = new Reviewer("Ben", "");
  private static final Verdict HIDE = new Verdict(Decision.HIDE, "spoils the film", null);

  private final RedisServer redis = RedisServer.start();
  private final OpenStores stores;
  private final ReviewStore reviews;
  private int chats;

  ReviewStoreTest() throws InterruptedException {
    stores = OpenStores.on(redis);
    reviews = stores.reviews();
  }

  @AfterAll
  void close() {
    stores.close();
    redis.close();
  }

  @Test
  void repeatedDecisionSucceedsAndIsLoggedOnce() {
    TestChat chat = chat();
    String id = ids(reviews.claim(chat.id(), ANN, 1, LEASE)).getFirst();
    Review decided = reviews.decide(chat.id(), id, ANN, HIDE);

    assertThat(reviews.decide(chat.id(), id, ANN, HIDE)).isEqualTo(decided);
    assertThat(reviews.audit(chat.id(), 0, "").entries()).hasSize(1);
  }

  @Test
  void anotherDecisionOnADecidedCommentIsRefused() {
    TestChat chat = chat();
    String id = ids(reviews.claim(chat.id(), ANN, 1, LEASE)).getFirst();
    reviews.decide(chat.id(), id, ANN, HIDE);
    Verdict otherNote = new Verdict(Decision.HIDE, "another note", null);
    Verdict ban = new Verdict(Decision.BAN, "spoils the film", null);

    for (ThrowingCallable other :
        List.<ThrowingCallable>of(
            () -> reviews.decide(chat.id(), id, ANN, ban),
            () -> reviews.decide(chat.id(), id, ANN, otherNote),
            () -> reviews.decide(chat.id(), id, BEN, HIDE),
            () -> reviews.decide(chat.id(), id, new Reviewer("Ann", "key:2"), HIDE))) {
      assertThatThrownBy(other).matches(FaultCode.FAILED_PRECONDITION::isOf);
    }
    assertThat(reviews.audit(chat.id(), 0, "").entries()).hasSize(1);
  }

  @Test
  void decisionThatWasTakenBackCanBeMadeAgain() {
    TestChat chat = chat();
    String id = ids(reviews.claim(chat.id(), ANN, 1, LEASE)).getFirst();
    reviews.decide(chat.id(), id, ANN, HIDE);
    reviews.undo(chat.id(), id, ANN);
    reviews.decide(chat.id(), id, ANN, HIDE);

    assertThat(reviews.audit(chat.id(), 0, "").entries()).hasSize(3);
  }

  /** A chat of 60 comments, about half of them flagged. */
  private TestChat chat() {
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

  private static List<String> flagged(TestChat chat) {
    return chat.tagged().stream().map(it -> it.getComment().getComment().getId()).toList();
  }

  private static List<String> ids(ClaimReviewsResponse claim) {
    return claim.getReviewsList().stream().map(ReviewStoreTest::id).toList();
  }

  private static String id(Review review) {
    return review.getComment().getComment().getId();
  }

  @Test
  void claimGivesWhatIsFlaggedTheOldestFirst() {
    TestChat chat = chat();
    ClaimReviewsResponse claim = reviews.claim(chat.id(), ANN, 50, LEASE);
    assertThat(ids(claim)).isEqualTo(flagged(chat));
    assertThat(claim.getUndecidedCount()).isEqualTo(flagged(chat).size());
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
  void decisionIsKeptAndLoggedWithWhatTheModelsSaid() {
    TestChat chat = chat();
    Review held = reviews.claim(chat.id(), ANN, 1, LEASE).getReviews(0);
    Review decided = reviews.decide(chat.id(), id(held), ANN, HIDE);
    assertThat(decided.getDecision()).isEqualTo(Decision.HIDE);
    assertThat(decided.getReviewer()).isEqualTo("Ann");
    assertThat(decided.getNote()).isEqualTo("spoils the film");
    assertThat(decided.getComment()).isEqualTo(held.getComment());
    assertThat(ids(reviews.claim(chat.id(), BEN, 50, LEASE))).doesNotContain(id(held));

    AuditEntry entry = reviews.audit(chat.id(), 0, "").entries().getFirst();
    assertThat(entry.getAction()).isEqualTo(AuditAction.DECIDE);
    assertThat(entry.getDecision()).isEqualTo(Decision.HIDE);
    assertThat(entry.getReviewer()).isEqualTo("Ann");
    assertThat(entry.getComment()).isEqualTo(id(held));
    assertThat(entry.getCreateTime()).isEqualTo(decided.getDecideTime());
    assertThat(entry.getModel()).isEqualTo(GoldenStages.CLASSIFIER);
    assertThat(entry.getFlagThreshold()).isEqualTo(0.375f);
    assertThat(entry.getOffensiveProbability())
        .isEqualTo(held.getComment().getClassification().getOffensiveProbability());
  }

  @Test
  void undoneDecisionIsOpenAgainAndTheLogKeepsBoth() {
    TestChat chat = chat();
    String id = ids(reviews.claim(chat.id(), ANN, 1, LEASE)).getFirst();
    reviews.decide(chat.id(), id, ANN, new Verdict(Decision.TIME_OUT, "", null));
    assertThat(reviews.get(chat.id(), id).getAuthorTimeout().getSeconds()).isEqualTo(300);
    Review undone = reviews.undo(chat.id(), id, BEN);
    assertThat(undone.getDecision()).isEqualTo(Decision.DECISION_UNSPECIFIED);
    assertThat(undone.hasDecideTime()).isFalse();
    assertThatThrownBy(() -> reviews.undo(chat.id(), id, BEN))
        .matches(FaultCode.FAILED_PRECONDITION::isOf);
    assertThatThrownBy(() -> reviews.decide(chat.id(), id, ANN, HIDE))
        .matches(FaultCode.FAILED_PRECONDITION::isOf);
    reviews.decide(chat.id(), id, BEN, new Verdict(Decision.ALLOW, "", null));
    assertThat(reviews.audit(chat.id(), 0, "").entries())
        .extracting(AuditEntry::getAction, AuditEntry::getDecision, AuditEntry::getReviewer)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(AuditAction.DECIDE, Decision.ALLOW, "Ben"),
            org.assertj.core.groups.Tuple.tuple(AuditAction.UNDO, Decision.TIME_OUT, "Ben"),
            org.assertj.core.groups.Tuple.tuple(AuditAction.DECIDE, Decision.TIME_OUT, "Ann"));
  }

  @Test
  void pagesAndExportGiveEveryEntryOnce() {
    TestChat chat = chat();
    List<String> held = ids(reviews.claim(chat.id(), ANN, 7, LEASE));
    held.forEach(id -> reviews.decide(chat.id(), id, ANN, HIDE));
    List<String> paged = new ArrayList<>();
    String token = "";
    do {
      AuditPage page = reviews.audit(chat.id(), 3, token);
      page.entries().forEach(entry -> paged.add(entry.getComment()));
      token = page.nextPageToken();
    } while (!token.isEmpty());
    assertThat(paged).isEqualTo(held.reversed());

    List<AuditEntry> start = reviews.auditAfter(chat.id(), "", 4);
    List<AuditEntry> rest = reviews.auditAfter(chat.id(), start.getLast().getId(), 100);
    List<AuditEntry> all = new ArrayList<>(start);
    all.addAll(rest);
    assertThat(all).extracting(AuditEntry::getComment).isEqualTo(held);
    String ofAnother = "1-1-" + ChatIds.mark("another");
    String atZero = "0-0-" + ChatIds.mark(chat.id());
    for (String wrong : List.of("no token", "0-0", "1-1", atZero, ofAnother)) {
      assertThatThrownBy(() -> reviews.audit(chat.id(), 3, wrong))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("page_token");
    }
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

  @Test
  void contextIsWhatWasSaidAroundAndByTheAuthor() {
    TestChat chat = chat();
    String id = chat.commentId(30);
    GetReviewContextResponse context = reviews.context(chat.id(), id);
    assertThat(context.getBeforeList())
        .extracting(it -> it.getComment().getId())
        .isEqualTo(
            chat.comments().subList(20, 30).stream().map(c -> c.getComment().getId()).toList());
    assertThat(context.getAfterList())
        .extracting(it -> it.getComment().getId())
        .isEqualTo(
            chat.comments().subList(31, 41).stream().map(c -> c.getComment().getId()).toList());
    String author = chat.comments().get(30).getComment().getAuthor().getId();
    assertThat(context.getByAuthorList())
        .isNotEmpty()
        .allMatch(it -> it.getComment().getAuthor().getId().equals(author))
        .noneMatch(it -> it.getComment().getId().equals(id));
  }

  @Test
  void unknownChatIsNotFoundAndBadInputNamesItsField() {
    assertThatThrownBy(() -> reviews.claim("nowhere", ANN, 1, LEASE))
        .matches(FaultCode.NOT_FOUND::isOf);
    assertThatThrownBy(() -> reviews.audit("nowhere", 0, "")).matches(FaultCode.NOT_FOUND::isOf);
    assertThatThrownBy(() -> new Reviewer(" ", "")).hasMessageContaining("reviewer");
    assertThatThrownBy(() -> new Verdict(Decision.HIDE, "", Duration.ofSeconds(3)))
        .hasMessageContaining("author_timeout");
    assertThatThrownBy(() -> new Verdict(Decision.DECISION_UNSPECIFIED, "", null))
        .hasMessageContaining("decision");
    assertThatThrownBy(
            () -> new Verdict(Decision.HIDE, String.join("", Collections.nCopies(501, "x")), null))
        .hasMessageContaining("note");
  }
}

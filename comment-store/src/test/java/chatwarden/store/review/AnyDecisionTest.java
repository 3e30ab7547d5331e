package chatwarden.store.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import chatwarden.livechat.v1.WatchCommentsResponse;
import chatwarden.review.v1.AuditAction;
import chatwarden.review.v1.AuditEntry;
import chatwarden.review.v1.DecidedComment;
import chatwarden.review.v1.Decision;
import chatwarden.review.v1.Review;
import chatwarden.runtime.error.FaultCode;
import chatwarden.store.comment.TestChat;
import chatwarden.store.redis.ChatKeys;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class AnyDecisionTest extends ReviewStoreFixture {

  private static final Decision NONE = Decision.DECISION_UNSPECIFIED;
  private static final Verdict ALLOW = new Verdict(Decision.ALLOW, "", null);
  private static final Verdict TIME_OUT =
      new Verdict(Decision.TIME_OUT, "again", Duration.ofMinutes(10));

  AnyDecisionTest() throws InterruptedException {}

  /** Returns the id of a comment that is not flagged. */
  private static String clean(TestChat chat) {
    return chat.comments().stream()
        .filter(comment -> !comment.getFlagged())
        .findFirst()
        .orElseThrow()
        .getComment()
        .getId();
  }

  private List<AuditEntry> log(TestChat chat) {
    return reviews.audit(chat.id(), 0, "").entries();
  }

  private List<DecidedComment> events(TestChat chat) {
    return stores.allEvents(chat.id()).stream()
        .filter(WatchCommentsResponse::hasDecided)
        .map(WatchCommentsResponse::getDecided)
        .toList();
  }

  private Map<String, byte[]> sketchOf(TestChat chat) {
    String hours = new ChatKeys(chat.id()).sketchedHours();
    byte[] hour = stores.raw().ask(commands -> commands.zrange(hours, 0, -1)).getLast();
    String sketch =
        new ChatKeys(chat.id()).sketch(Long.parseLong(new String(hour, StandardCharsets.UTF_8)));
    return stores.raw().ask(commands -> commands.hgetall(sketch));
  }

  /** Returns how many decisions count as such, by whether they allowed the comment. */
  private long overturned(TestChat chat, boolean isAllowed) {
    return sketchOf(chat).entrySet().stream()
        .filter(field -> field.getKey().endsWith("\td\t" + (isAllowed ? "yes" : "no")))
        .mapToLong(field -> Long.parseLong(new String(field.getValue(), StandardCharsets.UTF_8)))
        .sum();
  }

  @Test
  void commentThatIsNotFlaggedIsDecidedAndLogged() {
    TestChat chat = chat();
    String id = clean(chat);

    Review decided = reviews.decideAny(chat.id(), id, ANN, TIME_OUT, NONE);

    assertThat(decided.getDecision()).isEqualTo(Decision.TIME_OUT);
    assertThat(decided.getNote()).isEqualTo("again");
    assertThat(decided.getAuthorTimeout().getSeconds()).isEqualTo(600);
    assertThat(reviews.get(chat.id(), id)).isEqualTo(decided);
    AuditEntry entry = log(chat).getFirst();
    assertThat(entry.getDecision()).isEqualTo(Decision.TIME_OUT);
    assertThat(entry.getComment()).isEqualTo(id);
    assertThat(entry.getNote()).isEqualTo("again");
    assertThat(entry.getReplacedDecision()).isEqualTo(NONE);
  }

  @Test
  void undoneDecisionOnACommentThatIsNotFlaggedJoinsNoQueue() {
    TestChat chat = chat();
    String id = clean(chat);
    reviews.decideAny(chat.id(), id, ANN, HIDE, NONE);

    Review undone = reviews.undo(chat.id(), id, BEN);

    assertThat(undone.getDecision()).isEqualTo(NONE);
    assertThat(ids(reviews.claim(chat.id(), BEN, 50, LEASE)))
        .doesNotContain(id)
        .isEqualTo(flagged(chat));
  }

  @Test
  void flaggedCommentLeavesTheQueueThoughAnotherReviewerHoldsIt() {
    TestChat chat = chat();
    String id = ids(reviews.claim(chat.id(), BEN, 1, LEASE)).getFirst();

    reviews.decideAny(chat.id(), id, ANN, HIDE, NONE);

    assertThat(ids(reviews.claim(chat.id(), BEN, 50, LEASE))).doesNotContain(id);
    assertThatThrownBy(() -> reviews.decide(chat.id(), id, BEN, ALLOW))
        .matches(FaultCode.FAILED_PRECONDITION::isOf)
        .hasMessageContaining("does not hold");
  }

  @Test
  void repeatedDecisionIsLoggedOnce() {
    TestChat chat = chat();
    String id = clean(chat);
    Review decided = reviews.decideAny(chat.id(), id, ANN, HIDE, NONE);

    assertThat(reviews.decideAny(chat.id(), id, ANN, HIDE, NONE)).isEqualTo(decided);

    assertThat(log(chat)).hasSize(1);
    assertThat(events(chat)).hasSize(1);
  }

  @Test
  void decisionIsReplacedOnlyByACallerWhoSawIt() {
    TestChat chat = chat();
    String id = flagged(chat).getFirst();
    reviews.decideAny(chat.id(), id, ANN, HIDE, NONE);

    for (Decision seen : List.of(NONE, Decision.BAN)) {
      assertThatThrownBy(() -> reviews.decideAny(chat.id(), id, BEN, ALLOW, seen))
          .matches(FaultCode.FAILED_PRECONDITION::isOf)
          .hasMessageContaining("replaced_decision");
    }
    Review changed = reviews.decideAny(chat.id(), id, BEN, ALLOW, Decision.HIDE);

    assertThat(changed.getDecision()).isEqualTo(Decision.ALLOW);
    assertThat(changed.getReviewer()).isEqualTo("Ben");
    assertThat(log(chat))
        .extracting(AuditEntry::getAction, AuditEntry::getDecision, AuditEntry::getReplacedDecision)
        .containsExactly(
            tuple(AuditAction.DECIDE, Decision.ALLOW, Decision.HIDE),
            tuple(AuditAction.DECIDE, Decision.HIDE, NONE));
    assertThat(ids(reviews.claim(chat.id(), BEN, 50, LEASE))).doesNotContain(id);
  }

  @Test
  void watchersAreNotifiedWithoutTheNoteAndTheNames() {
    TestChat chat = chat();
    String id = clean(chat);
    Review decided = reviews.decideAny(chat.id(), id, ANN, TIME_OUT, NONE);
    reviews.undo(chat.id(), id, ANN);

    assertThat(events(chat))
        .containsExactly(
            DecidedComment.newBuilder()
                .setChat(chat.id())
                .setId(id)
                .setDecision(Decision.TIME_OUT)
                .setDecideTime(decided.getDecideTime())
                .setAuthorTimeout(decided.getAuthorTimeout())
                .build(),
            DecidedComment.newBuilder()
                .setChat(chat.id())
                .setId(id)
                .setDecideTime(log(chat).getFirst().getCreateTime())
                .build());
  }

  @Test
  void onlyFlaggedCommentsCountAsUpheldOrOverturned() {
    TestChat chat = chat();
    String flagged = flagged(chat).getFirst();
    reviews.decideAny(chat.id(), clean(chat), ANN, HIDE, NONE);
    assertThat(overturned(chat, false)).isZero();
    reviews.decideAny(chat.id(), flagged, ANN, HIDE, NONE);
    assertThat(overturned(chat, false)).isEqualTo(1);

    reviews.decideAny(chat.id(), flagged, ANN, ALLOW, Decision.HIDE);
    assertThat(overturned(chat, false)).isZero();
    assertThat(overturned(chat, true)).isEqualTo(1);

    reviews.undo(chat.id(), flagged, ANN);
    assertThat(overturned(chat, true)).isZero();
  }

  @Test
  void commentThatTheChatDoesNotHoldIsNotFound() {
    TestChat chat = chat();
    assertThatThrownBy(() -> reviews.decideAny(chat.id(), "none", ANN, HIDE, NONE))
        .matches(FaultCode.NOT_FOUND::isOf);
  }
}

package chatwarden.store.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.domain.chat.ChatIds;
import chatwarden.review.v1.AuditAction;
import chatwarden.review.v1.AuditEntry;
import chatwarden.review.v1.Decision;
import chatwarden.review.v1.GetReviewContextResponse;
import chatwarden.review.v1.Review;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.store.comment.TestChat;
import chatwarden.testing.chat.GoldenStages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class ReviewDecisionsTest extends ReviewStoreFixture {

  ReviewDecisionsTest() throws InterruptedException {}

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

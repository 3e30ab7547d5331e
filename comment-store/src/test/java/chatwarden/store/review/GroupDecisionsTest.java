package chatwarden.store.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.livechat.v1.Session;
import chatwarden.pipeline.v1.ClassifiedComment;
import chatwarden.review.v1.AuditAction;
import chatwarden.review.v1.AuditEntry;
import chatwarden.review.v1.CommentScope;
import chatwarden.review.v1.DecidedComment;
import chatwarden.review.v1.Decision;
import chatwarden.runtime.error.FaultCode;
import chatwarden.store.comment.TestChat;
import chatwarden.store.redis.OpenStores;
import chatwarden.testing.chat.GoldenStages;
import chatwarden.type.v1.Comment;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class GroupDecisionsTest extends ReviewStoreFixture {

  private static final Verdict BAN = new Verdict(Decision.BAN, "a raid", null);
  private static final Decision NONE = Decision.DECISION_UNSPECIFIED;

  GroupDecisionsTest() throws InterruptedException {}

  private static String author(TestChat chat, int n) {
    return chat.comments().get(n).getComment().getAuthor().getId();
  }

  /** Returns the ids of the comments of an author, the newest first. */
  private static List<String> ofAuthor(TestChat chat, String author) {
    return chat.comments().reversed().stream()
        .map(ClassifiedComment::getComment)
        .filter(comment -> comment.getAuthor().getId().equals(author))
        .map(Comment::getId)
        .toList();
  }

  private static List<String> ids(List<DecidedComment> decided) {
    return decided.stream().map(DecidedComment::getId).toList();
  }

  private List<AuditEntry> log(TestChat chat) {
    return reviews.audit(chat.id(), 1_000, "").entries();
  }

  /** Records comments of this text, each of an author of its own. */
  private TestChat copies(String text, int count) {
    TestChat model = TestChat.of("copies" + ++chats, count + 5, 0.5);
    List<ClassifiedComment> comments = new ArrayList<>(model.comments().subList(0, 5));
    for (int i = 0; i < count; i++) {
      ClassifiedComment.Builder copy = model.comments().get(5 + i).toBuilder();
      copy.getCommentBuilder()
          .setText(i % 2 == 0 ? text : " " + text.toUpperCase(Locale.ROOT) + " ");
      copy.getCommentBuilder().getAuthorBuilder().setId("copier-" + i % 3);
      comments.add(copy.build());
    }
    TestChat chat = new TestChat(model.id(), comments);
    stores
        .sessions()
        .create(Session.newBuilder().setChat(chat.id()).setSource("push:" + chat.id()).build());
    OpenStores.await(stores.comments().record(GoldenStages.classifiedBatch(chat.comments())));
    return chat;
  }

  @Test
  void allOfAnAuthorAreHiddenAndUndoneAsOne() {
    TestChat chat = chat();
    List<String> theirs = ofAuthor(chat, author(chat, 30));

    DecidedGroup decided =
        reviews.decideMany(
            chat.id(), chat.commentId(30), CommentScope.SAME_AUTHOR, ANN, HIDE, "g-1");

    assertThat(ids(decided.decided())).isEqualTo(theirs);
    assertThat(decided.more()).isFalse();
    assertThat(decided.kept()).isZero();
    assertThat(log(chat))
        .hasSize(theirs.size())
        .allMatch(entry -> entry.getGroup().equals("g-1") && entry.getDecision() == Decision.HIDE);

    assertThat(ids(reviews.undoMany(chat.id(), "g-1", BEN)))
        .containsExactlyElementsOf(theirs.reversed());
    assertThat(theirs).allMatch(id -> reviews.get(chat.id(), id).getDecision() == NONE);
    assertThat(reviews.undoMany(chat.id(), "g-1", BEN)).isEmpty();
    assertThat(log(chat))
        .filteredOn(entry -> entry.getAction() == AuditAction.UNDO)
        .hasSize(theirs.size());
    assertThat(ids(reviews.claim(chat.id(), ANN, 50, LEASE)))
        .as("comments that were undone as one are free for every reviewer")
        .isEqualTo(flagged(chat));
  }

  @Test
  void repeatedCallAnswersTheSameAndLogsNothing() {
    TestChat chat = chat();
    DecidedGroup decided =
        reviews.decideMany(
            chat.id(), chat.commentId(30), CommentScope.SAME_AUTHOR, ANN, BAN, "g-1");
    int logged = log(chat).size();

    assertThat(
            reviews.decideMany(
                chat.id(), chat.commentId(30), CommentScope.SAME_AUTHOR, ANN, BAN, "g-1"))
        .isEqualTo(decided);
    assertThat(log(chat)).hasSize(logged);
  }

  @Test
  void whatIsDecidedAlreadyStays() {
    TestChat chat = chat();
    String own = chat.commentId(30);
    reviews.decideAny(chat.id(), own, BEN, new Verdict(Decision.ALLOW, "", null), NONE);

    DecidedGroup decided =
        reviews.decideMany(chat.id(), own, CommentScope.SAME_AUTHOR, ANN, HIDE, "g-1");

    assertThat(decided.kept()).isEqualTo(1);
    assertThat(ids(decided.decided())).doesNotContain(own);
    assertThat(reviews.get(chat.id(), own).getDecision()).isEqualTo(Decision.ALLOW);
    reviews.undoMany(chat.id(), "g-1", ANN);
    assertThat(reviews.get(chat.id(), own).getDecision()).isEqualTo(Decision.ALLOW);
  }

  @Test
  void decisionThatWasChangedSinceIsNotUndoneWithItsGroup() {
    TestChat chat = chat();
    String own = chat.commentId(30);
    reviews.decideMany(chat.id(), own, CommentScope.SAME_AUTHOR, ANN, HIDE, "g-1");
    reviews.decideAny(chat.id(), own, BEN, new Verdict(Decision.ALLOW, "", null), Decision.HIDE);

    assertThat(ids(reviews.undoMany(chat.id(), "g-1", ANN))).doesNotContain(own);
    assertThat(reviews.get(chat.id(), own).getDecision()).isEqualTo(Decision.ALLOW);
  }

  @Test
  void allOfATextAreFoundAndEachAuthorIsBannedOnce() {
    TestChat chat = copies("buy now", 12);

    DecidedGroup decided =
        reviews.decideMany(chat.id(), chat.commentId(6), CommentScope.SAME_TEXT, ANN, BAN, "g-1");

    assertThat(ids(decided.decided()))
        .hasSize(12)
        .doesNotContainAnyElementsOf(
            chat.comments().subList(0, 5).stream().map(it -> it.getComment().getId()).toList());
    Set<String> banned =
        decided.decided().stream()
            .filter(comment -> comment.getDecision() == Decision.BAN)
            .map(DecidedComment::getId)
            .collect(Collectors.toSet());
    assertThat(banned)
        .as("the newest of each of the three authors")
        .containsExactlyInAnyOrder(chat.commentId(16), chat.commentId(15), chat.commentId(14));
    assertThat(decided.decided())
        .filteredOn(comment -> !banned.contains(comment.getId()))
        .allMatch(comment -> comment.getDecision() == Decision.HIDE);
  }

  @Test
  void groupIsBounded() {
    TestChat model = TestChat.of("bounded" + ++chats, 600, 0);
    stores
        .sessions()
        .create(Session.newBuilder().setChat(model.id()).setSource("push:" + model.id()).build());
    List<ClassifiedComment> comments =
        model.comments().stream()
            .map(
                comment -> {
                  ClassifiedComment.Builder own = comment.toBuilder();
                  own.getCommentBuilder().getAuthorBuilder().setId("one");
                  return own.build();
                })
            .toList();
    new TestChat(model.id(), comments)
        .classifiedBatches(100)
        .forEach(batch -> OpenStores.await(stores.comments().record(batch)));

    DecidedGroup decided =
        reviews.decideMany(
            model.id(), model.commentId(0), CommentScope.SAME_AUTHOR, ANN, HIDE, "g-1");

    assertThat(decided.decided()).hasSize(GroupDecisions.MOST);
    assertThat(decided.more()).isTrue();
    assertThat(reviews.undoMany(model.id(), "g-1", ANN)).hasSize(GroupDecisions.MOST);
  }

  @Test
  void unknownCommentsAndAuthorsAreRefused() {
    TestChat chat = chat();
    assertThatThrownBy(
            () -> reviews.decideMany(chat.id(), "none", CommentScope.SAME_TEXT, ANN, HIDE, "g-1"))
        .matches(FaultCode.NOT_FOUND::isOf);
    assertThatThrownBy(() -> reviews.undoMany("nowhere", "g-1", ANN))
        .matches(FaultCode.NOT_FOUND::isOf);
  }
}

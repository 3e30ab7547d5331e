package chatwarden.store.comment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.livechat.v1.WatchCommentsResponse;
import chatwarden.livechat.v1.WatchCommentsResponse.EventCase;
import chatwarden.pipeline.v1.RewrittenBatch;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.store.redis.OpenStores;
import chatwarden.store.statistics.StatisticsContract;
import chatwarden.type.v1.ChatState;
import chatwarden.type.v1.ModeratedComment;
import chatwarden.type.v1.RewriteVerdict;
import chatwarden.type.v1.Rewriting;
import chatwarden.type.v1.RewrittenComment;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The promises of the proposals of stage 3, on every kind of Redis. */
abstract class RewritingContract extends StatisticsContract {

  @Test
  void proposalIsStoredWithItsCommentAndToldOnce() {
    TestChat chat = TestChat.of("rewritten", 3, 1);
    classify(chat);
    RewrittenBatch batch = proposals(chat, 0, 2);

    OpenStores.await(stores().comments().record(batch));
    OpenStores.await(stores().comments().record(batch));

    assertThat(get(chat, chat.commentId(0)).getRewriting())
        .isEqualTo(batch.getComments(0).getRewriting());
    assertThat(get(chat, chat.commentId(1)).hasRewriting()).isFalse();
    assertThat(
            stores().allEvents(chat.id()).stream()
                .filter(WatchCommentsResponse::hasRewritten)
                .map(WatchCommentsResponse::getRewritten))
        .isEqualTo(batch.getCommentsList());
  }

  @Test
  void firstProposalIsKept() {
    TestChat chat = TestChat.of("proposed-twice", 1, 1);
    classify(chat);
    RewrittenBatch first = proposals(chat, 0);
    RewrittenBatch second =
        RewrittenBatch.newBuilder()
            .setChat(chat.id())
            .addComments(
                first.getComments(0).toBuilder()
                    .setRewriting(Rewriting.newBuilder().setVerdict(RewriteVerdict.UNCHANGED)))
            .build();

    OpenStores.await(stores().comments().record(first));
    OpenStores.await(stores().comments().record(second));

    assertThat(get(chat, chat.commentId(0)).getRewriting())
        .isEqualTo(first.getComments(0).getRewriting());
  }

  @Test
  void proposalForACommentThatIsGoneOrUnknownIsDropped() {
    TestChat chat = TestChat.of("proposed-late", 3, 1);
    classify(chat);
    assertThat(stores().comments().delete(chat.id(), chat.commentId(0))).isTrue();
    OpenStores.await(stores().comments().record(chat.deletion(chat.commentId(1))));
    TestChat other = TestChat.of("proposed-never", 1, 1);

    OpenStores.await(stores().comments().record(proposals(chat, 0, 1, 2)));
    OpenStores.await(stores().comments().record(proposals(other, 0)));

    assertThat(stores().hash(chat.id(), chat.commentId(0))).doesNotContainKey("rewriting");
    assertThat(get(chat, chat.commentId(1)).hasRewriting()).isTrue();
    assertThat(kinds(chat)).containsOnlyOnce(EventCase.REWRITTEN);
    assertThat(stores().comments().get(other.id(), other.commentId(0))).isEmpty();
  }

  @Test
  void removalOfACommentTakesItsProposalFromTheEvents() {
    TestChat chat = TestChat.of("proposed-removed", 2, 1);
    classify(chat);
    OpenStores.await(stores().comments().record(proposals(chat, 0, 1)));

    assertThat(stores().comments().delete(chat.id(), chat.commentId(0))).isTrue();

    assertThat(stores().allEvents(chat.id()))
        .filteredOn(WatchCommentsResponse::hasRewritten)
        .singleElement()
        .satisfies(told -> assertThat(told.getRewritten().getId()).isEqualTo(chat.commentId(1)));
  }

  @Test
  void chatThatIsOverIsToldNothingMore() {
    TestChat chat = TestChat.of("proposed-after", 1, 1);
    stores().start(chat.id());
    record(chat);
    OpenStores.await(stores().comments().record(chat.end("2026-01-01T12:30:00Z")));

    OpenStores.await(stores().comments().record(proposals(chat, 0)));

    assertThat(get(chat, chat.commentId(0)).hasRewriting()).isTrue();
    assertThat(kinds(chat)).endsWith(EventCase.ENDED).doesNotContain(EventCase.REWRITTEN);
  }

  @Test
  void proposalWithoutAVerdictIsRefusedByItsField() {
    TestChat chat = TestChat.of("proposed-badly", 1, 1);
    RewrittenBatch batch =
        RewrittenBatch.newBuilder()
            .setChat(chat.id())
            .addComments(RewrittenComment.newBuilder().setId(chat.commentId(0)))
            .build();

    assertThatThrownBy(() -> OpenStores.await(stores().comments().record(batch)))
        .isInstanceOfSatisfying(
            InvalidInputException.class,
            e ->
                assertThat(e.problems().getFirst().field())
                    .isEqualTo("comments[0].rewriting.verdict"));
  }

  private static RewrittenBatch proposals(TestChat chat, int... comments) {
    RewrittenBatch.Builder batch = RewrittenBatch.newBuilder().setChat(chat.id());
    for (int comment : comments) {
      batch
          .addCommentsBuilder()
          .setChat(chat.id())
          .setId(chat.commentId(comment))
          .setRewriting(
              Rewriting.newBuilder()
                  .setVerdict(RewriteVerdict.REWRITTEN)
                  .setRewrite("xin bạn giữ lời " + comment)
                  .setModel("chat-rewriter@1"));
    }
    return batch.build();
  }

  void record(TestChat chat) {
    classify(chat);
    chat.taggedBatches(7).forEach(batch -> OpenStores.await(stores().comments().record(batch)));
  }

  void classify(TestChat chat) {
    chat.classifiedBatches(9).forEach(batch -> OpenStores.await(stores().comments().record(batch)));
  }

  ModeratedComment get(TestChat chat, String id) {
    Optional<ModeratedComment> comment = stores().comments().get(chat.id(), id);
    assertThat(comment).as("comment %s", id).isPresent();
    return comment.orElseThrow();
  }

  List<EventCase> kinds(TestChat chat) {
    return stores().allEvents(chat.id()).stream().map(WatchCommentsResponse::getEventCase).toList();
  }

  ChatState state(TestChat chat) {
    return stores().comments().chat(chat.id()).orElseThrow().getState();
  }
}

package chatwarden.store.comment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import chatwarden.livechat.v1.WatchCommentsResponse;
import chatwarden.pipeline.v1.ChatEvent;
import chatwarden.pipeline.v1.ClassifiedBatch;
import chatwarden.store.redis.OpenStores;
import chatwarden.type.v1.Author;
import chatwarden.type.v1.Comment;
import chatwarden.type.v1.FlagReason;
import chatwarden.type.v1.HeldComment;
import chatwarden.type.v1.HeldState;
import chatwarden.type.v1.ModeratedComment;
import com.google.protobuf.Timestamp;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The fields that sources and settings add to a comment, on every kind of Redis. */
abstract class RecordedFieldsContract extends ChatEndContract {

  @Test
  void whetherACommentIsFlaggedIsReadBackAndToldWithItsReason() {
    TestChat chat = TestChat.of("reasons", 4, 1);
    ClassifiedBatch.Builder batch = chat.classifiedBatches(4).getFirst().toBuilder();
    batch.getCommentsBuilder(0).setFlagReason(FlagReason.STRICT_MODE).setExceededThreshold(0.125f);
    batch
        .getCommentsBuilder(1)
        .setFlagReason(FlagReason.BLOCK_RULE)
        .setFlagRule("shut up")
        .clearExceededThreshold();
    batch.getCommentsBuilder(2).clearFlagReason().clearExceededThreshold(); // An earlier version.
    batch.getCommentsBuilder(3).setFlagged(false).clearFlagReason().clearExceededThreshold();

    OpenStores.await(stores().comments().record(batch.build()));

    List<ModeratedComment> stored =
        IntStream.range(0, 4).mapToObj(i -> get(chat, chat.commentId(i))).toList();
    assertThat(stored)
        .extracting(
            ModeratedComment::getFlagged,
            ModeratedComment::getFlagReason,
            ModeratedComment::getFlagRule,
            ModeratedComment::hasExceededThreshold)
        .containsExactly(
            tuple(true, FlagReason.STRICT_MODE, "", true),
            tuple(true, FlagReason.BLOCK_RULE, "shut up", false),
            tuple(true, FlagReason.FLAG_THRESHOLD, "", false),
            tuple(false, FlagReason.FLAG_REASON_UNSPECIFIED, "", false));
    assertThat(stored.getFirst().getExceededThreshold()).isEqualTo(0.125f);
    assertThat(stores().allEvents(chat.id()))
        .extracting(WatchCommentsResponse::getClassified)
        .containsExactlyElementsOf(stored);
  }

  @Test
  void originOfACommentOfASharedChatIsReadBack() {
    TestChat chat = TestChat.of("shared", 1, 1);
    ClassifiedBatch.Builder batch = chat.classifiedBatches(1).getFirst().toBuilder();
    batch.getCommentsBuilder(0).getCommentBuilder().setOrigin("other_channel");
    var _ = OpenStores.await(stores().comments().record(batch.build()));
    assertThat(get(chat, chat.commentId(0)).getComment().getOrigin()).isEqualTo("other_channel");
  }

  private static ChatEvent held(TestChat chat, HeldState state, String text) {
    return ChatEvent.newBuilder()
        .setChat(chat.id())
        .setHeld(
            HeldComment.newBuilder()
                .setComment(
                    Comment.newBuilder()
                        .setId(chat.commentId(0))
                        .setText(text)
                        .setAuthor(Author.newBuilder().setId("a")))
                .setHoldTime(Timestamp.newBuilder().setSeconds(1_767_225_600))
                .setState(state))
        .build();
  }

  @Test
  void heldCommentIsToldOnceInEachStateAndRecordedWhenItIsPublished() {
    TestChat chat = TestChat.of("held", 1, 1);
    for (int repeat = 0; repeat < 2; repeat++) {
      OpenStores.await(stores().comments().record(held(chat, HeldState.HELD, "xin chào")));
    }
    assertThat(stores().comments().get(chat.id(), chat.commentId(0))).isEmpty();
    for (int repeat = 0; repeat < 2; repeat++) {
      OpenStores.await(stores().comments().record(held(chat, HeldState.APPROVED, "")));
      OpenStores.await(stores().comments().record(held(chat, HeldState.HELD, "xin chào")));
    }
    assertThat(stores().allEvents(chat.id()))
        .extracting(event -> event.getHeld().getState())
        .containsExactly(HeldState.HELD, HeldState.APPROVED);
    record(chat);
    assertThat(get(chat, chat.commentId(0)).getComment())
        .isEqualTo(chat.comments().getFirst().getComment());
  }
}

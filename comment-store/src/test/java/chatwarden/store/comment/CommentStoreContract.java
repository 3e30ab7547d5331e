package chatwarden.store.comment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import chatwarden.livechat.v1.Chat;
import chatwarden.livechat.v1.WatchCommentsResponse;
import chatwarden.livechat.v1.WatchCommentsResponse.EventCase;
import chatwarden.pipeline.v1.ChatEvent;
import chatwarden.pipeline.v1.ClassifiedBatch;
import chatwarden.pipeline.v1.ClassifiedComment;
import chatwarden.pipeline.v1.TaggedComment;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.store.redis.OpenStores;
import chatwarden.testing.chat.GoldenStages;
import chatwarden.type.v1.AllowedPart;
import chatwarden.type.v1.FlagReason;
import chatwarden.type.v1.ModeratedComment;
import chatwarden.type.v1.TaggingState;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What recording promises, on every kind of Redis. */
abstract class CommentStoreContract extends ChatEndContract {

  private static final String NOON = "2026-01-01T12:30:00Z";

  protected abstract OpenStores stores();

  @Test
  void recordedCommentIsReadBackAsItWas() {
    TestChat chat = TestChat.of("roundtrip", 40, 0.5);
    record(chat);
    for (TaggedComment tagged : chat.tagged()) {
      ModeratedComment stored = get(chat, tagged.getComment().getComment().getId());
      assertThat(stored.getComment()).isEqualTo(tagged.getComment().getComment());
      assertThat(stored.getClassification()).isEqualTo(tagged.getComment().getClassification());
      assertThat(stored.getTagging()).isEqualTo(tagged.getTagging());
      assertThat(stored.getTaggingState()).isEqualTo(TaggingState.TAGGED);
    }
    for (ClassifiedComment clean : chat.comments()) {
      if (!clean.getFlagged()) {
        ModeratedComment stored = get(chat, clean.getComment().getId());
        assertThat(stored.getComment()).isEqualTo(clean.getComment());
        assertThat(stored.getTaggingState()).isEqualTo(TaggingState.NOT_NEEDED);
      }
    }
  }

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
  void allowedPartsAreReadBackAndToldAsTheyWere() {
    TestChat chat = TestChat.of("allowed", 4, 1);
    AllowedPart part = AllowedPart.newBuilder().setStart(0).setEnd(2).setRule("đ\"m").build();
    ClassifiedBatch.Builder batch = chat.classifiedBatches(4).getFirst().toBuilder();
    batch.getCommentsBuilderList().forEach(comment -> comment.addAllowed(part));

    List<ClassifiedComment> toTag = OpenStores.await(stores().comments().record(batch.build()));
    List<ClassifiedComment> again = OpenStores.await(stores().comments().record(batch.build()));

    assertThat(get(chat, chat.commentId(2)).getAllowedList()).containsExactly(part);
    assertThat(stores().allEvents(chat.id()))
        .allSatisfy(
            event -> assertThat(event.getClassified().getAllowedList()).containsExactly(part));
    assertThat(toTag).allSatisfy(it -> assertThat(it.getAllowedList()).containsExactly(part));
    assertThat(again).allSatisfy(it -> assertThat(it.getAllowedList()).containsExactly(part));
  }

  @Test
  void watcherIsToldEverythingOnceWithWhatIsStored() {
    TestChat chat = TestChat.of("told", 40, 0.5);
    record(chat);
    List<WatchCommentsResponse> events = stores().allEvents(chat.id());
    assertThat(events).extracting(WatchCommentsResponse::getResumeToken).doesNotHaveDuplicates();
    assertThat(events.stream().filter(WatchCommentsResponse::hasClassified)).hasSize(40);
    assertThat(
            events.stream()
                .filter(WatchCommentsResponse::hasTagged)
                .map(WatchCommentsResponse::getTagged))
        .hasSize(chat.tagged().size())
        .allSatisfy(told -> assertThat(told).isEqualTo(get(chat, told.getComment().getId())));
    assertThat(stores().events().latest(chat.id()).map(token -> token.in(chat.id())))
        .contains(events.get(events.size() - 1).getResumeToken());
  }

  @Test
  void repeatedMessagesChangeNothing() {
    TestChat chat = TestChat.of("repeated", 20, 0.5);
    record(chat);
    stores().comments().record(chat.deletion(chat.commentId(3)));
    List<WatchCommentsResponse> once = stores().allEvents(chat.id());
    record(chat);
    OpenStores.await(stores().comments().record(chat.deletion(chat.commentId(3))));
    assertThat(stores().allEvents(chat.id())).isEqualTo(once);
    assertThat(stores().comments().chat(chat.id()).map(Chat::getCommentCount)).contains(20L);
  }

  @Test
  void tagThatOvertakesItsClassificationRecordsBothInOrder() {
    TestChat chat = TestChat.of("overtaken", 6, 1);
    chat.taggedBatches(6).forEach(batch -> OpenStores.await(stores().comments().record(batch)));
    chat.classifiedBatches(6).forEach(batch -> OpenStores.await(stores().comments().record(batch)));
    assertThat(kinds(chat))
        .hasSize(12)
        .startsWith(EventCase.CLASSIFIED, EventCase.TAGGED, EventCase.CLASSIFIED);
    assertThat(get(chat, chat.commentId(0)).getTaggingState()).isEqualTo(TaggingState.TAGGED);
  }

  @Test
  void untaggableCommentIsMarkedAndCountsForTheEnd() {
    TestChat chat = TestChat.of("untaggable", 1, 1);
    TaggedComment failed =
        TaggedComment.newBuilder().setComment(chat.comments().get(0)).setFailed(true).build();
    classify(chat);
    OpenStores.await(stores().comments().record(chat.end(NOON)));
    OpenStores.await(stores().comments().record(GoldenStages.taggedBatch(List.of(failed))));
    assertThat(kinds(chat)).containsExactly(EventCase.CLASSIFIED, EventCase.ENDED);
    assertThat(get(chat, chat.commentId(0)).getTaggingState()).isEqualTo(TaggingState.UNTAGGABLE);
  }

  @Test
  void whatIsStillToBeTaggedIsAnsweredAsItStandsUntilItIsTagged() {
    TestChat chat = TestChat.of("pending", 20, 0.5);
    List<ClassifiedComment> flagged =
        chat.comments().stream().filter(ClassifiedComment::getFlagged).toList();
    assertThat(OpenStores.await(stores().comments().record(batchOf(chat.comments()))))
        .isEqualTo(flagged)
        .hasSizeGreaterThan(2);

    List<ClassifiedComment> otherwise =
        chat.comments().stream()
            .map(comment -> comment.toBuilder().setFlagged(false).clearFlagReason())
            .peek(comment -> comment.getClassificationBuilder().setModel("another@2"))
            .map(ClassifiedComment.Builder::build)
            .toList();
    assertThat(OpenStores.await(stores().comments().record(batchOf(otherwise)))).isEqualTo(flagged);

    ClassifiedComment gone = flagged.getFirst();
    assertThat(stores().comments().delete(chat.id(), gone.getComment().getId())).isTrue();
    assertThat(OpenStores.await(stores().comments().record(batchOf(flagged)))).isEqualTo(flagged);

    OpenStores.await(stores().comments().record(GoldenStages.taggedBatch(chat.tagged())));
    assertThat(OpenStores.await(stores().comments().record(batchOf(otherwise)))).isEmpty();
  }

  private static ClassifiedBatch batchOf(List<ClassifiedComment> comments) {
    return GoldenStages.classifiedBatch(comments);
  }

  @Test
  void conflictingDuplicateLeavesTheFirstAndIsCounted() {
    TestChat chat = TestChat.of("conflict", 1, 1);
    classify(chat);
    ClassifiedComment first = chat.comments().get(0);
    ClassifiedComment other =
        first.toBuilder()
            .setComment(first.getComment().toBuilder().setText("you idiot, another text"))
            .build();
    double before = conflicts();
    OpenStores.await(stores().comments().record(GoldenStages.classifiedBatch(List.of(other))));
    OpenStores.await(
        stores().comments().record(GoldenStages.taggedBatch(List.of(GoldenStages.tag(other)))));
    assertThat(conflicts()).isEqualTo(before + 2);
    ModeratedComment stored = get(chat, chat.commentId(0));
    assertThat(stored.getComment()).isEqualTo(first.getComment());
    assertThat(stored.getTaggingState()).isEqualTo(TaggingState.PENDING);
    assertThat(kinds(chat)).containsExactly(EventCase.CLASSIFIED);
  }

  @Test
  void oddIdsAreKeptApart() {
    TestChat chat = TestChat.of("odd-ids", 1, 1);
    for (String id : List.of("}x{", "a:b", "ước 🎉", "*")) {
      ClassifiedComment first = chat.comments().get(0);
      ClassifiedComment odd =
          first.toBuilder()
              .setComment(
                  first.getComment().toBuilder()
                      .setId(id)
                      .setAuthor(first.getComment().getAuthor().toBuilder().setId(id)))
              .build();
      OpenStores.await(
          stores().comments().record(GoldenStages.taggedBatch(List.of(GoldenStages.tag(odd)))));
      assertThat(get(chat, id).getComment()).isEqualTo(odd.getComment());
      assertThat(stores().comments().delete(chat.id(), id)).isTrue();
    }
  }

  @Test
  void messagesThatThePipelineNeverMakesAreRefusedByTheirField() {
    TestChat chat = TestChat.of("broken", 1, 1);
    ClassifiedComment good = chat.comments().get(0);
    refused("chat", ClassifiedBatch.newBuilder().setChat("a b").addComments(good).build());
    refused("comments", ClassifiedBatch.newBuilder().setChat(chat.id()).build());
    refused(
        "comments[0].comment.id",
        GoldenStages.classifiedBatch(
            List.of(good.toBuilder().setComment(good.getComment().toBuilder().setId("")).build())));
    refused(
        "comments[0].comment.text",
        GoldenStages.classifiedBatch(
            List.of(
                good.toBuilder()
                    .setComment(good.getComment().toBuilder().setText("a".repeat(10_001)))
                    .build())));
    refused(
        "comments[0].comment.publish_time",
        GoldenStages.classifiedBatch(
            List.of(
                good.toBuilder()
                    .setComment(good.getComment().toBuilder().clearPublishTime())
                    .build())));
    assertThatThrownBy(
            () ->
                OpenStores.await(
                    stores().comments().record(ChatEvent.newBuilder().setChat(chat.id()).build())))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("event");
    assertThat(stores().comments().chat(chat.id())).isEmpty();
  }

  private void refused(String field, ClassifiedBatch batch) {
    assertThatThrownBy(() -> OpenStores.await(stores().comments().record(batch)))
        .isInstanceOfSatisfying(
            InvalidInputException.class,
            e -> assertThat(e.problems().get(0).field()).isEqualTo(field));
  }

  private double conflicts() {
    return stores().registry.get("store.comment.conflict").counter().count();
  }
}

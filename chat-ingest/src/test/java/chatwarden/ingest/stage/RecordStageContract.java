package chatwarden.ingest.stage;

import static chatwarden.ingest.stage.StageEvents.classified;
import static chatwarden.ingest.stage.StageEvents.header;
import static chatwarden.ingest.stage.StageEvents.ids;
import static chatwarden.ingest.stage.StageEvents.isFlagged;
import static chatwarden.ingest.stage.StageEvents.tagged;
import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.broker.BrokerTopology;
import chatwarden.broker.MessageHeaders;
import chatwarden.domain.policy.ChatPolicy;
import chatwarden.ingest.source.SourceSink;
import chatwarden.livechat.v1.WatchCommentsResponse;
import chatwarden.pipeline.v1.ClassifiedBatch;
import chatwarden.pipeline.v1.ClassifiedComment;
import chatwarden.pipeline.v1.TaggedBatch;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.store.comment.CommentStore;
import chatwarden.testing.chat.GoldenStages;
import chatwarden.type.v1.Comment;
import chatwarden.type.v1.TaggingState;
import com.rabbitmq.client.GetResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/**
 * The promises of the recorder: nothing is lost, and a message that cannot be recorded harms no
 * other.
 */
public abstract class RecordStageContract extends StageFixture {

  @Test
  void whatNobodyCanReadBecomesADeadLetterAfterBoundedAttempts() throws Exception {
    startBehind();
    for (String queue : List.of(BrokerTopology.TAG, BrokerTopology.RECORD)) {
      String type = ClassifiedBatch.getDescriptor().getFullName();
      publisher.publish(queue, type, new byte[] {-1, -1, -1}, Map.of()).join();
      GetResponse letter = deadLetter(queue);
      assertThat(letter.getBody()).containsExactly(-1, -1, -1);
      assertThat(header(letter, MessageHeaders.REASON)).isEqualTo("UNDECODABLE");
      assertThat(header(letter, MessageHeaders.ATTEMPT)).isEqualTo("5");
      publisher.publish(queue, "a.Stranger", new byte[0], Map.of()).join();
      assertThat(header(deadLetter(queue), MessageHeaders.REASON)).isEqualTo("UNKNOWN_TYPE");
    }
    List<Comment> comments = comments(100);
    play(comments);
    assertWhole(comments, awaitEnd());
  }

  @Test
  void whatTheStoreRefusesBecomesADeadLetterThatNamesTheField() throws Exception {
    startBehind();
    Comment good = comments(1).getFirst();
    ClassifiedComment fine = GoldenStages.classify(good);
    Map<ClassifiedBatch, String> refused =
        Map.of(
            batch(fine.toBuilder().setComment(good.toBuilder().setText("")).build()),
            "comment.text",
            batch(fine.toBuilder().setComment(good.toBuilder().setText(" \t ")).build()),
            "comment.text",
            batch(
                fine.toBuilder().setComment(good.toBuilder().setText("x".repeat(10_001))).build()),
            "comment.text",
            batch(fine.toBuilder().setComment(good.toBuilder().setId("a\u0000b")).build()),
            "comment.id",
            batch(fine.toBuilder().setComment(good.toBuilder().clearPublishTime()).build()),
            "comment.publish_time",
            batch(fine.toBuilder().clearClassification().build()),
            "classification.label",
            ClassifiedBatch.newBuilder().setChat(id).build(),
            "comments");
    for (Map.Entry<ClassifiedBatch, String> each : refused.entrySet()) {
      String type = ClassifiedBatch.getDescriptor().getFullName();
      publisher.publish(BrokerTopology.RECORD, type, each.getKey().toByteArray(), Map.of()).join();
      GetResponse letter = deadLetter(BrokerTopology.RECORD);
      assertThat(letter.getBody()).isEqualTo(each.getKey().toByteArray());
      assertThat(header(letter, MessageHeaders.REASON)).isEqualTo("INVALID_INPUT");
      assertThat(header(letter, MessageHeaders.PROBLEM))
          .contains(each.getValue())
          .doesNotContain("xx");
      assertThat(header(letter, MessageHeaders.ATTEMPT)).isEqualTo("1");
    }
  }

  @Test
  void messagesThatWaitForTheStoreAreRecordedTogetherAndARefusedOneAmongThemAlone()
      throws Exception {
    List<Comment> comments = comments(300);
    SourceSink sink = open();
    for (Comment comment : comments.subList(0, 100)) {
      sink.deliver(comment);
    }
    assertThat(sink.barrier().toCompletableFuture()).succeedsWithin(LIMIT);
    ClassifiedBatch refused =
        batch(GoldenStages.classify(comments.getFirst().toBuilder().setText(" ").build()));
    String type = ClassifiedBatch.getDescriptor().getFullName();
    publisher.publish(BrokerTopology.RECORD, type, refused.toByteArray(), Map.of()).join();
    play(comments.subList(100, 300));
    AtomicInteger refusals = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    store.fault =
        message -> {
          if (refusals.incrementAndGet() <= 3) {
            return Optional.of(
                FaultCode.UNAVAILABLE.exception("STORE_AWAY", "a fault of the test"));
          }
          if (message instanceof ClassifiedBatch batch) {
            most.accumulateAndGet(batch.getCommentsCount(), Math::max);
          }
          return Optional.empty();
        };
    startBehind();
    List<WatchCommentsResponse> events = awaitEnd();
    assertThat(classified(events)).containsExactlyInAnyOrderElementsOf(ids(comments));
    assertContents(comments, events);
    assertThat(most.get()).isGreaterThan(64).isLessThanOrEqualTo(CommentStore.MAX_BATCH);
    GetResponse letter = deadLetter(BrokerTopology.RECORD);
    assertThat(letter.getBody()).isEqualTo(refused.toByteArray());
    assertThat(header(letter, MessageHeaders.PROBLEM)).contains("comment.text");
  }

  @Test
  void aBadCommentBecomesADeadLetterAloneAndItsNeighboursAreRecordedInOrder() throws Exception {
    List<Comment> comments = comments(64);
    Comment bad = comments.get(20).toBuilder().setId("\u0000").build();
    ClassifiedBatch.Builder batch = ClassifiedBatch.newBuilder().setChat(id);
    for (Comment comment : comments) {
      batch.addComments(GoldenStages.classify(comment == comments.get(20) ? bad : comment));
    }
    String type = ClassifiedBatch.getDescriptor().getFullName();
    publisher.publish(BrokerTopology.RECORD, type, batch.build().toByteArray(), Map.of()).join();
    startBehind();
    open().report(end());
    List<Comment> good = new ArrayList<>(comments);
    good.remove(20);
    assertWhole(good, awaitEnd());
    GetResponse letter = deadLetter(BrokerTopology.RECORD);
    assertThat(ClassifiedBatch.parseFrom(letter.getBody()).getCommentsList())
        .containsExactly(GoldenStages.classify(bad));
    assertThat(header(letter, MessageHeaders.REASON)).isEqualTo("INVALID_INPUT");
    assertThat(header(letter, MessageHeaders.PROBLEM)).contains("comment.id");
  }

  @Test
  void aCommentThatTheStoreBreaksOnGoesRoundAloneAndItsNeighboursAreRecorded() throws Exception {
    List<Comment> comments = comments(300);
    String bad = comments.get(33).getId();
    store.fault =
        message ->
            message instanceof ClassifiedBatch batch
                    && batch.getCommentsList().stream()
                        .anyMatch(comment -> comment.getComment().getId().equals(bad))
                ? Optional.of(FaultCode.INTERNAL.exception("SCRIPT_FAILED", "a fault of the test"))
                : Optional.empty();
    play(comments);
    startBehind();
    List<WatchCommentsResponse> events = awaitEnd();
    List<String> others = ids(comments).stream().filter(other -> !other.equals(bad)).toList();
    assertThat(classified(events)).containsExactlyInAnyOrderElementsOf(others);
    GetResponse letter = deadLetter(BrokerTopology.RECORD);
    assertThat(ClassifiedBatch.parseFrom(letter.getBody()).getCommentsList())
        .extracting(comment -> comment.getComment().getId())
        .containsExactly(bad);
    assertThat(header(letter, MessageHeaders.REASON)).isEqualTo("SCRIPT_FAILED");
    assertThat(header(letter, MessageHeaders.ATTEMPT)).isEqualTo("5");
  }

  @Test
  void spansThatTheStoreRefusesLeaveACommentUntaggableAndTheChatEnds() throws Exception {
    List<Comment> comments = comments(200);
    Comment bad = comments.stream().filter(StageEvents::isFlagged).findFirst().get();
    store.fault =
        message ->
            message instanceof TaggedBatch batch
                    && batch.getCommentsList().stream()
                        .anyMatch(
                            comment ->
                                !comment.getFailed()
                                    && comment.getComment().getComment().equals(bad))
                ? Optional.of(InvalidInputException.of("spans", "a fault of the test"))
                : Optional.empty();
    startBehind();
    play(comments);
    List<WatchCommentsResponse> events = awaitEnd();
    assertThat(classified(events)).isEqualTo(ids(comments));
    assertThat(tagged(events))
        .doesNotContain(bad.getId())
        .hasSize((int) comments.stream().filter(StageEvents::isFlagged).count() - 1);
    assertThat(stores.comments().get(id, bad.getId()).get().getTaggingState())
        .isEqualTo(TaggingState.UNTAGGABLE);
    assertThat(header(deadLetter(BrokerTopology.RECORD), MessageHeaders.PROBLEM)).contains("spans");
  }

  @Test
  void anIdOfEmojiIsRecordedAsItWasTaken() throws Exception {
    startBehind();
    Comment comment = comments(1).getFirst().toBuilder().setId("😀".repeat(256)).build();
    play(List.of(comment));
    assertThat(classified(awaitEnd())).containsExactly(comment.getId());
    assertThat(stores.comments().get(id, comment.getId())).isPresent();
  }

  @Test
  void flaggedCommentIsTaggedAlthoughARepetitionFlagsItNoLonger() throws Exception {
    List<Comment> comments = comments(200);
    ClassifiedBatch recorded =
        ClassifiedBatch.newBuilder()
            .setChat(id)
            .addAllComments(comments.subList(0, 64).stream().map(GoldenStages::classify).toList())
            .build();
    // A process that dies here never told the tag stage.
    assertThat(stores.comments().record(recorded).toCompletableFuture())
        .succeedsWithin(LIMIT)
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .isNotEmpty();
    startBehind();
    SourceSink sink = classify.open(id, origin(), () -> ChatPolicy.ofThreshold(1), rejections::add);
    for (Comment comment : comments.subList(0, 64)) {
      sink.deliver(comment);
    }
    assertThat(sink.barrier().toCompletableFuture()).succeedsWithin(LIMIT);
    play(comments.subList(64, 200));
    assertWhole(comments, awaitEnd());
  }

  @Test
  void batchThatCannotBeRecordedBecomesADeadLetterAndTheChatEnds() throws Exception {
    store.fault =
        message ->
            message instanceof ClassifiedBatch
                ? Optional.of(FaultCode.INTERNAL.exception("SCRIPT_FAILED", "a fault of the test"))
                : Optional.empty();
    startBehind();
    Comment clean = comments(50).stream().filter(comment -> !isFlagged(comment)).findFirst().get();
    play(List.of(clean));
    List<WatchCommentsResponse> events = awaitEnd();
    assertThat(classified(events)).isEmpty();
    GetResponse letter = deadLetter(BrokerTopology.RECORD);
    assertThat(header(letter, MessageHeaders.REASON)).isEqualTo("SCRIPT_FAILED");
    assertThat(header(letter, MessageHeaders.ATTEMPT)).isEqualTo("5");
  }
}

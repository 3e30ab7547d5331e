package chatwarden.ingest.stage;

import chatwarden.broker.Delivery;
import chatwarden.pipeline.v1.ChatEvent;
import chatwarden.pipeline.v1.ClassifiedBatch;
import chatwarden.pipeline.v1.Publication;
import chatwarden.pipeline.v1.TaggedBatch;
import chatwarden.pipeline.v1.TaggedComment;
import chatwarden.store.comment.CommentStore;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** A message in the queue of the recorder. */
sealed interface RecordMessage {

  /** Reads a delivery. */
  static RecordMessage of(Delivery delivery) throws PermanentFaultException {
    RecordMessage message = decode(delivery);
    if (message.chat().isEmpty()) {
      throw new PermanentFaultException("UNDECODABLE", true);
    }
    return message;
  }

  private static RecordMessage decode(Delivery delivery) throws PermanentFaultException {
    String type = delivery.type();
    try {
      if (type.equals(MessageTypes.CLASSIFIED)) {
        return new Classification(ClassifiedBatch.parseFrom(delivery.body()));
      }
      if (type.equals(MessageTypes.TAGGED)) {
        return new Tagging(TaggedBatch.parseFrom(delivery.body()));
      }
      if (type.equals(MessageTypes.EVENT)) {
        return new Event(ChatEvent.parseFrom(delivery.body()));
      }
    } catch (InvalidProtocolBufferException e) {
      throw new PermanentFaultException("UNDECODABLE", true);
    }
    throw new PermanentFaultException("UNKNOWN_TYPE", true);
  }

  /**
   * One message that says what all of these say, in their order.
   *
   * @param messages which {@linkplain #joins join} the first, or one alone
   */
  static RecordMessage joined(List<RecordMessage> messages) {
    if (messages.size() == 1) {
      return messages.getFirst();
    }
    return switch (messages.getFirst()) {
      case Classification first -> {
        ClassifiedBatch.Builder all = ClassifiedBatch.newBuilder().setChat(first.chat());
        Publication.Builder numbers = first.publication().toBuilder().clearNumbers();
        for (RecordMessage message : messages) {
          all.addAllComments(((Classification) message).batch().getCommentsList());
          numbers.addAllNumbers(message.publication().getNumbersList());
        }
        yield new Classification(all.setPublication(numbers).build());
      }
      case Tagging first -> {
        TaggedBatch.Builder all = TaggedBatch.newBuilder().setChat(first.chat());
        for (RecordMessage message : messages) {
          all.addAllComments(((Tagging) message).batch().getCommentsList());
        }
        yield new Tagging(all.build());
      }
      case Event event -> throw new IllegalArgumentException("events go alone (a bug)");
    };
  }

  /** The chat that it belongs to. */
  String chat();

  /** How many comments it holds. */
  int size();

  /** Returns its place among the messages of its session; without numbers where it has none. */
  Publication publication();

  /**
   * Returns its comments as messages of one comment each, in order and without a place; a message
   * of one comment and an event are their own only part.
   */
  List<RecordMessage> parts();

  /** Returns a message of some of its {@linkplain #parts}, with its place. */
  RecordMessage of(List<RecordMessage> parts);

  /** The body of an AMQP message that holds it. */
  byte[] body();

  /** Has it recorded. A fault is the store's; nothing is refused by the outcome. */
  CompletionStage<LaneOutcome> into(CommentStore store);

  /** Returns whether both can be recorded as one message: of one kind, one lease, and no events. */
  default boolean joins(RecordMessage other) {
    return getClass() == other.getClass()
        && !(this instanceof Event)
        && publication().getFence() == other.publication().getFence()
        && publication().getSession().equals(other.publication().getSession());
  }

  /**
   * The message that replaces one given up for good, so that the end of the chat does not wait for
   * it: comments whose spans the store refuses count as untaggable.
   */
  default Optional<TaggedBatch> substitute() {
    return Optional.empty();
  }

  /** Comments with their classification. */
  record Classification(String chat, int size, ClassifiedBatch batch) implements RecordMessage {

    Classification(ClassifiedBatch batch) {
      this(batch.getChat(), batch.getCommentsCount(), batch);
    }

    @Override
    public Publication publication() {
      return batch.getPublication();
    }

    @Override
    public RecordMessage of(List<RecordMessage> parts) {
      return new Classification(
          ((Classification) joined(parts))
              .batch().toBuilder().setPublication(publication()).build());
    }

    @Override
    public List<RecordMessage> parts() {
      if (size() <= 1) {
        return List.of(this);
      }
      return batch.getCommentsList().stream()
          .<RecordMessage>map(
              comment ->
                  new Classification(
                      ClassifiedBatch.newBuilder()
                          .setChat(batch.getChat())
                          .addComments(comment)
                          .build()))
          .toList();
    }

    @Override
    public byte[] body() {
      return batch.toByteArray();
    }

    @Override
    public CompletionStage<LaneOutcome> into(CommentStore store) {
      return store.record(batch).thenApply(LaneOutcome::ofComments);
    }
  }

  /** Comments with their spans. */
  record Tagging(String chat, int size, TaggedBatch batch) implements RecordMessage {

    Tagging(TaggedBatch batch) {
      this(batch.getChat(), batch.getCommentsCount(), batch);
    }

    @Override
    public Publication publication() {
      return Publication.getDefaultInstance();
    }

    @Override
    public RecordMessage of(List<RecordMessage> parts) {
      return joined(parts);
    }

    @Override
    public List<RecordMessage> parts() {
      return batch.getCommentsList().stream()
          .<RecordMessage>map(
              comment ->
                  new Tagging(
                      TaggedBatch.newBuilder()
                          .setChat(batch.getChat())
                          .addComments(comment)
                          .build()))
          .toList();
    }

    @Override
    public byte[] body() {
      return batch.toByteArray();
    }

    @Override
    public CompletionStage<LaneOutcome> into(CommentStore store) {
      return store.record(batch).thenApply(done -> LaneOutcome.ofComments(List.of()));
    }

    @Override
    public Optional<TaggedBatch> substitute() {
      List<TaggedComment> failed =
          batch.getCommentsList().stream()
              .filter(comment -> !comment.getFailed())
              .map(
                  comment ->
                      TaggedComment.newBuilder()
                          .setComment(comment.getComment())
                          .setFailed(true)
                          .build())
              .toList();
      return failed.isEmpty()
          ? Optional.empty()
          : Optional.of(
              TaggedBatch.newBuilder().setChat(batch.getChat()).addAllComments(failed).build());
    }
  }

  /** What the platform reported, or the end. */
  record Event(ChatEvent event) implements RecordMessage {
    @Override
    public String chat() {
      return event.getChat();
    }

    @Override
    public int size() {
      return 0;
    }

    @Override
    public Publication publication() {
      return event.getPublication();
    }

    @Override
    public RecordMessage of(List<RecordMessage> parts) {
      return this;
    }

    @Override
    public List<RecordMessage> parts() {
      return List.of(this);
    }

    @Override
    public byte[] body() {
      return event.toByteArray();
    }

    @Override
    public CompletionStage<LaneOutcome> into(CommentStore store) {
      return store.record(event).thenApply(LaneOutcome::ofEvent);
    }

    boolean isEnd() {
      return event.hasEnded();
    }

    /** Returns the event without a place: as an end, it waits for no message. */
    Event withoutPublication() {
      return new Event(event.toBuilder().clearPublication().build());
    }
  }
}

package chatwarden.ingest.stage;

import chatwarden.broker.Delivery;
import chatwarden.pipeline.v1.ChatEvent;
import chatwarden.pipeline.v1.ClassifiedBatch;
import chatwarden.pipeline.v1.ClassifiedComment;
import chatwarden.pipeline.v1.Publication;
import chatwarden.pipeline.v1.RewrittenBatch;
import chatwarden.pipeline.v1.TaggedBatch;
import chatwarden.store.comment.CommentStore;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** A message in the queue of the recorder. */
sealed interface RecordMessage
    permits ClassificationMessage, TaggingMessage, RewritingMessage, EventMessage {

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
        return new ClassificationMessage(ClassifiedBatch.parseFrom(delivery.body()));
      }
      if (type.equals(MessageTypes.TAGGED)) {
        return new TaggingMessage(TaggedBatch.parseFrom(delivery.body()));
      }
      if (type.equals(MessageTypes.REWRITTEN)) {
        return new RewritingMessage(RewrittenBatch.parseFrom(delivery.body()));
      }
      if (type.equals(MessageTypes.EVENT)) {
        return new EventMessage(ChatEvent.parseFrom(delivery.body()));
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
      case ClassificationMessage first -> {
        ClassifiedBatch.Builder all = ClassifiedBatch.newBuilder().setChat(first.chat());
        Publication.Builder numbers = first.publication().toBuilder().clearNumbers();
        for (RecordMessage message : messages) {
          all.addAllComments(((ClassificationMessage) message).batch().getCommentsList());
          numbers.addAllNumbers(message.publication().getNumbersList());
        }
        yield new ClassificationMessage(all.setPublication(numbers).build());
      }
      case TaggingMessage first -> {
        TaggedBatch.Builder all = TaggedBatch.newBuilder().setChat(first.chat());
        for (RecordMessage message : messages) {
          all.addAllComments(((TaggingMessage) message).batch().getCommentsList());
        }
        yield new TaggingMessage(all.build());
      }
      case RewritingMessage first -> {
        RewrittenBatch.Builder all = RewrittenBatch.newBuilder().setChat(first.chat());
        for (RecordMessage message : messages) {
          all.addAllComments(((RewritingMessage) message).batch().getCommentsList());
        }
        yield new RewritingMessage(all.build());
      }
      case EventMessage event -> throw new IllegalArgumentException("events go alone (a bug)");
    };
  }

  /** The chat that it belongs to. */
  String chat();

  /** How many comments it holds. */
  int size();

  /** Returns its place among the messages of its session; without numbers where it has none. */
  default Publication publication() {
    return Publication.getDefaultInstance();
  }

  /**
   * Returns its comments as messages of one comment each, in order and without a place; a message
   * of one comment and an event are their own only part.
   */
  List<RecordMessage> parts();

  /** Returns a message of some of its {@linkplain #parts}, with its place. */
  default RecordMessage of(List<RecordMessage> parts) {
    return joined(parts);
  }

  /** The body of an AMQP message that holds it. */
  byte[] body();

  /** Has it recorded. A fault is the store's; nothing is refused by the outcome. */
  CompletionStage<LaneOutcome> into(CommentStore store);

  /** Returns whether both can be recorded as one message: of one kind, one lease, and no events. */
  default boolean joins(RecordMessage other) {
    return getClass() == other.getClass()
        && !(this instanceof EventMessage)
        && publication().getFence() == other.publication().getFence()
        && publication().getSession().equals(other.publication().getSession());
  }

  /** Returns the ids of the comments that stage 3 gets once they are recorded. */
  default Set<String> rewriteWanted() {
    return Set.of();
  }

  /** Returns those of some flagged comments that are to be rewritten. */
  default List<ClassifiedComment> wanted(List<ClassifiedComment> flagged) {
    Set<String> wanted = rewriteWanted();
    return wanted.isEmpty()
        ? List.of()
        : flagged.stream().filter(it -> wanted.contains(it.getComment().getId())).toList();
  }

  /**
   * The message that replaces one given up for good, so that the end of the chat does not wait for
   * it: comments whose spans the store refuses count as untaggable.
   */
  default Optional<TaggedBatch> substitute() {
    return Optional.empty();
  }
}

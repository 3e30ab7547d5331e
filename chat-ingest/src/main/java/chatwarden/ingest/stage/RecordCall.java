package chatwarden.ingest.stage;

import chatwarden.broker.Delivery;
import chatwarden.runtime.tracing.Tracing;
import chatwarden.runtime.tracing.WorkSpan;
import chatwarden.store.comment.CommentStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Messages of one chat that the store records at one stroke.
 *
 * @param messages in the order of the lane, at least one; several are of one kind and no events
 * @param joined their joined content
 * @param span the span of the messages' way into the store and on
 */
record RecordCall(List<LaneMessage> messages, RecordMessage joined, WorkSpan span) {

  /** Beyond so many bytes nothing joins: the store serves no other call meanwhile. */
  private static final int MAX_BYTES = 256 * 1024;

  LaneMessage first() {
    return messages.getFirst();
  }

  List<Delivery> deliveries() {
    return messages.stream().map(LaneMessage::delivery).toList();
  }

  /** Records the call: at one stroke, or by parts, so that a refusal affects one part alone. */
  CompletionStage<LaneOutcome> into(CommentStore store) {
    return isDivided() ? LanePart.record(joined, store) : joined.into(store);
  }

  /** Returns whether the comments of the call are recorded one by one. */
  boolean isInParts() {
    return isDivided() && joined.size() > 1;
  }

  private boolean isDivided() {
    return messages.size() == 1 && (first().apart() || joined.size() <= 1);
  }

  /** A call that comes into being. Used by one thread. */
  static final class Gathering {
    private final List<LaneMessage> messages = new ArrayList<>();
    private final LaneMessage first;
    private int comments;
    private long bytes;

    Gathering(LaneMessage first) {
      this.first = first;
      add(first);
    }

    /** Whether the message may go with those that are there. */
    boolean takes(LaneMessage next) {
      return !first.apart()
          && !next.apart()
          && next.message().joins(first.message())
          && next.delivery().isLive()
          && comments + next.message().size() <= CommentStore.MAX_BATCH
          && bytes + next.delivery().body().length <= MAX_BYTES;
    }

    void add(LaneMessage next) {
      messages.add(next);
      comments += next.message().size();
      bytes += next.delivery().body().length;
    }

    RecordCall call(Tracing tracing) {
      WorkSpan span =
          StageTrace.ofMessages(
              tracing, "record", messages.stream().map(LaneMessage::delivery).toList());
      return new RecordCall(
          List.copyOf(messages),
          RecordMessage.joined(messages.stream().map(LaneMessage::message).toList()),
          span.set(WorkSpan.COMMENTS, comments));
    }
  }
}

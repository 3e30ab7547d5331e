package chatwarden.ingest.stage;

import chatwarden.pipeline.v1.ClassifiedComment;
import chatwarden.runtime.error.ChatwardenException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/**
 * The store's answer to a call.
 *
 * @param toTag the comments recorded as flagged that are still to be tagged
 * @param refused the parts that it did not record and would not record on a second try either
 * @param missing how many messages before an end are not recorded yet; then the end is not either
 */
record LaneOutcome(List<ClassifiedComment> toTag, List<Refused> refused, long missing) {

  /** A part with the fault that the store answered. */
  record Refused(RecordMessage part, Throwable fault) {

    /** Returns the reason for metrics, logs and headers. */
    String reason() {
      return fault instanceof ChatwardenException known ? known.reason() : "RECORD_FAILED";
    }
  }

  /** Returns the outcome of comments that were recorded. */
  static LaneOutcome ofComments(List<ClassifiedComment> toTag) {
    return new LaneOutcome(toTag, List.of(), 0);
  }

  /** Returns the outcome of an event, which was recorded unless messages are missing. */
  static LaneOutcome ofEvent(long missing) {
    return new LaneOutcome(List.of(), List.of(), missing);
  }

  /** Returns the outcome of a part that failed; fails itself when the store was only away. */
  static CompletionStage<LaneOutcome> refused(RecordMessage part, Throwable fault) {
    Throwable cause = cause(fault);
    return isTransient(cause)
        ? CompletableFuture.failedStage(cause)
        : CompletableFuture.completedStage(
            new LaneOutcome(List.of(), List.of(new Refused(part, cause)), 0));
  }

  /** Returns both outcomes, in this order. */
  LaneOutcome and(LaneOutcome next) {
    return new LaneOutcome(
        Stream.concat(toTag.stream(), next.toTag.stream()).toList(),
        Stream.concat(refused.stream(), next.refused.stream()).toList(),
        missing + next.missing);
  }

  /** Returns the fault without the wrappers of futures. */
  static Throwable cause(Throwable fault) {
    return fault instanceof CompletionException && fault.getCause() != null
        ? fault.getCause()
        : fault;
  }

  /** Returns whether the store was away, so that the message is not at fault. */
  static boolean isTransient(Throwable cause) {
    return cause instanceof ChatwardenException known && known.isTransient();
  }
}

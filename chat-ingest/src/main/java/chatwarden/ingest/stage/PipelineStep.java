package chatwarden.ingest.stage;

import chatwarden.pipeline.v1.ChatEvent;
import chatwarden.runtime.tracing.WorkSpan;
import chatwarden.type.v1.Comment;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What keeps its place in the order of one chat until it is confirmed. Guarded by its pipeline. */
abstract sealed class PipelineStep {

  /** How much of the pipeline's window it takes. */
  abstract int weight();

  /** Comments that are classified at once. */
  static final class Comments extends PipelineStep {

    /** A batch of very long comments is sent before it has its number. */
    private static final int MOST_CHARACTERS = 100_000;

    private final List<Comment> comments = new ArrayList<>();
    private long characters;
    private final Set<SpanContext> origins = new LinkedHashSet<>(0);
    private @Nullable Classified answer;
    private WorkSpan span = WorkSpan.NONE;

    /** Adds a comment, which came in the trace of this thread. */
    void add(Comment comment) {
      comments.add(comment);
      SpanContext origin = Span.current().getSpanContext();
      if (origin.isValid()) {
        origins.add(origin);
      }
      characters += comment.getText().length();
    }

    List<Comment> comments() {
      return comments;
    }

    boolean isFull(int batchSize) {
      return comments.size() >= batchSize || characters >= MOST_CHARACTERS;
    }

    /** Returns the spans that the comments came in. */
    Set<SpanContext> origins() {
      return origins;
    }

    void within(WorkSpan value) {
      span = value;
    }

    /** Returns the span of its way to the broker. */
    WorkSpan span() {
      return span;
    }

    void answer(Classified value) {
      answer = value;
    }

    Classified answer() {
      if (answer == null) {
        throw new IllegalStateException("not classified yet (a bug)");
      }
      return answer;
    }

    @Override
    int weight() {
      return comments.size();
    }
  }

  /** A report of the platform, or the end. */
  static final class Event extends PipelineStep {
    private final ChatEvent event;

    Event(ChatEvent event) {
      this.event = event;
    }

    ChatEvent event() {
      return event;
    }

    /** The end is published only when everything before it is confirmed. */
    boolean isLast() {
      return event.hasEnded();
    }

    @Override
    int weight() {
      return 1;
    }
  }

  /** A caller waits for everything before it. */
  static final class Barrier extends PipelineStep {
    private final CompletableFuture<Long> reached = new CompletableFuture<>();
    private long messagesBefore;

    CompletableFuture<Long> reached() {
      return reached;
    }

    /** Sets how many messages were published before it. */
    void comesAfter(long messages) {
      messagesBefore = messages;
    }

    long messagesBefore() {
      return messagesBefore;
    }

    @Override
    int weight() {
      return 0;
    }
  }
}

package chatwarden.ingest.stage;

import chatwarden.broker.Delivery;
import chatwarden.pipeline.v1.ClassifiedComment;
import chatwarden.runtime.tracing.TraceHeaders;
import chatwarden.runtime.tracing.Tracing;
import chatwarden.runtime.tracing.WorkSpan;
import chatwarden.type.v1.Classification;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** The spans of the stages: their counts, models and queues, never a comment. */
final class StageTrace {

  private StageTrace() {}

  /** Starts the span of work on messages of one queue, in the traces that their headers name. */
  static WorkSpan ofMessages(Tracing tracing, String stage, List<Delivery> deliveries) {
    if (!tracing.isOn()) {
      return WorkSpan.NONE;
    }
    List<SpanContext> origins =
        deliveries.stream()
            .map(delivery -> TraceHeaders.of(delivery.headers()))
            .filter(SpanContext::isValid)
            .distinct()
            .toList();
    return tracing
        .batch(stage, SpanKind.CONSUMER, origins)
        .set(WorkSpan.QUEUE, deliveries.getFirst().queue())
        .set(WorkSpan.MESSAGES, deliveries.size());
  }

  /** Starts the span of a batch of comments that came in these traces. */
  static WorkSpan ofComments(Tracing tracing, int count, Collection<SpanContext> origins) {
    return tracing.batch("classify", SpanKind.INTERNAL, origins).set(WorkSpan.COMMENTS, count);
  }

  /** Says on the span which models classified the comments. */
  static void classified(WorkSpan span, List<ClassifiedComment> comments) {
    if (span.isRecording()) {
      span.set(WorkSpan.MODELS, distinct(of(comments).map(Classification::getModel)));
      span.set(WorkSpan.TIERS, distinct(of(comments).map(Classification::getTier)));
    }
  }

  /** Says on the span of the thread which models answered. */
  static void answered(Stream<String> models) {
    WorkSpan span = WorkSpan.current();
    if (span.isRecording()) {
      span.set(WorkSpan.MODELS, distinct(models));
    }
  }

  private static Stream<Classification> of(List<ClassifiedComment> comments) {
    return comments.stream().map(ClassifiedComment::getClassification);
  }

  private static List<String> distinct(Stream<String> names) {
    return names.filter(name -> !name.isEmpty()).distinct().sorted().toList();
  }
}

package chatwarden.runtime.tracing;

import chatwarden.runtime.error.ChatwardenException;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A span that was started, to be ended once. Safe for use by many threads. */
public final class WorkSpan {

  /** How many comments the work was on. */
  public static final AttributeKey<Long> COMMENTS =
      AttributeKey.longKey("chatwarden.comment.count");

  /** How many messages of the broker the work was on. */
  public static final AttributeKey<Long> MESSAGES =
      AttributeKey.longKey("messaging.batch.message_count");

  /** The queue of the broker. */
  public static final AttributeKey<String> QUEUE =
      AttributeKey.stringKey("messaging.destination.name");

  /** The models that answered. */
  public static final AttributeKey<List<String>> MODELS =
      AttributeKey.stringArrayKey("chatwarden.models");

  /** The tiers of the models that answered. */
  public static final AttributeKey<List<String>> TIERS =
      AttributeKey.stringArrayKey("chatwarden.tiers");

  /** The status of a gRPC call, {@code UNAVAILABLE} for example. */
  public static final AttributeKey<String> GRPC_STATUS =
      AttributeKey.stringKey("rpc.response.status_code");

  private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");

  /** A span that is not recorded. */
  public static final WorkSpan NONE = new WorkSpan(Span.getInvalid(), Context.root());

  private final Span span;
  private final Context context;

  WorkSpan(Span span, Context parent) {
    this.span = span;
    this.context = span.getSpanContext().isValid() ? parent.with(span) : parent;
  }

  /** Returns the context that work in this span has. */
  public Context context() {
    return context;
  }

  /** Makes this the current span of the thread until the scope is closed. */
  @SuppressWarnings("MustBeClosedChecker") // The caller closes it.
  public Scope makeCurrent() {
    return this == NONE ? Scope.noop() : context.makeCurrent();
  }

  /** Returns the span of the thread; its end is the end of that. */
  public static WorkSpan current() {
    Span current = Span.current();
    return current.getSpanContext().isValid() ? new WorkSpan(current, Context.current()) : NONE;
  }

  /** Returns whether attributes are kept. */
  public boolean isRecording() {
    return span.isRecording();
  }

  /** Sets an attribute. */
  public <T> WorkSpan set(AttributeKey<T> key, T value) {
    span.setAttribute(key, value);
    return this;
  }

  /** Sets a count. */
  public WorkSpan set(AttributeKey<Long> key, int value) {
    span.setAttribute(key, (long) value);
    return this;
  }

  /** Marks the work as failed; without the message of the fault, which may repeat its input. */
  public void fail(String type) {
    span.setAttribute(ERROR_TYPE, type);
    span.setStatus(StatusCode.ERROR);
  }

  /** Ends the span, as failed where there is a fault. */
  public void end(@Nullable Throwable fault) {
    if (fault != null) {
      fail(
          fault instanceof ChatwardenException known ? known.reason() : fault.getClass().getName());
    }
    end();
  }

  /** Ends the span. */
  public void end() {
    span.end();
  }
}

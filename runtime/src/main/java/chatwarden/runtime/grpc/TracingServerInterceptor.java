package chatwarden.runtime.grpc;

import chatwarden.runtime.tracing.TraceHeaders;
import chatwarden.runtime.tracing.Tracing;
import chatwarden.runtime.tracing.WorkSpan;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import org.jspecify.annotations.Nullable;

/**
 * Makes a span of each unary call to our services, in the trace that the metadata name (W3C trace
 * context), and the current one of the threads that handle the call's events. Health and reflection
 * have none.
 */
final class TracingServerInterceptor implements ServerInterceptor {

  private static final TextMapGetter<Metadata> OF_CALL = new MetadataGetter();

  private final Tracing tracing;

  TracingServerInterceptor(Tracing tracing) {
    this.tracing = tracing;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    MethodDescriptor<Q, A> method = call.getMethodDescriptor();
    if (method.getType() != MethodType.UNARY || method.getFullMethodName().startsWith("grpc.")) {
      return next.startCall(call, headers);
    }
    WorkSpan span =
        tracing.incoming(method.getFullMethodName(), TraceHeaders.extract(headers, OF_CALL));
    try (Scope scope = span.makeCurrent()) {
      return new TracedListener<>(next.startCall(new TracedCall<>(call, span), headers), span);
    } catch (RuntimeException | Error e) {
      GrpcTrace.end(span, Status.UNKNOWN);
      throw e;
    }
  }

  private static final class TracedCall<Q, A> extends SimpleForwardingServerCall<Q, A> {
    private final WorkSpan span;

    TracedCall(ServerCall<Q, A> call, WorkSpan span) {
      super(call);
      this.span = span;
    }

    @Override
    public void close(Status status, Metadata trailers) {
      GrpcTrace.end(span, status);
      super.close(status, trailers);
    }
  }

  private static final class TracedListener<Q> extends SimpleForwardingServerCallListener<Q> {
    private final WorkSpan span;

    TracedListener(ServerCall.Listener<Q> listener, WorkSpan span) {
      super(listener);
      this.span = span;
    }

    @Override
    public void onMessage(Q message) {
      try (Scope scope = span.makeCurrent()) {
        super.onMessage(message);
      }
    }

    @Override
    public void onHalfClose() {
      try (Scope scope = span.makeCurrent()) {
        super.onHalfClose();
      }
    }

    @Override
    public void onCancel() {
      try (Scope scope = span.makeCurrent()) {
        super.onCancel();
      } finally {
        GrpcTrace.end(span, Status.CANCELLED);
      }
    }
  }

  private static final class MetadataGetter implements TextMapGetter<Metadata> {
    @Override
    public Iterable<String> keys(Metadata headers) {
      return headers.keys();
    }

    @Override
    public @Nullable String get(@Nullable Metadata headers, String name) {
      return headers == null ? null : headers.get(GrpcTrace.key(name));
    }
  }
}

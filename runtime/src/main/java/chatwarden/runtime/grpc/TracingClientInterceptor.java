package chatwarden.runtime.grpc;

import chatwarden.runtime.tracing.TraceHeaders;
import chatwarden.runtime.tracing.Tracing;
import chatwarden.runtime.tracing.WorkSpan;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.opentelemetry.api.trace.SpanKind;
import org.jspecify.annotations.Nullable;

/**
 * Makes a span of each unary call that is made within a span, and passes it on in the metadata (W3C
 * trace context). Streams outlast the work that they carry, and have none.
 */
final class TracingClientInterceptor implements ClientInterceptor {

  private final Tracing tracing;

  TracingClientInterceptor(Tracing tracing) {
    this.tracing = tracing;
  }

  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    ClientCall<Q, A> call = next.newCall(method, options);
    if (method.getType() != MethodType.UNARY) {
      return call;
    }
    WorkSpan span = tracing.outgoing(method.getFullMethodName(), SpanKind.CLIENT);
    return span == WorkSpan.NONE ? call : new TracedCall<>(call, span);
  }

  private static final class TracedCall<Q, A> extends SimpleForwardingClientCall<Q, A> {
    private final WorkSpan span;

    TracedCall(ClientCall<Q, A> call, WorkSpan span) {
      super(call);
      this.span = span;
    }

    @Override
    public void start(Listener<A> listener, Metadata headers) {
      TraceHeaders.inject(span.context(), headers, TracingClientInterceptor::put);
      super.start(
          new SimpleForwardingClientCallListener<>(listener) {
            @Override
            public void onClose(Status status, Metadata trailers) {
              GrpcTrace.end(span, status);
              super.onClose(status, trailers);
            }
          },
          headers);
    }
  }

  private static void put(@Nullable Metadata headers, String name, String value) {
    if (headers != null) {
      headers.put(GrpcTrace.key(name), value);
    }
  }
}

package chatwarden.bridge.server;

import chatwarden.bridge.call.CallEnd;
import com.linecorp.armeria.common.logging.RequestLog;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.util.AttributeKey;
import java.util.EnumSet;
import java.util.Set;

/**
 * Counts calls as {@code bridge.call} by their outcome: failed where the server is at fault. Those
 * that are refused for the caller's rate, rights or input, or for want of time, are answered; so is
 * a stream that ends after its first message, since its client resumes it.
 */
final class CallOutcome {

  private static final Set<Status.Code> FAULTS =
      EnumSet.of(
          Status.Code.UNKNOWN,
          Status.Code.DEADLINE_EXCEEDED,
          Status.Code.INTERNAL,
          Status.Code.UNAVAILABLE,
          Status.Code.DATA_LOSS);

  private static final AttributeKey<Boolean> IS_FAILED =
      AttributeKey.valueOf(CallOutcome.class, "IS_FAILED");

  private final Counter answered;
  private final Counter failed;

  CallOutcome(MeterRegistry registry) {
    this.answered = counter("answered", registry);
    this.failed = counter("failed", registry);
  }

  private static Counter counter(String outcome, MeterRegistry registry) {
    return Counter.builder("bridge.call")
        .description("Calls, by whether the server answered or failed")
        .tag("outcome", outcome)
        .register(registry);
  }

  /** Returns the service with its calls counted when they are over. */
  HttpService around(HttpService service) {
    return service.decorate(
        (next, call, request) -> {
          CallEnd.of(call).thenAccept(log -> count(call, log));
          return next.serve(call, request);
        });
  }

  private void count(ServiceRequestContext call, RequestLog log) {
    Boolean byGrpc = call.attr(IS_FAILED);
    boolean isFailed = byGrpc == null ? log.responseHeaders().status().isServerError() : byGrpc;
    (isFailed ? failed : answered).increment();
  }

  /** Notes the outcome of a gRPC call, whose HTTP status is 200 in any case. */
  static final class Interceptor implements ServerInterceptor {

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      ServiceRequestContext context = ServiceRequestContext.currentOrNull();
      return context == null
          ? next.startCall(call, headers)
          : next.startCall(new NotedCall<>(call, context), headers);
    }
  }

  private static final class NotedCall<Q, A> extends SimpleForwardingServerCall<Q, A> {

    private final ServiceRequestContext context;
    private volatile boolean hasAnswered;

    NotedCall(ServerCall<Q, A> call, ServiceRequestContext context) {
      super(call);
      this.context = context;
    }

    @Override
    public void sendMessage(A message) {
      hasAnswered = true;
      super.sendMessage(message);
    }

    @Override
    public void close(Status status, Metadata trailers) {
      context.setAttr(IS_FAILED, FAULTS.contains(status.getCode()) && !hasAnswered);
      super.close(status, trailers);
    }
  }
}

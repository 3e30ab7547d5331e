package chatwarden.runtime.grpc;

import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Refuses calls to some unary methods while the work that waits already would keep them longer than
 * the {@link AdmissionBudget} or their deadline, before their request is read. Calls that claim to
 * be {@link CallPriority#LIVE} pass, and so does every other method: streams are slowed by flow
 * control.
 */
public final class AdmissionInterceptor implements ServerInterceptor {

  private final AdmissionBudget budget;
  private final LongSupplier waitNanos;
  private final Set<String> methods;
  private final PreparedRefusal refusal = new PreparedRefusal(AdmissionBudget.refusal());
  private final Counter refused;

  /**
   * @param server what the server is called in the metrics
   * @param waitNanos how long a call that arrives now is expected to wait
   * @param methods the unary methods that are held to it
   */
  public AdmissionInterceptor(
      String server,
      AdmissionBudget budget,
      LongSupplier waitNanos,
      MeterRegistry metrics,
      MethodDescriptor<?, ?>... methods) {
    this.budget = budget;
    this.waitNanos = waitNanos;
    this.methods =
        Stream.of(methods)
            .map(MethodDescriptor::getFullMethodName)
            .collect(Collectors.toUnmodifiableSet());
    this.refused =
        Counter.builder("admission.refusal")
            .description("Calls that were refused because they would have waited too long")
            .tag("of", server)
            .register(metrics);
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    if (!methods.contains(call.getMethodDescriptor().getFullMethodName())
        || CallPriority.isLive(headers)
        || budget.allows(waitNanos.getAsLong(), left())) {
      return next.startCall(call, headers);
    }
    refused.increment();
    refusal.close(call);
    return new ServerCall.Listener<>() {};
  }

  private static long left() {
    Deadline deadline = Context.current().getDeadline();
    return deadline == null ? Long.MAX_VALUE : deadline.timeRemaining(TimeUnit.NANOSECONDS);
  }
}

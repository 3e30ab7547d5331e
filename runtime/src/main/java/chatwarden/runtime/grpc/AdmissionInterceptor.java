package chatwarden.runtime.grpc;

import com.google.protobuf.MessageLite;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Holds the calls of some unary methods to an {@link AdmissionLimit}. Where there is no room, a
 * call is refused before its request is read. Else it takes its place once its request is there
 * whole, so that slow senders take nobody's. Everything else passes; streams are slowed by flow
 * control.
 */
public final class AdmissionInterceptor implements ServerInterceptor {

  private static final Metadata.Key<byte[]> DETAILS =
      Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

  /** A second request to a unary method is let through, for the method to refuse. */
  private static final int ONE_AND_ONE_TOO_MANY = 2;

  private final Map<String, AdmissionLimit> limits;
  private final boolean sparingLive;
  private final Status status;
  private final byte[] details;

  private AdmissionInterceptor(Map<String, AdmissionLimit> limits, boolean sparingLive) {
    this.limits = Map.copyOf(limits);
    this.sparingLive = sparingLive;
    StatusRuntimeException refusal = StatusMapper.toStatus(AdmissionLimit.refusal());
    Metadata trailers = refusal.getTrailers();
    byte[] packed = trailers == null ? null : trailers.get(DETAILS);
    this.status = refusal.getStatus().withCause(null);
    this.details = packed == null ? new byte[0] : packed;
  }

  /** Holds each of the unary methods to its limit, whoever calls. */
  public static AdmissionInterceptor of(Map<MethodDescriptor<?, ?>, AdmissionLimit> limits) {
    return new AdmissionInterceptor(byName(limits), false);
  }

  /**
   * Holds the unary methods to one limit together, but for the calls that claim to be {@link
   * CallPriority#LIVE}: for servers that only the platform's own processes reach.
   */
  public static AdmissionInterceptor sparingLive(
      AdmissionLimit limit, MethodDescriptor<?, ?>... methods) {
    Map<MethodDescriptor<?, ?>, AdmissionLimit> limits = new HashMap<>();
    for (MethodDescriptor<?, ?> method : methods) {
      limits.put(method, limit);
    }
    return new AdmissionInterceptor(byName(limits), true);
  }

  private static Map<String, AdmissionLimit> byName(
      Map<MethodDescriptor<?, ?>, AdmissionLimit> limits) {
    Map<String, AdmissionLimit> named = new HashMap<>();
    limits.forEach((method, limit) -> named.put(method.getFullMethodName(), limit));
    return named;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    AdmissionLimit limit = limits.get(call.getMethodDescriptor().getFullMethodName());
    if (limit == null || (sparingLive && CallPriority.isLive(headers))) {
      return next.startCall(call, headers);
    }
    if (!limit.hasRoom()) {
      refuse(call);
      return new ServerCall.Listener<>() {};
    }
    call.request(ONE_AND_ONE_TOO_MANY);
    return new Arrival<>(call, headers, next, limit);
  }

  private void refuse(ServerCall<?, ?> call) {
    Metadata trailers = new Metadata();
    trailers.put(DETAILS, details);
    call.close(status, trailers);
  }

  /** Gathers the request, then lets the call in or refuses it. */
  private final class Arrival<Q, A> extends ServerCall.Listener<Q> {

    private final ServerCall<Q, A> call;
    private final Metadata headers;
    private final ServerCallHandler<Q, A> next;
    private final AdmissionLimit limit;
    private final List<Q> requests = new ArrayList<>(1);
    private ServerCall.@Nullable Listener<Q> service;
    private @Nullable Visit<Q, A> visit;

    Arrival(
        ServerCall<Q, A> call,
        Metadata headers,
        ServerCallHandler<Q, A> next,
        AdmissionLimit limit) {
      this.call = call;
      this.headers = headers;
      this.next = next;
      this.limit = limit;
    }

    @Override
    public void onMessage(Q message) {
      requests.add(message);
    }

    @Override
    public void onHalfClose() {
      if (!limit.tryEnter()) {
        requests.clear();
        refuse(call);
        return;
      }
      Visit<Q, A> entered = new Visit<>(call, limit, size());
      visit = entered;
      try {
        ServerCall.Listener<Q> started = next.startCall(entered, headers);
        service = started;
        requests.forEach(started::onMessage);
        requests.clear();
        started.onHalfClose();
      } catch (RuntimeException | Error e) {
        entered.end(Status.UNKNOWN);
        throw e;
      }
    }

    private int size() {
      int size = 0;
      for (Q request : requests) {
        size += request instanceof MessageLite known ? known.getSerializedSize() : 0;
      }
      return size;
    }

    @Override
    public void onReady() {
      if (service != null) {
        service.onReady();
      }
    }

    @Override
    public void onCancel() {
      if (visit != null) {
        visit.end(Status.CANCELLED);
      }
      if (service != null) {
        service.onCancel();
      }
    }

    @Override
    public void onComplete() {
      if (service != null) {
        service.onComplete();
      }
    }
  }

  /** A call that was let in; only its first end counts. */
  private static final class Visit<Q, A> extends SimpleForwardingServerCall<Q, A> {

    private final AdmissionLimit limit;
    private final int size;
    private final long begin = System.nanoTime();
    private final AtomicBoolean over = new AtomicBoolean();

    Visit(ServerCall<Q, A> call, AdmissionLimit limit, int size) {
      super(call);
      this.limit = limit;
      this.size = size;
    }

    @Override
    public void close(Status status, Metadata trailers) {
      end(status);
      super.close(status, trailers);
    }

    void end(Status status) {
      if (!over.compareAndSet(false, true)) {
        return;
      }
      if (status.isOk()) {
        String method = getMethodDescriptor().getFullMethodName();
        limit.leave(method, size, System.nanoTime() - begin);
      } else {
        limit.leave();
      }
    }
  }
}

package chatwarden.runtime.grpc;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The metrics of calls, named as OpenTelemetry does: {@code rpc.server.duration} counts and times
 * calls by service, method and status code. A streaming call is timed as a whole.
 */
public final class GrpcMetrics implements ServerInterceptor {

  private static final Duration[] BUCKETS = {
    Duration.ofNanos(500_000),
    Duration.ofMillis(1),
    Duration.ofMillis(2),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5),
  };

  private final MeterRegistry registry;
  private final Map<MethodAndCode, Timer> timers = new ConcurrentHashMap<>();

  /** Counts and times in {@code registry}. */
  public GrpcMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    Watch watch = new Watch(call.getMethodDescriptor().getFullMethodName());
    ServerCall<Q, A> watched =
        new SimpleForwardingServerCall<>(call) {
          @Override
          public void close(Status status, Metadata trailers) {
            watch.end(status.getCode());
            super.close(status, trailers);
          }
        };
    return new SimpleForwardingServerCallListener<>(next.startCall(watched, headers)) {
      @Override
      public void onCancel() {
        watch.end(Status.Code.CANCELLED);
        super.onCancel();
      }
    };
  }

  /** Times one call; only its first end counts. */
  private final class Watch {

    private final long begin = System.nanoTime();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final String method;

    Watch(String method) {
      this.method = method;
    }

    void end(Status.Code code) {
      if (ended.compareAndSet(false, true)) {
        timer(method, code).record(System.nanoTime() - begin, TimeUnit.NANOSECONDS);
      }
    }
  }

  private Timer timer(String fullMethod, Status.Code code) {
    return timers.computeIfAbsent(new MethodAndCode(fullMethod, code), this::register);
  }

  private Timer register(MethodAndCode key) {
    int slash = key.method().lastIndexOf('/');
    return Timer.builder("rpc.server.duration")
        .description("How long gRPC calls took")
        .tag("rpc.service", key.method().substring(0, slash))
        .tag("rpc.method", key.method().substring(slash + 1))
        .tag("rpc.grpc.status", key.code().name())
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }

  private record MethodAndCode(String method, Status.Code code) {}
}

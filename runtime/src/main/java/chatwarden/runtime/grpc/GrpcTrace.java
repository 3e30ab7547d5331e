package chatwarden.runtime.grpc;

import chatwarden.runtime.telemetry.Telemetry;
import chatwarden.runtime.tracing.WorkSpan;
import io.grpc.Metadata;
import io.grpc.ServerBuilder;
import io.grpc.Status;

/** The metrics and traces of calls: where they are added, and how a span of a call ends. */
final class GrpcTrace {

  private GrpcTrace() {}

  /** Has the calls of a server counted and timed, and traced where tracing is on. */
  static void observe(ServerBuilder<?> builder, Telemetry telemetry) {
    if (telemetry.tracing().isOn()) {
      builder.intercept(new TracingServerInterceptor(telemetry.tracing()));
    }
    builder.intercept(new GrpcMetrics(telemetry.registry()));
  }

  static Metadata.Key<String> key(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }

  /** Ends the span of a call; a second end counts for nothing. */
  static void end(WorkSpan span, Status status) {
    span.set(WorkSpan.GRPC_STATUS, status.getCode().name());
    if (!status.isOk()) {
      span.fail(status.getCode().name());
    }
    span.end();
  }
}

package chatwarden.bridge.server;

import chatwarden.bridge.json.GrpcRequests;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.grpc.GrpcService;
import io.grpc.ServerMethodDefinition;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Limits the bodies of calls: to {@code bridge.max-request-bytes}, except for streams, whose
 * messages are limited, and for GET and DELETE, whose address says everything.
 */
final class BodyLimit {

  private static final long WITHOUT_CONTENT = 64 * 1024;

  private final Set<String> calls;
  private final Set<String> streams;
  private final long maxBytes;

  private BodyLimit(Map<String, ServerMethodDefinition<?, ?>> methods, long maxBytes) {
    this.calls =
        methods.keySet().stream().map(name -> "/" + name).collect(Collectors.toUnmodifiableSet());
    this.streams =
        methods.values().stream()
            .map(ServerMethodDefinition::getMethodDescriptor)
            .filter(method -> !method.getType().clientSendsOneMessage())
            .map(method -> "/" + method.getFullMethodName())
            .collect(Collectors.toUnmodifiableSet());
    this.maxBytes = maxBytes;
  }

  /** Knows the methods of {@code grpc}. */
  static BodyLimit of(GrpcService grpc, long maxBytes) {
    return new BodyLimit(grpc.methods(), maxBytes);
  }

  /** Returns {@code delegate}, which is called by GET and DELETE with next to no body. */
  HttpService around(HttpService delegate) {
    return delegate.decorate(
        (next, ctx, req) -> {
          if (ctx.method() == HttpMethod.GET || ctx.method() == HttpMethod.DELETE) {
            ctx.setMaxRequestLength(WITHOUT_CONTENT);
          }
          return next.serve(ctx, req);
        });
  }

  /**
   * Takes Armeria's own limit from a gRPC call, which would end with status 413, unknown to gRPC.
   *
   * @return the limit to hold in its place; the largest number where there is none
   */
  long takeOver(ServiceRequestContext ctx, HttpRequest req) {
    if (!calls.contains(ctx.path()) || !GrpcRequests.isGrpc(req.headers())) {
      return Long.MAX_VALUE;
    }
    ctx.setMaxRequestLength(0);
    return isStream(ctx, req) ? Long.MAX_VALUE : maxBytes;
  }

  /** Returns whether the client may send messages one after the other: never by gRPC-Web. */
  boolean isStream(ServiceRequestContext ctx, HttpRequest req) {
    MediaType type = req.contentType();
    return type != null
        && streams.contains(ctx.path())
        && GrpcRequests.isGrpc(req.headers())
        && !type.subtype().startsWith("grpc-web");
  }
}

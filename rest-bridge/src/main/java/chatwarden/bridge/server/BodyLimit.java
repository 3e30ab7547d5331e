package chatwarden.bridge.server;

import chatwarden.bridge.json.GrpcRequests;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.grpc.GrpcService;
import io.grpc.MethodDescriptor;
import io.grpc.ServerMethodDefinition;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How long the bodies of calls may be, where that is not {@code bridge.max-request-bytes}: those of
 * streams as long as they like, since their messages are limited; those of GET and DELETE, which
 * say everything in their address, next to nothing.
 */
final class BodyLimit {

  private static final long WITHOUT_CONTENT = 64 * 1024;

  private final Set<String> streams;

  private BodyLimit(Set<String> streams) {
    this.streams = streams;
  }

  /** Knows the methods of {@code grpc} to which a client streams. */
  static BodyLimit of(GrpcService grpc) {
    return new BodyLimit(
        grpc.methods().values().stream()
            .map(ServerMethodDefinition::getMethodDescriptor)
            .filter(method -> !method.getType().clientSendsOneMessage())
            .map(MethodDescriptor::getFullMethodName)
            .map(name -> "/" + name)
            .collect(Collectors.toUnmodifiableSet()));
  }

  HttpService around(HttpService delegate) {
    return delegate.decorate(
        (next, ctx, req) -> {
          if (isStream(ctx, req)) {
            ctx.setMaxRequestLength(0);
          } else if (ctx.method() == HttpMethod.GET || ctx.method() == HttpMethod.DELETE) {
            ctx.setMaxRequestLength(WITHOUT_CONTENT);
          }
          return next.serve(ctx, req);
        });
  }

  /** Returns whether the client may send messages one after the other. */
  boolean isStream(ServiceRequestContext ctx, HttpRequest req) {
    return streams.contains(ctx.path()) && GrpcRequests.isGrpc(req.headers());
  }
}

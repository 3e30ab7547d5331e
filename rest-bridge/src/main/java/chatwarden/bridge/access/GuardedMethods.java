package chatwarden.bridge.access;

import chatwarden.bridge.json.GrpcRequests;
import chatwarden.bridge.json.HttpErrorHandler;
import chatwarden.runtime.error.ChatwardenException;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import com.linecorp.armeria.server.grpc.GrpcService;
import io.grpc.ServerMethodDefinition;

/**
 * The gate before gRPC methods, whether they are called by gRPC, by gRPC-Web or as JSON: asks who
 * calls before anything reads the body. A refused gRPC call goes on without its body to {@link
 * AccessInterceptor}, which ends it in the client's format.
 */
public final class GuardedMethods extends SimpleDecoratingHttpService {

  private final HttpService refusing;
  private final GrpcService methods;
  private final AccessControl access;

  /**
   * The gate before {@code delegate}.
   *
   * @param refusing the gRPC service that ends refused calls
   */
  public GuardedMethods(HttpService delegate, HttpService refusing, AccessControl access) {
    super(delegate);
    GrpcService grpc = refusing.as(GrpcService.class);
    if (grpc == null) {
      throw new IllegalArgumentException("refusing: " + refusing + " (expected: a gRPC service)");
    }
    this.refusing = refusing;
    this.methods = grpc;
    this.access = access;
  }

  @Override
  public HttpResponse serve(ServiceRequestContext ctx, HttpRequest req) throws Exception {
    ServerMethodDefinition<?, ?> method = methods.methodDefinition(ctx);
    if (method == null) {
      return refused(ctx, req);
    }
    String name = method.getMethodDescriptor().getFullMethodName();
    try {
      access.admit(ctx, name);
    } catch (ChatwardenException e) {
      boolean grpc = GrpcRequests.isGrpc(req.headers()) && ctx.path().equals("/" + name);
      return grpc ? refused(ctx, req) : HttpErrorHandler.refusal(ctx, req, e);
    }
    return ((HttpService) unwrap()).serve(ctx, req);
  }

  private HttpResponse refused(ServiceRequestContext ctx, HttpRequest req) throws Exception {
    HttpRequest empty = HttpRequest.of(req.headers());
    ctx.updateRequest(empty);
    return refusing.serve(ctx, empty);
  }
}

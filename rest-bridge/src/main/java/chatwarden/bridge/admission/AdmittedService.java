package chatwarden.bridge.admission;

import chatwarden.bridge.call.CallEnd;
import chatwarden.bridge.json.GrpcRequests;
import chatwarden.bridge.json.HttpErrorHandler;
import chatwarden.runtime.grpc.AdmissionBudget;
import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.util.Exceptions;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Lets the calls of some paths in by the {@link CallQueue} of the model server that they ask, once
 * their request is there whole, so that slow senders take no place, and before it is parsed. Other
 * paths pass. Runs on the event loop of the call and never blocks.
 */
final class AdmittedService extends SimpleDecoratingHttpService {

  private static final AggregatedHttpResponse REFUSAL =
      HttpErrorHandler.aggregated(AdmissionBudget.refusal());
  private static final int UNIT_BYTES = 512;

  private final Map<String, CallQueue> queues;
  private final RefusalPace pace;

  /** Before {@code delegate}, with the queue of each path. */
  AdmittedService(HttpService delegate, Map<String, CallQueue> queues, RefusalPace pace) {
    super(delegate);
    this.queues = queues;
    this.pace = pace;
  }

  @Override
  public HttpResponse serve(ServiceRequestContext ctx, HttpRequest req) throws Exception {
    CallQueue queue = queues.get(ctx.path());
    if (queue == null) {
      return ((HttpService) unwrap()).serve(ctx, req);
    }
    return HttpResponse.of(
        req.aggregate()
            .thenCompose(whole -> admit(ctx, whole, queue))
            .exceptionally(fault -> unread(ctx, req.headers(), Exceptions.peel(fault))));
  }

  private HttpResponse unread(ServiceRequestContext ctx, RequestHeaders headers, Throwable fault) {
    if (!GrpcRequests.isGrpc(headers)) {
      return HttpResponse.ofFailure(fault);
    }
    AdmissionRefusals.fail(ctx, fault);
    return pass(ctx, AggregatedHttpRequest.of(headers));
  }

  private CompletableFuture<HttpResponse> admit(
      ServiceRequestContext ctx, AggregatedHttpRequest whole, CallQueue queue) {
    int units = 1 + whole.content().length() / UNIT_BYTES;
    CompletableFuture<Boolean> turn = queue.enter(units, leftNanos(ctx));
    if (turn.isDone()) {
      return CompletableFuture.completedFuture(
          turn.join() ? answer(ctx, whole, queue, units) : refuse(ctx, whole));
    }
    ctx.whenRequestCancelling().thenRun(() -> turn.cancel(false));
    return turn.thenApplyAsync(
        admitted -> admitted ? answer(ctx, whole, queue, units) : refuse(ctx, whole),
        ctx.eventLoop());
  }

  private static long leftNanos(ServiceRequestContext ctx) {
    long millis = ctx.requestTimeoutMillis();
    long limit = millis == 0 ? Long.MAX_VALUE : TimeUnit.MILLISECONDS.toNanos(millis);
    return Math.min(limit, GrpcTimeout.nanos(ctx.request().headers()));
  }

  private HttpResponse answer(
      ServiceRequestContext ctx, AggregatedHttpRequest whole, CallQueue queue, int units) {
    CallEnd.of(ctx).thenRun(() -> queue.leave(units));
    return pass(ctx, whole);
  }

  private HttpResponse refuse(ServiceRequestContext ctx, AggregatedHttpRequest whole) {
    if (!GrpcRequests.isGrpc(whole.headers())) {
      return pace.send(REFUSAL::toHttpResponse, ctx.eventLoop());
    }
    AdmissionRefusals.refuse(ctx);
    return pace.send(() -> pass(ctx, whole), ctx.eventLoop());
  }

  private HttpResponse pass(ServiceRequestContext ctx, AggregatedHttpRequest whole) {
    HttpRequest request = whole.toHttpRequest();
    ctx.updateRequest(request);
    try {
      return ((HttpService) unwrap()).serve(ctx, request);
    } catch (Exception e) {
      return HttpResponse.ofFailure(e);
    }
  }
}

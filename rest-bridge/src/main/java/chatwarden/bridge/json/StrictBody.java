package chatwarden.bridge.json;

import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.jsonl.MalformedJsonException;
import chatwarden.runtime.jsonl.StrictJson;
import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.DecoratingHttpServiceFunction;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;

/**
 * Refuses JSON that the transcoder would mend in silence: it replaces broken UTF-8, takes the last
 * of two fields of one name and passes over what comes after the value. Requests of other types
 * pass unread. Runs on the event loop and never blocks.
 */
public final class StrictBody implements DecoratingHttpServiceFunction {

  @Override
  public HttpResponse serve(HttpService delegate, ServiceRequestContext ctx, HttpRequest req)
      throws Exception {
    MediaType type = req.contentType();
    if (type == null || !type.isJson()) {
      return delegate.serve(ctx, req);
    }
    return HttpResponse.of(req.aggregate().thenApply(whole -> checked(delegate, ctx, whole)));
  }

  private static HttpResponse checked(
      HttpService delegate, ServiceRequestContext ctx, AggregatedHttpRequest whole) {
    try {
      var _ = StrictJson.read(whole.content().array());
      HttpRequest again = whole.toHttpRequest();
      ctx.updateRequest(again);
      return delegate.serve(ctx, again);
    } catch (MalformedJsonException e) {
      throw InvalidInputException.of("body", e.problem());
    } catch (Exception e) {
      return HttpResponse.ofFailure(e);
    }
  }
}

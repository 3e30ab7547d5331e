package chatwarden.bridge.watch;

import chatwarden.bridge.json.HttpErrorHandler;
import chatwarden.runtime.error.InvalidInputException;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.AbstractHttpService;
import com.linecorp.armeria.server.Route;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.util.concurrent.CompletableFuture;

/**
 * The events of a chat as server-sent events: {@code GET /v1/chats/{chat}/comments:watch}, from
 * {@code Last-Event-ID} on, or {@code ?lastEventId=} where a header is hard to send.
 *
 * <p>Errors before the first event are HTTP errors; later ones are an event {@code error} without
 * an id, after which the stream ends and the client resumes. A chat that is over and has nothing
 * more for the client answers 204, upon which browsers stop asking.
 */
public final class SseEndpoint extends AbstractHttpService {

  private static final ResponseHeaders HEADERS =
      ResponseHeaders.builder(HttpStatus.OK)
          .contentType(MediaType.EVENT_STREAM)
          .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
          .set("X-Accel-Buffering", "no")
          .build();

  private final WatchStreams streams;

  /** Serves the streams of {@code streams}. */
  public SseEndpoint(WatchStreams streams) {
    this.streams = streams;
  }

  /** Returns the route of the endpoint. */
  public static Route route() {
    return Route.builder()
        .regex("^/v1/chats/(?<chat>[^/]+)/comments:watch$")
        .methods(HttpMethod.GET)
        .build();
  }

  @Override
  protected HttpResponse doGet(ServiceRequestContext ctx, HttpRequest req) {
    String token;
    try {
      token = StartToken.of(ctx);
    } catch (InvalidInputException e) {
      return HttpErrorHandler.response(e);
    }
    CompletableFuture<HttpResponse> response = new CompletableFuture<>();
    WatchStreams.Subscriber subscriber = new WatchStreams.Subscriber();
    String chat = String.valueOf(ctx.pathParam("chat"));
    streams.run(
        subscriber,
        chat,
        token,
        watch -> open(ctx, watch, subscriber, response),
        fault -> response.complete(HttpErrorHandler.response(fault)));
    return HttpResponse.of(response);
  }

  private static EventSink open(
      ServiceRequestContext ctx,
      Watch watch,
      WatchStreams.Subscriber subscriber,
      CompletableFuture<HttpResponse> response) {
    if (watch.over()) {
      response.complete(HttpResponse.of(HttpStatus.NO_CONTENT));
      return new NoSink();
    }
    ctx.clearRequestTimeout();
    HttpResponseWriter writer = HttpResponse.streaming();
    writer.write(HEADERS);
    writer
        .whenComplete()
        .handle(
            (nothing, fault) -> {
              subscriber.leave();
              return null;
            });
    response.complete(writer);
    return new SseSink(ctx, writer);
  }
}

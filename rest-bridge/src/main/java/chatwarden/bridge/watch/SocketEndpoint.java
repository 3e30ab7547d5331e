package chatwarden.bridge.watch;

import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.InvalidInputException;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.websocket.WebSocket;
import com.linecorp.armeria.common.websocket.WebSocketCloseStatus;
import com.linecorp.armeria.common.websocket.WebSocketFrame;
import com.linecorp.armeria.common.websocket.WebSocketWriter;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.Route;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import com.linecorp.armeria.server.websocket.WebSocketService;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * The events of a chat over a WebSocket: {@code GET /v1/chats/{chat}/comments:socket}, from {@code
 * ?lastEventId=} or the header {@code Last-Event-ID} on. Each message is {@code
 * {"event":"classified","id":"…","data":{…}}}, the same events, ids and data as those of {@link
 * SseEndpoint}. What the client sends is not read.
 *
 * <p>A fault is a message {@code {"event":"error","data":{…}}}, after which the socket is closed
 * with 1013, or 1008 where the same request would fail again; the end of the chat closes it with
 * 1000. Browsers do not keep pages of other origins from opening sockets, so that is done here.
 */
public final class SocketEndpoint extends SimpleDecoratingHttpService {

  private static final int MAX_FRAME = 4 * 1024;

  private final List<String> origins;

  private SocketEndpoint(HttpService sockets, List<String> origins) {
    super(sockets);
    this.origins = origins;
  }

  /**
   * Serves the streams of {@code streams}.
   *
   * @param origins the origins whose pages may open sockets, beside the bridge's own; * for all
   */
  public static SocketEndpoint of(WatchStreams streams, List<String> origins) {
    WebSocketService sockets =
        WebSocketService.builder((ctx, in) -> open(streams, ctx, in))
            .allowedOrigin(origin -> true)
            .maxFramePayloadLength(MAX_FRAME)
            .build();
    return new SocketEndpoint(sockets, origins);
  }

  /** Returns the route of the endpoint. */
  public static Route route() {
    return Route.builder()
        .regex("^/v1/chats/(?<chat>[^/]+)/comments:socket$")
        .methods(HttpMethod.GET, HttpMethod.CONNECT)
        .build();
  }

  @Override
  public HttpResponse serve(ServiceRequestContext ctx, HttpRequest req) throws Exception {
    if (!mayOpen(req.headers())) {
      throw FaultCode.PERMISSION_DENIED.exception(
          "ORIGIN_NOT_ALLOWED", "pages of this origin may not open sockets here");
    }
    var _ = StartToken.of(ctx);
    HttpRequest asked =
        req.headers().contains(HttpHeaderNames.ORIGIN)
            ? req
            : req.mapHeaders(
                headers ->
                    headers.toBuilder().set(HttpHeaderNames.ORIGIN, "http://no.browser").build());
    ctx.updateRequest(asked);
    return ((HttpService) unwrap()).serve(ctx, asked);
  }

  private boolean mayOpen(RequestHeaders headers) {
    String origin = headers.get(HttpHeaderNames.ORIGIN);
    if (origin == null || origins.contains("*") || origins.contains(origin)) {
      return true;
    }
    try {
      String own = URI.create(origin).getRawAuthority();
      return own != null && own.equalsIgnoreCase(headers.authority());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static WebSocket open(WatchStreams streams, ServiceRequestContext ctx, WebSocket in) {
    ctx.clearRequestTimeout();
    WebSocketWriter out = WebSocket.streaming();
    WatchStreams.Subscriber subscriber = new WatchStreams.Subscriber();
    out.whenComplete()
        .handle(
            (nothing, fault) -> {
              subscriber.leave();
              return null;
            });
    in.subscribe(new Passed(out));
    SocketSink sink = new SocketSink(out);
    String token = tokenOf(ctx);
    streams.run(
        subscriber, String.valueOf(ctx.pathParam("chat")), token, watch -> sink, sink::fail);
    return out;
  }

  private static @Nullable String tokenOf(ServiceRequestContext ctx) {
    try {
      return StartToken.of(ctx);
    } catch (InvalidInputException e) {
      throw new IllegalStateException("a token that was checked before (a bug)", e);
    }
  }

  /** Reads what comes in and keeps nothing of it; ends with the client. */
  private record Passed(WebSocketWriter out) implements Subscriber<WebSocketFrame> {

    @Override
    public void onSubscribe(Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(WebSocketFrame frame) {
      frame.close();
    }

    @Override
    public void onError(Throwable fault) {
      out.close(WebSocketCloseStatus.NORMAL_CLOSURE);
    }

    @Override
    public void onComplete() {
      out.close(WebSocketCloseStatus.NORMAL_CLOSURE);
    }
  }
}

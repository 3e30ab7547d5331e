package chatwarden.bridge.review;

import chatwarden.bridge.door.StoreCalls;
import chatwarden.bridge.json.HttpErrorHandler;
import chatwarden.domain.chat.ChatIds;
import chatwarden.review.v1.AuditEntry;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.store.review.ReviewStore;
import com.linecorp.armeria.common.HttpData;
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
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * {@code GET /v1/chats/{chat}/audit:export?format=csv|jsonl}: the whole audit log of a chat, the
 * oldest entry first, as a file. The next part is read when the client has taken the one before, so
 * a log of any length takes little memory; a fault under way cuts the response.
 */
public final class AuditExportEndpoint extends AbstractHttpService {

  private static final int PART = 500;

  private final ReviewStore reviews;
  private final StoreCalls calls;

  /** Exports the log of {@code reviews}. */
  public AuditExportEndpoint(ReviewStore reviews, StoreCalls calls) {
    this.reviews = reviews;
    this.calls = calls;
  }

  /** Returns the route of the endpoint. */
  public static Route route() {
    return Route.builder()
        .regex("^/v1/chats/(?<chat>[^/]+)/audit:export$")
        .methods(HttpMethod.GET)
        .build();
  }

  @Override
  protected HttpResponse doGet(ServiceRequestContext ctx, HttpRequest req) {
    try {
      AuditFormat format =
          AuditFormat.of(ctx.queryParams().get("format", "csv"))
              .orElseThrow(
                  () -> InvalidInputException.of("format", "is not known (expected: csv, jsonl)"));
      String chat = ChatIds.check("chat", String.valueOf(ctx.pathParam("chat")));
      return HttpResponse.of(
          calls
              .ask(() -> reviews.auditAfter(chat, "", PART))
              .handle(
                  (first, fault) ->
                      fault == null
                          ? open(ctx, chat, format, first)
                          : HttpErrorHandler.response(fault)));
    } catch (ChatwardenException e) {
      return HttpErrorHandler.response(e);
    }
  }

  private HttpResponse open(
      ServiceRequestContext ctx, String chat, AuditFormat format, List<AuditEntry> first) {
    ctx.clearRequestTimeout();
    HttpResponseWriter writer = HttpResponse.streaming();
    writer.write(
        ResponseHeaders.builder(HttpStatus.OK)
            .contentType(MediaType.parse(format.mediaType()))
            .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
            .set(
                HttpHeaderNames.CONTENT_DISPOSITION,
                "attachment; filename=\"audit-" + chat + "." + format.fileEnding() + "\"")
            .build());
    byte[] header = format.header();
    if (header.length > 0) {
      writer.write(HttpData.wrap(header));
    }
    write(writer, chat, format, first);
    return writer;
  }

  private void write(
      HttpResponseWriter writer, String chat, AuditFormat format, List<AuditEntry> part) {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    part.forEach(entry -> lines.writeBytes(format.line(entry)));
    if (part.isEmpty() || !writer.tryWrite(HttpData.wrap(lines.toByteArray()))) {
      writer.close();
      return;
    }
    String last = part.getLast().getId();
    CompletableFuture<Void> unused =
        writer
            .whenConsumed()
            .thenCompose(taken -> calls.ask(() -> reviews.auditAfter(chat, last, PART)))
            .thenAccept(next -> write(writer, chat, format, next))
            .exceptionally(
                fault -> {
                  writer.close(fault);
                  return null;
                });
  }
}

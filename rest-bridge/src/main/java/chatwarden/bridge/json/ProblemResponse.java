package chatwarden.bridge.json;

import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.InvalidInputException;
import com.google.rpc.Code;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.ContentTooLargeException;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.HttpStatusException;
import com.linecorp.armeria.server.RequestTimeoutException;
import com.linecorp.armeria.server.ServerErrorHandler;
import com.linecorp.armeria.server.ServiceConfig;
import com.linecorp.armeria.server.ServiceRequestContext;
import org.jspecify.annotations.Nullable;

/**
 * The errors of calls that reach no service, or of services other than gRPC, in the one form of
 * errors over HTTP: an unknown path, a body that is too large or is not JSON.
 */
public final class ProblemResponse implements ServerErrorHandler {

  /** Null where Armeria answers; other faults come back through renderStatus. */
  @Override
  public @Nullable HttpResponse onServiceException(ServiceRequestContext ctx, Throwable cause) {
    return switch (cause) {
      case ChatwardenException known -> HttpErrorHandler.response(known);
      case ContentTooLargeException _ -> of(HttpStatus.REQUEST_ENTITY_TOO_LARGE).toHttpResponse();
      case RequestTimeoutException _ -> of(HttpStatus.GATEWAY_TIMEOUT).toHttpResponse();
      case HttpStatusException e when e.getCause() instanceof IllegalArgumentException refused ->
          HttpErrorHandler.response(ofTranscoder(refused));
      case HttpStatusException e -> of(e.httpStatus()).toHttpResponse();
      default -> null;
    };
  }

  @Override
  public @Nullable AggregatedHttpResponse renderStatus(
      @Nullable ServiceRequestContext ctx,
      ServiceConfig config,
      @Nullable RequestHeaders headers,
      HttpStatus status,
      @Nullable String description,
      @Nullable Throwable cause) {
    return status.isContentAlwaysEmpty() ? null : of(status);
  }

  /** What the transcoder cannot make a message of. Its own words may repeat the input. */
  private static ChatwardenException ofTranscoder(IllegalArgumentException fault) {
    if (String.valueOf(fault.getMessage()).contains("content-type")) {
      return InvalidInputException.of("Content-Type", "must be application/json");
    }
    return InvalidInputException.of("body", "must be a JSON object");
  }

  private static AggregatedHttpResponse of(HttpStatus http) {
    return HttpErrorHandler.aggregated(
        http,
        switch (http.code()) {
          case 401 ->
              HttpErrorHandler.status(Code.UNAUTHENTICATED, "UNAUTHENTICATED", "who are you?");
          case 403 -> HttpErrorHandler.status(Code.PERMISSION_DENIED, "FORBIDDEN", "not allowed");
          case 404 ->
              HttpErrorHandler.status(
                  Code.NOT_FOUND, "PATH_NOT_FOUND", "nothing answers this method at this path");
          case 405 ->
              HttpErrorHandler.status(
                  Code.UNIMPLEMENTED, "METHOD_NOT_ALLOWED", "this path does not take this method");
          case 413 ->
              HttpErrorHandler.status(
                  Code.INVALID_ARGUMENT, "REQUEST_TOO_LARGE", "larger than the server takes");
          case 429 ->
              HttpErrorHandler.status(Code.RESOURCE_EXHAUSTED, "TOO_MANY_REQUESTS", "try later");
          case 503 -> HttpErrorHandler.status(Code.UNAVAILABLE, "UNAVAILABLE", "try again");
          case 408, 504 ->
              HttpErrorHandler.status(
                  Code.DEADLINE_EXCEEDED, "DEADLINE_EXCEEDED", "it took too long");
          default ->
              HttpErrorHandler.status(
                  http.isClientError() ? Code.INVALID_ARGUMENT : Code.INTERNAL,
                  "HTTP_" + http.code(),
                  http.reasonPhrase());
        });
  }
}

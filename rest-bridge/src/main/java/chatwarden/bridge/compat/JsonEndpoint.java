package chatwarden.bridge.compat;

import chatwarden.bridge.json.HttpErrorHandler;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.jsonl.MalformedJsonException;
import chatwarden.runtime.jsonl.StrictJson;
import chatwarden.runtime.limit.CommentLimits;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.ClosedSessionException;
import com.linecorp.armeria.common.ContentTooLargeException;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseCompleteException;
import com.linecorp.armeria.common.stream.AbortedStreamException;
import com.linecorp.armeria.common.util.Exceptions;
import com.linecorp.armeria.server.AbstractHttpService;
import com.linecorp.armeria.server.Route;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/**
 * An endpoint that takes a JSON object and answers one. Fields that it does not know are passed
 * over, since clients of other services send many. Runs on the event loop and never blocks.
 */
abstract class JsonEndpoint extends AbstractHttpService {

  static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  /** The answer to a request that is a JSON object. */
  abstract CompletableFuture<? extends JsonNode> answer(JsonNode request);

  /** How this endpoint's clients are used to be told of a fault. */
  HttpResponse refuse(Throwable fault) {
    return HttpErrorHandler.response(fault);
  }

  /** The route of a POST to exactly {@code path}. */
  static Route post(String path) {
    return Route.builder().exact(path).methods(HttpMethod.POST).build();
  }

  @Override
  protected final HttpResponse doPost(ServiceRequestContext ctx, HttpRequest req) {
    return HttpResponse.of(
        req.aggregate()
            .thenApply(JsonEndpoint::read)
            .thenCompose(this::answer)
            .thenApply(JsonEndpoint::write)
            .exceptionally(fault -> recover(Exceptions.peel(fault))));
  }

  private HttpResponse recover(Throwable fault) {
    // Faults of the transfer itself, its size for example, are answered as everywhere.
    return fault instanceof ContentTooLargeException
            || fault instanceof ClosedSessionException
            || fault instanceof AbortedStreamException
            || fault instanceof ResponseCompleteException
            || fault instanceof IOException
        ? HttpResponse.ofFailure(fault)
        : refuse(fault);
  }

  private static JsonNode read(AggregatedHttpRequest request) {
    MediaType type = request.contentType();
    if (type == null || !type.isJson()) {
      throw InvalidInputException.of("Content-Type", "must be application/json");
    }
    try {
      JsonNode root = StrictJson.read(request.content().array());
      if (!root.isObject()) {
        throw InvalidInputException.of("body", "must be a JSON object");
      }
      return root;
    } catch (MalformedJsonException e) {
      throw InvalidInputException.of("body", e.problem());
    }
  }

  private static HttpResponse write(JsonNode answer) {
    return HttpResponse.of(HttpStatus.OK, MediaType.JSON_UTF_8, answer.toString());
  }

  /** The text at {@code field}: a string within the limits of {@link CommentLimits}. */
  static String text(JsonNode value, String field) {
    if (!value.isTextual()) {
      throw InvalidInputException.of(
          field, value.isMissingNode() ? "is missing" : "must be a string");
    }
    CommentLimits.problemOfText(value.textValue())
        .ifPresent(
            problem -> {
              throw InvalidInputException.of(field, problem);
            });
    return value.textValue();
  }
}

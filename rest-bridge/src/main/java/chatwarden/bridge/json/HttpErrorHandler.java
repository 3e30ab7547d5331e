package chatwarden.bridge.json;

import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.grpc.StatusMapper;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The one form of an error over HTTP: a problem of RFC 9457, {@code
 * {"type":"urn:chatwarden:CHAT_NOT_FOUND","title":"Not Found","status":404,"detail":"…"}}, that has
 * the error of AIP-193 as a member: {@code
 * "error":{"code":404,"message":"…","status":"NOT_FOUND","details":[…]}}. The HTTP status is the
 * one of the gRPC code, with {@code Retry-After} where the fault says when.
 */
public final class HttpErrorHandler {

  private static final JsonFactory JSON = new JsonFactory();
  private static final MediaType PROBLEM = MediaType.parse("application/problem+json");

  private static final long SMALL = 64 * 1024;
  private static final Duration END_OF_SMALL = Duration.ofSeconds(1);

  private HttpErrorHandler() {}

  /**
   * The answer to a request that is refused without a look at its body. A small body is let in
   * first: many clients over HTTP/2 do not see an answer that comes while they are still sending. A
   * body that does not end, such as that of a stream or a socket, is not waited for.
   */
  public static HttpResponse refusal(
      ServiceRequestContext ctx, HttpRequest req, ChatwardenException why) {
    if (req.headers().contentLength() > SMALL) {
      return response(why);
    }
    ctx.setMaxRequestLength(SMALL);
    return HttpResponse.of(
        req.aggregate()
            .orTimeout(END_OF_SMALL.toMillis(), TimeUnit.MILLISECONDS)
            .handle((body, fault) -> response(why)));
  }

  /** The same whole, for calls that are all answered alike. */
  public static AggregatedHttpResponse aggregated(ChatwardenException fault) {
    Status status = StatusMapper.toProto(fault);
    return aggregated(httpStatus(status.getCode()), status);
  }

  /** The response to a call that failed so. */
  public static HttpResponse response(Throwable fault) {
    return response(status(fault));
  }

  /** The response to a call that ended with {@code status}. */
  public static HttpResponse response(Status status) {
    return response(httpStatus(status.getCode()), status);
  }

  /** The same with an HTTP status of its own, such as 405. */
  public static HttpResponse response(HttpStatus http, Status status) {
    return aggregated(http, status).toHttpResponse();
  }

  static AggregatedHttpResponse aggregated(HttpStatus http, Status status) {
    ResponseHeadersBuilder headers =
        ResponseHeaders.builder(http)
            .contentType(PROBLEM)
            .set(HttpHeaderNames.CACHE_CONTROL, "no-store");
    if (http.equals(HttpStatus.UNAUTHORIZED)) {
      headers.set(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer realm=\"chatwarden\"");
    }
    for (Any detail : status.getDetailsList()) {
      if (detail.is(RetryInfo.class)) {
        headers.set(HttpHeaderNames.RETRY_AFTER, retryAfter(detail));
      }
    }
    return AggregatedHttpResponse.of(headers.build(), HttpData.wrap(body(http, status)));
  }

  /** A status of this project: code, reason and message. */
  public static Status status(Code code, String reason, String message) {
    return Status.newBuilder()
        .setCode(code.getNumber())
        .setMessage(message)
        .addDetails(
            Any.pack(
                ErrorInfo.newBuilder().setReason(reason).setDomain(StatusMapper.DOMAIN).build()))
        .build();
  }

  /** The status of {@code fault}, as gRPC clients get it. */
  public static Status status(Throwable fault) {
    if (fault instanceof ChatwardenException known) {
      return StatusMapper.toProto(known);
    }
    StatusRuntimeException mapped = StatusMapper.toStatus(fault);
    return StatusProto.fromStatusAndTrailers(mapped.getStatus(), mapped.getTrailers());
  }

  /** The JSON of the error in UTF-8, in one line. */
  public static byte[] body(Status status) {
    return body(httpStatus(status.getCode()), status);
  }

  private static byte[] body(HttpStatus http, Status status) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeObjectFieldStart("error");
      json.writeNumberField("code", http.code());
      json.writeStringField("message", status.getMessage());
      json.writeStringField("status", codeOf(status.getCode()).name());
      json.writeArrayFieldStart("details");
      for (Any detail : status.getDetailsList()) {
        AnyJson.write(detail, json);
      }
      json.writeEndArray();
      json.writeEndObject();
      json.writeStringField("type", "urn:chatwarden:" + reason(status));
      json.writeStringField("title", http.reasonPhrase());
      json.writeNumberField("status", http.code());
      json.writeStringField("detail", status.getMessage());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("an array refused bytes (a bug)", e);
    }
    return bytes.toByteArray();
  }

  private static String reason(Status status) {
    for (Any detail : status.getDetailsList()) {
      if (detail.is(ErrorInfo.class)) {
        try {
          return detail.unpack(ErrorInfo.class).getReason();
        } catch (InvalidProtocolBufferException e) {
          break; // The code says enough.
        }
      }
    }
    return codeOf(status.getCode()).name();
  }

  /** The HTTP status of a gRPC code, as googleapis has it. */
  static HttpStatus httpStatus(int code) {
    return switch (codeOf(code)) {
      case OK -> HttpStatus.OK;
      case CANCELLED -> HttpStatus.CLIENT_CLOSED_REQUEST;
      case INVALID_ARGUMENT, FAILED_PRECONDITION, OUT_OF_RANGE -> HttpStatus.BAD_REQUEST;
      case UNAUTHENTICATED -> HttpStatus.UNAUTHORIZED;
      case PERMISSION_DENIED -> HttpStatus.FORBIDDEN;
      case NOT_FOUND -> HttpStatus.NOT_FOUND;
      case ALREADY_EXISTS, ABORTED -> HttpStatus.CONFLICT;
      case RESOURCE_EXHAUSTED -> HttpStatus.TOO_MANY_REQUESTS;
      case UNIMPLEMENTED -> HttpStatus.NOT_IMPLEMENTED;
      case UNAVAILABLE -> HttpStatus.SERVICE_UNAVAILABLE;
      case DEADLINE_EXCEEDED -> HttpStatus.GATEWAY_TIMEOUT;
      case UNKNOWN, INTERNAL, DATA_LOSS, UNRECOGNIZED -> HttpStatus.INTERNAL_SERVER_ERROR;
    };
  }

  private static Code codeOf(int code) {
    Code known = Code.forNumber(code);
    return known == null ? Code.UNKNOWN : known;
  }

  private static String retryAfter(Any detail) {
    try {
      var delay = detail.unpack(RetryInfo.class).getRetryDelay();
      return Long.toString(Math.max(1, delay.getSeconds() + (delay.getNanos() > 0 ? 1 : 0)));
    } catch (InvalidProtocolBufferException e) {
      return "1";
    }
  }
}

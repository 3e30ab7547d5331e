package chatwarden.bridge.json;

import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.grpc.StatusMapper;
import com.google.protobuf.InvalidProtocolBufferException;
import com.linecorp.armeria.common.ClosedSessionException;
import com.linecorp.armeria.common.ContentTooLargeException;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestContext;
import com.linecorp.armeria.common.ResponseCompleteException;
import com.linecorp.armeria.common.grpc.GrpcExceptionHandlerFunction;
import com.linecorp.armeria.common.stream.AbortedStreamException;
import com.linecorp.armeria.common.stream.ClosedStreamException;
import com.linecorp.armeria.server.HttpStatusException;
import com.linecorp.armeria.server.RequestTimeoutException;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Gives the faults that arise before or around a service (input that cannot be read, a service that
 * throws) the statuses of the one table. What Armeria knows itself, such as a deadline that passed
 * or a caller that left, keeps the status that Armeria gives it.
 */
public final class CallFault implements GrpcExceptionHandlerFunction {

  private static final GrpcExceptionHandlerFunction ARMERIA = GrpcExceptionHandlerFunction.of();

  @Override
  public Status apply(RequestContext ctx, Status status, Throwable cause, Metadata metadata) {
    if (cause instanceof ChatwardenException known) {
      return mapped(known, metadata);
    }
    if (cause instanceof InvalidProtocolBufferException
        || cause.getCause() instanceof InvalidProtocolBufferException) {
      return mapped(
          InvalidInputException.of("request", "not a well-formed protobuf message"), metadata);
    }
    if (isTooLarge(cause)) {
      return Status.RESOURCE_EXHAUSTED.withDescription("the message exceeds maximum size");
    }
    if (isOfTransport(cause)) {
      return Status.CANCELLED.withDescription("the connection ended");
    }
    if (isOfFraming(cause)) {
      return mapped(
          InvalidInputException.of("request", "is not framed as one gRPC message"), metadata);
    }
    if (cause instanceof RequestTimeoutException) {
      return Status.DEADLINE_EXCEEDED.withDescription("the call took too long");
    }
    Status known = ARMERIA.apply(ctx, status, cause, metadata);
    if (known == null || known.getCode() == Status.Code.UNKNOWN) {
      return mapped(cause, metadata);
    }
    return known;
  }

  /**
   * Returns whether the frames around the messages cannot be read: too few bytes, undefined flags,
   * invalid base64, more bytes after the call was closed. Armeria has no type of its own for it. A
   * fault of a service never comes here: {@link chatwarden.runtime.grpc.FaultInterceptor} ends its
   * call with a status that has details.
   */
  private static boolean isOfFraming(Throwable cause) {
    return switch (cause) {
      case IndexOutOfBoundsException _, IllegalArgumentException _, IllegalStateException _ -> true;
      case StatusRuntimeException refused ->
          refused.getStatus().getCode() == Status.Code.INTERNAL && refused.getTrailers() == null;
      default -> false;
    };
  }

  /**
   * Returns whether the connection or the stream ended, or the answer was given before all of the
   * request had arrived. A frame that was cut off by it is reported with the end as its cause.
   */
  private static boolean isOfTransport(@Nullable Throwable cause) {
    return switch (cause) {
      case IOException _,
          ClosedSessionException _,
          ClosedStreamException _,
          CancellationException _,
          ResponseCompleteException _,
          AbortedStreamException _ ->
          true;
      case IllegalStateException cutOff -> isOfTransport(cutOff.getCause());
      case null, default -> false;
    };
  }

  private static boolean isTooLarge(Throwable cause) {
    return cause instanceof ContentTooLargeException
        || (cause instanceof HttpStatusException refused
            && refused.httpStatus().equals(HttpStatus.REQUEST_ENTITY_TOO_LARGE));
  }

  private static Status mapped(Throwable fault, Metadata metadata) {
    StatusRuntimeException mapped = StatusMapper.toStatus(fault);
    Metadata details = mapped.getTrailers();
    if (details != null) {
      metadata.merge(details);
    }
    return mapped.getStatus();
  }
}

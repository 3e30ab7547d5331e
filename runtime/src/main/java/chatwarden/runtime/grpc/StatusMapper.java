package chatwarden.runtime.grpc;

import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.FieldProblem;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.error.OverloadedException;
import com.google.protobuf.Any;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one table between faults and gRPC statuses, in both directions.
 *
 * <p>A status carries {@code google.rpc.ErrorInfo} with the fault's reason and the domain {@code
 * chatwarden}, {@code BadRequest} with the fields of wrong input, and {@code RetryInfo} when the
 * call should be repeated after a while. Any other fault is INTERNAL: logged here, its words never
 * sent.
 */
public final class StatusMapper {

  /** The domain of every reason. */
  public static final String DOMAIN = "chatwarden";

  private static final String INTERNAL_MESSAGE = "internal fault of the server; see its log";
  private static final Logger log = LoggerFactory.getLogger(StatusMapper.class);

  private StatusMapper() {}

  /** The status of {@code fault}. One that is a status already passes unchanged. */
  public static StatusRuntimeException toStatus(Throwable fault) {
    return switch (fault) {
      case CompletionException e when e.getCause() != null -> toStatus(e.getCause());
      case ExecutionException e when e.getCause() != null -> toStatus(e.getCause());
      case StatusRuntimeException e -> e;
      case StatusException e -> new StatusRuntimeException(e.getStatus(), e.getTrailers());
      case ChatwardenException e -> StatusProto.toStatusRuntimeException(toProto(e));
      default -> unforeseen(fault);
    };
  }

  private static StatusRuntimeException unforeseen(Throwable fault) {
    log.error("Failed call reason=INTERNAL_FAULT", fault);
    return StatusProto.toStatusRuntimeException(
        toProto(FaultCode.INTERNAL.exception("INTERNAL_FAULT", INTERNAL_MESSAGE)));
  }

  /** The fault as {@code google.rpc.Status}, for answers that are no gRPC. */
  public static com.google.rpc.Status toProto(ChatwardenException fault) {
    com.google.rpc.Status.Builder status =
        com.google.rpc.Status.newBuilder()
            .setCode(codeOf(fault).value())
            .setMessage(messageOf(fault))
            .addDetails(
                Any.pack(
                    ErrorInfo.newBuilder().setReason(fault.reason()).setDomain(DOMAIN).build()));
    if (fault instanceof InvalidInputException e) {
      status.addDetails(Any.pack(badRequest(e)));
    } else if (fault instanceof OverloadedException e) {
      status.addDetails(Any.pack(retryInfo(e)));
    }
    return status.build();
  }

  private static Status.Code codeOf(ChatwardenException fault) {
    return switch (fault.code()) {
      case INVALID_INPUT -> Status.Code.INVALID_ARGUMENT;
      case NOT_FOUND -> Status.Code.NOT_FOUND;
      case ALREADY_EXISTS -> Status.Code.ALREADY_EXISTS;
      case FAILED_PRECONDITION -> Status.Code.FAILED_PRECONDITION;
      case OUT_OF_RANGE -> Status.Code.OUT_OF_RANGE;
      case OVERLOADED -> Status.Code.RESOURCE_EXHAUSTED;
      case UNAUTHENTICATED -> Status.Code.UNAUTHENTICATED;
      case PERMISSION_DENIED -> Status.Code.PERMISSION_DENIED;
      case UNAVAILABLE -> Status.Code.UNAVAILABLE;
      case INTERNAL -> Status.Code.INTERNAL;
    };
  }

  private static String messageOf(ChatwardenException fault) {
    if (FaultCode.INTERNAL.isOf(fault) && !fault.getMessage().equals(INTERNAL_MESSAGE)) {
      log.error("Failed call reason={}", fault.reason(), fault);
      return INTERNAL_MESSAGE;
    }
    return fault instanceof InvalidInputException input
        ? StatusBrevity.message(input)
        : StatusBrevity.message(fault.getMessage());
  }

  private static BadRequest badRequest(InvalidInputException fault) {
    BadRequest.Builder details = BadRequest.newBuilder();
    for (FieldProblem problem : StatusBrevity.problems(fault.problems())) {
      details
          .addFieldViolationsBuilder()
          .setField(problem.field())
          .setDescription(problem.problem());
    }
    return details.build();
  }

  private static RetryInfo retryInfo(OverloadedException fault) {
    Duration delay = fault.retryAfter();
    return RetryInfo.newBuilder()
        .setRetryDelay(
            com.google.protobuf.Duration.newBuilder()
                .setSeconds(delay.getSeconds())
                .setNanos(delay.getNano()))
        .build();
  }

  /**
   * The fault that a client's status means: reason, fields and the time to wait are those that the
   * server sent. A status without details gets the name of its code as the reason.
   */
  public static ChatwardenException fromStatus(StatusRuntimeException status) {
    return StatusReader.read(status);
  }
}

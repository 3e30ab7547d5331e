package chatwarden.runtime.grpc;

import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.FieldProblem;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.error.OverloadedException;
import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads a status that a server sent back into the fault that it means. */
final class StatusReader {

  private static final Pattern REASON = Pattern.compile("[A-Z][A-Z0-9_]{0,62}");

  /**
   * The words of grpc-java, on both sides, about a message beyond the limit: repeating is useless.
   */
  private static final Pattern TOO_LARGE =
      Pattern.compile(".*(exceeds maximum|larger than max).*", Pattern.CASE_INSENSITIVE);

  private static final Duration DEFAULT_RETRY = Duration.ofSeconds(1);

  private StatusReader() {}

  static ChatwardenException read(StatusRuntimeException fault) {
    Status status = fault.getStatus();
    List<Any> details =
        Optional.ofNullable(StatusProto.fromThrowable(fault))
            .map(com.google.rpc.Status::getDetailsList)
            .orElse(List.of());
    String reason = reason(status, details);
    String message = status.getDescription() == null ? "no message" : status.getDescription();
    return switch (status.getCode()) {
      case INVALID_ARGUMENT -> InvalidInputException.of(reason, problems(message, details));
      case NOT_FOUND -> FaultCode.NOT_FOUND.exception(reason, message, fault);
      case ALREADY_EXISTS -> FaultCode.ALREADY_EXISTS.exception(reason, message, fault);
      case OUT_OF_RANGE -> FaultCode.OUT_OF_RANGE.exception(reason, message, fault);
      case RESOURCE_EXHAUSTED -> exhausted(reason, message, details);
      case UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED, ABORTED ->
          FaultCode.UNAVAILABLE.exception(reason, message, fault);
      case UNAUTHENTICATED -> FaultCode.UNAUTHENTICATED.exception(reason, message, fault);
      case PERMISSION_DENIED -> FaultCode.PERMISSION_DENIED.exception(reason, message, fault);
      case FAILED_PRECONDITION, UNIMPLEMENTED ->
          FaultCode.FAILED_PRECONDITION.exception(reason, message, fault);
      case OK, UNKNOWN, INTERNAL, DATA_LOSS -> FaultCode.INTERNAL.exception(reason, message, fault);
    };
  }

  private static String reason(Status status, List<Any> details) {
    return unpack(details, ErrorInfo.class)
        .map(ErrorInfo::getReason)
        .filter(reason -> REASON.matcher(reason).matches())
        .orElse(status.getCode().name());
  }

  private static List<FieldProblem> problems(String message, List<Any> details) {
    List<FieldProblem> problems =
        unpack(details, BadRequest.class).stream()
            .flatMap(bad -> bad.getFieldViolationsList().stream())
            .map(violation -> new FieldProblem(violation.getField(), violation.getDescription()))
            .toList();
    return problems.isEmpty() ? List.of(new FieldProblem("request", message)) : problems;
  }

  private static ChatwardenException exhausted(String reason, String message, List<Any> details) {
    if (TOO_LARGE.matcher(message).matches()) {
      return InvalidInputException.of(reason, List.of(new FieldProblem("request", message)));
    }
    Duration retryAfter =
        unpack(details, RetryInfo.class)
            .map(RetryInfo::getRetryDelay)
            .filter(delay -> delay.getSeconds() >= 0 && delay.getNanos() >= 0)
            .map(delay -> Duration.ofSeconds(delay.getSeconds(), delay.getNanos()))
            .orElse(DEFAULT_RETRY);
    return OverloadedException.of(reason, message, retryAfter);
  }

  private static <T extends Message> Optional<T> unpack(List<Any> details, Class<T> type) {
    for (Any detail : details) {
      if (detail.is(type)) {
        try {
          return Optional.of(detail.unpack(type));
        } catch (InvalidProtocolBufferException e) {
          return Optional.empty(); // The code alone still says enough.
        }
      }
    }
    return Optional.empty();
  }
}

package chatwarden.runtime.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.FieldProblem;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.error.OverloadedException;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class StatusMapperTest {

  private static final Map<Status.Code, ChatwardenException> TABLE =
      Map.of(
          Status.Code.INVALID_ARGUMENT,
          InvalidInputException.of("comments[3].text", "is blank"),
          Status.Code.NOT_FOUND,
          FaultCode.NOT_FOUND.exception("CHAT_NOT_FOUND", "no such chat"),
          Status.Code.ALREADY_EXISTS,
          FaultCode.ALREADY_EXISTS.exception("CHAT_LIVE", "read already"),
          Status.Code.FAILED_PRECONDITION,
          FaultCode.FAILED_PRECONDITION.exception("PORT_TAKEN", "port 1 is taken"),
          Status.Code.OUT_OF_RANGE,
          FaultCode.OUT_OF_RANGE.exception("RESUME_TOKEN_EXPIRED", "too old"),
          Status.Code.RESOURCE_EXHAUSTED,
          OverloadedException.of("QUEUE_FULL", "full", Duration.ofMillis(1_250)),
          Status.Code.UNAUTHENTICATED,
          FaultCode.UNAUTHENTICATED.exception("KEY_UNKNOWN", "no such key"),
          Status.Code.PERMISSION_DENIED,
          FaultCode.PERMISSION_DENIED.exception("ROLE_TOO_LOW", "for moderators"),
          Status.Code.UNAVAILABLE,
          FaultCode.UNAVAILABLE.exception("REDIS_AWAY", "Redis is away"));

  @Test
  void everyFaultKeepsItsReasonAndMessageThereAndBack() {
    TABLE.forEach(
        (code, fault) -> {
          StatusRuntimeException status = StatusMapper.toStatus(fault);
          ChatwardenException back = StatusMapper.fromStatus(status);

          assertThat(status.getStatus().getCode()).isEqualTo(code);
          assertThat(back).isInstanceOf(fault.getClass()).hasMessage(fault.getMessage());
          assertThat(back.reason()).isEqualTo(fault.reason());
          assertThat(back.isTransient()).isEqualTo(fault.isTransient());
        });
  }

  @Test
  void everyStatusCarriesReasonAndDomain() {
    TABLE
        .values()
        .forEach(
            fault -> {
              ErrorInfo info = detail(StatusMapper.toStatus(fault), ErrorInfo.class);
              assertThat(info.getDomain()).isEqualTo("chatwarden");
              assertThat(info.getReason()).isEqualTo(fault.reason());
            });
  }

  /** A client ends its connection, with all its calls, when a status is larger than 8 KiB. */
  @Test
  void aStatusFitsIntoTheHeadersThatClientsTake() {
    String letters = "ữ".repeat(3_000);
    List<FieldProblem> many =
        IntStream.range(0, 1_000)
            .mapToObj(i -> new FieldProblem("comments[" + i + "].text", "is blank, " + letters))
            .toList();
    for (ChatwardenException fault :
        List.of(
            InvalidInputException.of(many),
            InvalidInputException.of(letters, letters),
            FaultCode.NOT_FOUND.exception("CHAT_NOT_FOUND", letters))) {
      StatusRuntimeException status = StatusMapper.toStatus(fault);
      String message = String.valueOf(status.getStatus().getDescription());
      int percentEncoded = message.getBytes(StandardCharsets.UTF_8).length * 3;
      int details =
          StatusProto.fromStatusAndTrailers(status.getStatus(), status.getTrailers())
                  .getSerializedSize()
              * 4
              / 3;
      assertThat(percentEncoded + details).isLessThan(7 * 1024);
    }
    StatusRuntimeException status = StatusMapper.toStatus(InvalidInputException.of(many));
    BadRequest request = detail(status, BadRequest.class);
    assertThat(request.getFieldViolations(0).getField()).isEqualTo("comments[0].text");
    assertThat(status.getStatus().getDescription())
        .startsWith("comments[0].text: is blank")
        .endsWith("; and " + (1_000 - request.getFieldViolationsCount()) + " more");
  }

  @Test
  void wrongInputNamesEveryField() {
    InvalidInputException fault =
        InvalidInputException.of(
            List.of(new FieldProblem("a", "is missing"), new FieldProblem("b[0]", "is blank")));
    StatusRuntimeException status = StatusMapper.toStatus(fault);

    assertThat(detail(status, BadRequest.class).getFieldViolationsList())
        .extracting(BadRequest.FieldViolation::getField)
        .containsExactly("a", "b[0]");
    assertThat(((InvalidInputException) StatusMapper.fromStatus(status)).problems())
        .isEqualTo(fault.problems());
    assertThat(status.getStatus().getDescription()).isEqualTo("a: is missing; b[0]: is blank");
  }

  @Test
  void theTimeToWaitIsKept() {
    ChatwardenException back =
        StatusMapper.fromStatus(
            StatusMapper.toStatus(
                OverloadedException.of("FULL", "full", Duration.ofMillis(1_250))));

    assertThat(((OverloadedException) back).retryAfter()).isEqualTo(Duration.ofMillis(1_250));
  }

  @Test
  void whatNobodyForesawIsInternalAndItsWordsStayHere() {
    List.of(
            new IllegalStateException("the words of a comment"),
            FaultCode.INTERNAL.exception("BUG", "the words of a comment"))
        .forEach(
            fault -> {
              StatusRuntimeException status = StatusMapper.toStatus(fault);
              assertThat(status.getStatus().getCode()).isEqualTo(Status.Code.INTERNAL);
              assertThat(String.valueOf(StatusProto.fromThrowable(status))).doesNotContain("words");
              assertThat(StatusMapper.fromStatus(status)).matches(FaultCode.INTERNAL::isOf);
            });
  }

  @Test
  void aStatusPassesAndWrappersAreOpened() {
    StatusRuntimeException status = Status.CANCELLED.asRuntimeException();

    assertThat(StatusMapper.toStatus(new CompletionException(status))).isSameAs(status);
    assertThat(StatusMapper.toStatus(Status.ABORTED.asException()).getStatus().getCode())
        .isEqualTo(Status.Code.ABORTED);
    assertThat(
            StatusMapper.toStatus(
                    new CompletionException(
                        FaultCode.NOT_FOUND.exception("CHAT_NOT_FOUND", "none")))
                .getStatus()
                .getCode())
        .isEqualTo(Status.Code.NOT_FOUND);
  }

  @Test
  void aStatusWithoutDetailsHasItsCodeAsTheReason() {
    assertThat(StatusMapper.fromStatus(Status.DEADLINE_EXCEEDED.asRuntimeException()))
        .matches(FaultCode.UNAVAILABLE::isOf)
        .extracting(ChatwardenException::reason)
        .isEqualTo("DEADLINE_EXCEEDED");
    assertThat(
            StatusMapper.fromStatus(
                Status.INVALID_ARGUMENT.withDescription("odd").asRuntimeException()))
        .hasMessage("request: odd");
  }

  @Test
  void aMessageBeyondTheLimitIsNotWorthRepeating() {
    ChatwardenException fault =
        StatusMapper.fromStatus(
            Status.RESOURCE_EXHAUSTED
                .withDescription("gRPC message exceeds maximum size 4194304: 5000000")
                .asRuntimeException());

    assertThat(fault).isInstanceOf(InvalidInputException.class);
    assertThat(fault.isTransient()).isFalse();
  }

  private static <T extends com.google.protobuf.Message> T detail(
      StatusRuntimeException status, Class<T> type) {
    return java.util.Objects.requireNonNull(StatusProto.fromThrowable(status))
        .getDetailsList()
        .stream()
        .filter(any -> any.is(type))
        .map(
            any -> {
              try {
                return any.unpack(type);
              } catch (InvalidProtocolBufferException e) {
                throw new AssertionError(e);
              }
            })
        .findFirst()
        .orElseThrow();
  }
}

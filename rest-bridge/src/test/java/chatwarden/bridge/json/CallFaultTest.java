package chatwarden.bridge.json;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.grpc.StatusMapper;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.stream.ClosedStreamException;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.grpc.Metadata;
import io.grpc.Status;
import org.junit.jupiter.api.Test;

final class CallFaultTest {

  private static Status.Code codeOf(Throwable cause) {
    ServiceRequestContext ctx = ServiceRequestContext.of(HttpRequest.of(HttpMethod.POST, "/a.B/C"));
    return new CallFault().apply(ctx, Status.UNKNOWN, cause, new Metadata()).getCode();
  }

  @Test
  void framesThatCannotBeReadAreInvalidInput() {
    assertThat(codeOf(new IndexOutOfBoundsException("too few")))
        .isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(codeOf(new IllegalArgumentException("base64")))
        .isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(codeOf(new IllegalStateException("end of deframer input")))
        .isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(codeOf(Status.INTERNAL.asRuntimeException()))
        .isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  @Test
  void frameThatAnEndedStreamCutOffIsACancelledCall() {
    ClosedStreamException reset = new ClosedStreamException("received a RST_STREAM frame: CANCEL");
    assertThat(codeOf(reset)).isEqualTo(Status.Code.CANCELLED);
    assertThat(codeOf(new IllegalStateException("end of deframer input", reset)))
        .isEqualTo(Status.Code.CANCELLED);
  }

  @Test
  void unforeseenFaultIsInternal() {
    assertThat(codeOf(new NullPointerException("a bug"))).isEqualTo(Status.Code.INTERNAL);
  }

  @Test
  void internalFaultOfAServiceStaysInternal() {
    assertThat(codeOf(StatusMapper.toStatus(FaultCode.INTERNAL.exception("BUG", "a bug"))))
        .isEqualTo(Status.Code.INTERNAL);
  }
}

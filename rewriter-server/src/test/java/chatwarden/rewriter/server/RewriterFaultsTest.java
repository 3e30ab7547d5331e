package chatwarden.rewriter.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import chatwarden.rewriter.v1.RewriteTextRequest;
import chatwarden.rewriter.v1.RewriterServiceGrpc;
import chatwarden.rewriter.v1.StreamRewritesRequest;
import chatwarden.rewriter.v1.StreamRewritesResponse;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.FieldProblem;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.grpc.StatusMapper;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.internal.testing.StreamRecorder;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class RewriterFaultsTest extends RewriterServerFixture {

  @Test
  void wrongInputNamesItsFields() {
    assertThat(problems(request())).containsExactly("comments");
    assertThat(problems(request(Collections.nCopies(17, "a").toArray(String[]::new))))
        .containsExactly("comments");
    assertThat(problems(request("a", " ", "b", "x".repeat(10_001))))
        .containsExactly("comments[1].text", "comments[3].text");
    assertThat(problems(request("a").toBuilder().setLanguage("?").build()))
        .containsExactly("language");
  }

  private List<String> problems(RewriteTextRequest request) {
    return ((InvalidInputException) StatusMapper.fromStatus(fault(request)))
        .problems().stream().map(FieldProblem::field).toList();
  }

  private StatusRuntimeException fault(RewriteTextRequest request) {
    var client = RewriterServiceGrpc.newBlockingStub(channel());
    return catchThrowableOfType(StatusRuntimeException.class, () -> client.rewriteText(request));
  }

  @Test
  void aStreamRefusesWhatTheUnaryMethodRefuses() throws Exception {
    StreamRecorder<StreamRewritesResponse> recorder = StreamRecorder.create();
    RewriterServiceGrpc.newStub(channel())
        .streamRewrites(
            StreamRewritesRequest.newBuilder()
                .addAllComments(
                    request(Collections.nCopies(17, "a").toArray(String[]::new)).getCommentsList())
                .build(),
            recorder);

    assertThat(recorder.awaitCompletion(30, TimeUnit.SECONDS)).isTrue();
    assertThat(Status.fromThrowable(recorder.getError()).getCode())
        .isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(recorder.getValues()).isEmpty();
  }

  @Test
  void aModelThatIsNotServedIsNotFound() {
    assertThat(StatusMapper.fromStatus(fault(request("a").toBuilder().setModel("no-such").build())))
        .matches(FaultCode.NOT_FOUND::isOf)
        .hasMessageStartingWith("model no-such is not served (served: ");
  }

  @Test
  void aCallThatIsLateOrCancelledIsNotRun() throws Exception {
    var late =
        RewriterServiceGrpc.newBlockingStub(channel()).withDeadlineAfter(1, TimeUnit.NANOSECONDS);
    assertThat(
            catchThrowableOfType(
                    StatusRuntimeException.class, () -> late.rewriteText(request("you idiot")))
                .getStatus()
                .getCode())
        .isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    Context.CancellableContext context = Context.current().withCancellation();
    StreamRecorder<StreamRewritesResponse> recorder = StreamRecorder.create();
    context.run(
        () ->
            RewriterServiceGrpc.newStub(channel())
                .streamRewrites(
                    StreamRewritesRequest.newBuilder()
                        .addAllComments(request("you idiot, go home").getCommentsList())
                        .build(),
                    recorder));
    context.cancel(null);
    assertThat(recorder.awaitCompletion(30, TimeUnit.SECONDS)).isTrue();
    assertThat(Status.fromThrowable(recorder.getError()).getCode())
        .isEqualTo(Status.Code.CANCELLED);
    assertThat(rewrite("hello friends").getRewritesCount()).isEqualTo(1);
  }
}

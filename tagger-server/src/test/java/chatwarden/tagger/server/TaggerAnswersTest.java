package chatwarden.tagger.server;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.inference.v2.GRPCInferenceServiceGrpc;
import chatwarden.inference.v2.ModelInferRequest;
import chatwarden.inference.v2.ModelInferRequest.InferInputTensor;
import chatwarden.inference.v2.ModelInferResponse;
import chatwarden.runtime.grpc.StatusMapper;
import chatwarden.runtime.telemetry.Telemetry;
import chatwarden.serving.server.ModelServer;
import chatwarden.tagger.v1.StreamingTagSpansRequest;
import chatwarden.tagger.v1.StreamingTagSpansResponse;
import chatwarden.tagger.v1.TagSpansRequest;
import chatwarden.tagger.v1.TagSpansResponse;
import chatwarden.tagger.v1.TaggedText;
import chatwarden.tagger.v1.TaggerServiceGrpc;
import chatwarden.type.v1.Span;
import com.google.protobuf.ByteString;
import io.grpc.StatusRuntimeException;
import io.grpc.internal.testing.StreamRecorder;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class TaggerAnswersTest extends TaggerServerFixture {

  @Test
  void marksSpansInCodePointsOfTheTextAsSent() {
    String text = "😀😀 Đồ NGU quá 😀";
    TaggedText tagged = tag(text).getTaggings(0);

    assertThat(tagged.getId()).isEqualTo("id0");
    assertThat(tagged.getTagging().getModel()).matches("chat-spans@[0-9]+");
    assertThat(tagged.getTagging().getSpansList()).isNotEmpty();
    int covered = 0;
    int[] codePoints = text.codePoints().toArray();
    for (Span span : tagged.getTagging().getSpansList()) {
      assertThat(span.getText())
          .isEqualTo(new String(codePoints, span.getStart(), span.getEnd() - span.getStart()));
      assertThat(span.getScore()).isBetween(0f, 1f);
      covered += span.getEnd() - span.getStart();
    }
    assertThat(tagged.getTagging().getSpansList()).anyMatch(span -> span.getText().contains("NGU"));
    assertThat(tagged.getTagging().getCoverage()).isEqualTo((float) covered / codePoints.length);
  }

  @Test
  void clientsOfTheOpenInferenceProtocolGetTheSameAnswers() {
    TagSpansResponse expected = tag("😀 đồ ngu", "hôm nay trời đẹp quá");
    String[] model = expected.getTaggings(0).getTagging().getModel().split("@");
    InferInputTensor.Builder tensor =
        InferInputTensor.newBuilder().setName("text").setDatatype("BYTES").addShape(2);
    tensor
        .getContentsBuilder()
        .addBytesContents(ByteString.copyFromUtf8("😀 đồ ngu"))
        .addBytesContents(ByteString.copyFromUtf8("hôm nay trời đẹp quá"));
    ModelInferResponse response =
        GRPCInferenceServiceGrpc.newBlockingStub(channel(server.target()))
            .modelInfer(
                ModelInferRequest.newBuilder().setModelName(model[0]).addInputs(tensor).build());
    String spans =
        expected.getTaggings(0).getTagging().getSpansList().stream()
            .map(
                span ->
                    "{\"start\":%d,\"end\":%d,\"score\":%s}"
                        .formatted(span.getStart(), span.getEnd(), span.getScore()))
            .collect(Collectors.joining(",", "[", "]"));

    assertThat(spans).contains("start");
    assertThat(response.getModelVersion()).isEqualTo(model[1]);
    assertThat(response.getOutputs(0).getName()).isEqualTo("spans");
    assertThat(response.getOutputs(0).getContents().getBytesContentsList())
        .extracting(ByteString::toStringUtf8)
        .containsExactly(spans, "[]");
    assertThat(response.getOutputs(1).getName()).isEqualTo("coverage");
    assertThat(response.getOutputs(1).getContents().getFp32ContentsList())
        .containsExactly(expected.getTaggings(0).getTagging().getCoverage(), 0f);
  }

  @Test
  void aCleanTextHasNoSpans() {
    TaggedText tagged = tag("hôm nay trời đẹp quá").getTaggings(0);

    assertThat(tagged.getTagging().getSpansList()).isEmpty();
    assertThat(tagged.getTagging().getCoverage()).isZero();
  }

  @Test
  void aBatchIsAnsweredAsItsTextsAloneAre() {
    String[] texts = {"đồ ngu", "xin chào", "\u0000\u0007x", "đồ 😀 khùng", "a".repeat(10_000)};
    TagSpansResponse batch = tag(texts);

    for (int i = 0; i < texts.length; i++) {
      TaggedText alone = tag(texts[i]).getTaggings(0);
      assertThat(batch.getTaggings(i).toBuilder().setId(alone.getId()).build()).isEqualTo(alone);
    }
  }

  @Test
  void aStreamAnswersInOrderAndEndsWithTheFaultOfTheUnaryMethod() throws Exception {
    StreamRecorder<StreamingTagSpansResponse> recorder = StreamRecorder.create();
    StreamObserver<StreamingTagSpansRequest> requests =
        TaggerServiceGrpc.newStub(channel(server.target())).streamingTagSpans(recorder);
    for (int i = 0; i < 50; i++) {
      requests.onNext(streaming("r" + i, request("đồ ngu " + i, "b".repeat(1 + i % 7 * 500))));
    }
    requests.onNext(streaming("bad", request(" ")));

    assertThat(recorder.awaitCompletion(30, TimeUnit.SECONDS)).isTrue();
    assertThat(recorder.getError())
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            fault ->
                assertThat(StatusMapper.fromStatus(fault))
                    .hasMessageStartingWith("comments[0].text: must not be blank"));
    List<StreamingTagSpansResponse> answers = recorder.getValues();
    assertThat(answers).hasSize(50);
    for (int i = 0; i < 50; i++) {
      assertThat(answers.get(i).getRequestId()).isEqualTo("r" + i);
      assertThat(answers.get(i).getResponse())
          .isEqualTo(tag("đồ ngu " + i, "b".repeat(1 + i % 7 * 500)));
    }
  }

  private static StreamingTagSpansRequest streaming(String id, TagSpansRequest request) {
    return StreamingTagSpansRequest.newBuilder().setRequestId(id).setRequest(request).build();
  }

  @Test
  void answersOnAPortAsItDoesWithinTheProcess() throws Exception {
    ModelServer onPort = TaggerServer.SERVICE.listening(CONFIG, Telemetry.prometheus());
    onPort.start();
    try {
      assertThat(onPort.target()).startsWith("127.0.0.1:");
      assertThat(server.target()).startsWith("inprocess:");
      assertThat(
              TaggerServiceGrpc.newBlockingStub(channel(onPort.target()))
                  .tagSpans(request("đồ ngu")))
          .isEqualTo(tag("đồ ngu"));
    } finally {
      onPort.close();
    }
  }
}

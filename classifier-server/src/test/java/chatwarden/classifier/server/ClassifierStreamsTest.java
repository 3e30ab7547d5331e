package chatwarden.classifier.server;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.classifier.v1.ClassifiedText;
import chatwarden.classifier.v1.ClassifierServiceGrpc;
import chatwarden.classifier.v1.ClassifyTextsRequest;
import chatwarden.classifier.v1.StreamClassificationsRequest;
import chatwarden.classifier.v1.StreamingClassifyTextsRequest;
import chatwarden.classifier.v1.StreamingClassifyTextsResponse;
import chatwarden.classifier.v1.TextToClassify;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.grpc.StatusMapper;
import chatwarden.runtime.lifecycle.ServiceProcess;
import chatwarden.runtime.telemetry.Telemetry;
import chatwarden.serving.server.ModelServer;
import io.grpc.StatusRuntimeException;
import io.grpc.internal.testing.StreamRecorder;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ClassifierStreamsTest extends ClassifierServerFixture {

  /** Returns the fault that a stream ended with; null where it completed. */
  private static @Nullable ChatwardenException fault(StreamRecorder<?> answers) throws Exception {
    assertThat(answers.awaitCompletion(30, TimeUnit.SECONDS)).isTrue();
    return answers.getError() instanceof StatusRuntimeException fault
        ? StatusMapper.fromStatus(fault)
        : null;
  }

  private static StreamingClassifyTextsRequest streaming(String id, ClassifyTextsRequest request) {
    return StreamingClassifyTextsRequest.newBuilder().setRequestId(id).setRequest(request).build();
  }

  @Test
  void aStreamAnswersEveryRequestInOrder() throws Exception {
    StreamRecorder<StreamingClassifyTextsResponse> answers = StreamRecorder.create();
    StreamObserver<StreamingClassifyTextsRequest> requests =
        ClassifierServiceGrpc.newStub(channel(server.target())).streamingClassifyTexts(answers);
    for (int i = 0; i < 50; i++) {
      requests.onNext(streaming("r" + i, request("chào " + i, "b".repeat(1 + i % 7 * 500))));
    }
    requests.onCompleted();

    assertThat(fault(answers)).isNull();
    List<StreamingClassifyTextsResponse> all = answers.getValues();
    assertThat(all).hasSize(50);
    for (int i = 0; i < 50; i++) {
      assertThat(all.get(i).getRequestId()).isEqualTo("r" + i);
      assertThat(all.get(i).getResponse())
          .isEqualTo(classify("chào " + i, "b".repeat(1 + i % 7 * 500)));
    }
  }

  @Test
  void theFirstRequestOfAStreamSetsItsModel() throws Exception {
    StreamRecorder<StreamingClassifyTextsResponse> answers = StreamRecorder.create();
    StreamObserver<StreamingClassifyTextsRequest> requests =
        ClassifierServiceGrpc.newStub(channel(server.target())).streamingClassifyTexts(answers);
    requests.onNext(streaming("1", request("a")));
    requests.onNext(streaming("2", request("a").toBuilder().setModel("no-such").build()));
    requests.onCompleted();

    assertThat(fault(answers)).isNull();
    assertThat(answers.getValues()).hasSize(2);
  }

  @Test
  void aRequestIdThatIsTooLongEndsTheStream() throws Exception {
    StreamRecorder<StreamingClassifyTextsResponse> answers = StreamRecorder.create();
    StreamObserver<StreamingClassifyTextsRequest> requests =
        ClassifierServiceGrpc.newStub(channel(server.target())).streamingClassifyTexts(answers);
    requests.onNext(streaming("x".repeat(257), request("a")));

    assertThat(fault(answers))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("request_id: 257 code points long (expected: at most 256)");
  }

  @Test
  void stoppingEndsOpenStreamsAtOnce() throws Exception {
    ModelServer stopping = ClassifierServer.SERVICE.listening(CONFIG, Telemetry.prometheus());
    ServiceProcess process = ServiceProcess.builder().part(stopping).build();
    process.start();
    StreamRecorder<StreamingClassifyTextsResponse> answers = StreamRecorder.create();
    StreamObserver<StreamingClassifyTextsRequest> requests =
        ClassifierServiceGrpc.newStub(channel(stopping.target())).streamingClassifyTexts(answers);
    requests.onNext(streaming("1", request("a")));
    assertThat(answers.firstValue().get().getRequestId()).isEqualTo("1");
    long begin = System.nanoTime();
    process.close();

    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
    assertThat(fault(answers))
        .isInstanceOfSatisfying(
            ChatwardenException.class,
            fault -> assertThat(fault.reason()).isEqualTo("SERVER_STOPPING"));
  }

  @Test
  void streamAnswersEveryTextAsTheUnaryMethodDoes() {
    StreamClassificationsRequest.Builder request = StreamClassificationsRequest.newBuilder();
    for (int i = 0; i < 300; i++) {
      String text = i % 2 == 0 ? "đồ ngu " + i : "good night all " + i;
      request.addComments(TextToClassify.newBuilder().setId("id" + i).setText(text));
    }
    Map<Integer, ClassifiedText> answers = new TreeMap<>();

    ClassifierServiceGrpc.newBlockingStub(channel(server.target()))
        .streamClassifications(request.build())
        .forEachRemaining(one -> answers.put(one.getIndex(), one.getClassification()));

    assertThat(answers).hasSize(300);
    for (int i : new int[] {0, 63, 64, 299}) {
      ClassifyTextsRequest alone =
          ClassifyTextsRequest.newBuilder().addComments(request.getComments(i)).build();
      assertThat(answers.get(i))
          .isEqualTo(
              ClassifierServiceGrpc.newBlockingStub(channel(server.target()))
                  .classifyTexts(alone)
                  .getClassifications(0));
    }
  }
}

package chatwarden.serving.openinference;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.inference.v2.ModelInferRequest;
import chatwarden.inference.v2.ModelInferRequest.InferInputTensor;
import chatwarden.inference.v2.ModelStreamInferResponse;
import com.google.protobuf.ByteString;
import io.grpc.internal.testing.StreamRecorder;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OpenInferenceStreamTest extends OpenInferenceFixture {

  OpenInferenceStreamTest(@TempDir Path root) {
    super(root);
  }

  private static ModelInferRequest request(String model, String id, String text) {
    InferInputTensor.Builder tensor =
        InferInputTensor.newBuilder().setName("text").setDatatype("BYTES").addShape(1);
    tensor.getContentsBuilder().addBytesContents(ByteString.copyFromUtf8(text));
    return ModelInferRequest.newBuilder().setModelName(model).setId(id).addInputs(tensor).build();
  }

  @Test
  void requestsAreAnsweredInTheirOrderAndAFaultEndsNothing() throws Exception {
    StreamRecorder<ModelStreamInferResponse> answers = StreamRecorder.create();
    StreamObserver<ModelInferRequest> requests = streaming.modelStreamInfer(answers);
    for (int i = 0; i < 20; i++) {
      requests.onNext(request("vi-echo", "r" + i, "text " + i));
    }
    requests.onNext(request("vi-echo", "blank", " "));
    requests.onNext(request("no-such", "unknown", "text"));
    requests.onNext(request("vi-echo", "last", "text"));
    requests.onCompleted();

    assertThat(answers.awaitCompletion(30, TimeUnit.SECONDS)).isTrue();
    assertThat(answers.getError()).isNull();
    List<ModelStreamInferResponse> values = answers.getValues();
    assertThat(values).hasSize(23);
    for (int i = 0; i < 20; i++) {
      assertThat(values.get(i).getErrorMessage()).isEmpty();
      assertThat(values.get(i).getInferResponse().getId()).isEqualTo("r" + i);
      assertThat(values.get(i).getInferResponse().getOutputsCount()).isEqualTo(2);
    }
    assertThat(values.get(20).getErrorMessage())
        .startsWith("[INVALID_ARGUMENT]")
        .contains("text[0]");
    assertThat(values.get(20).getInferResponse().getId()).isEqualTo("blank");
    assertThat(values.get(21).getErrorMessage()).startsWith("[NOT_FOUND]").contains("no-such");
    assertThat(values.get(22).getInferResponse().getId()).isEqualTo("last");
  }
}

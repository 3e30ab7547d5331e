package chatwarden.serving.openinference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import chatwarden.inference.v2.ModelInferRequest;
import chatwarden.inference.v2.ModelInferRequest.InferInputTensor;
import chatwarden.inference.v2.ModelInferRequest.InferRequestedOutputTensor;
import chatwarden.inference.v2.ModelInferResponse;
import chatwarden.inference.v2.ModelInferResponse.InferOutputTensor;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.FieldProblem;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.grpc.StatusMapper;
import com.google.protobuf.ByteString;
import io.grpc.StatusRuntimeException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OpenInferenceCallsTest extends OpenInferenceFixture {

  OpenInferenceCallsTest(@TempDir Path root) {
    super(root);
  }

  private static ModelInferRequest.Builder request(String... elements) {
    InferInputTensor.Builder tensor = tensor(elements.length);
    for (String element : elements) {
      tensor.getContentsBuilder().addBytesContents(ByteString.copyFromUtf8(element));
    }
    return ModelInferRequest.newBuilder().setModelName("vi-echo").addInputs(tensor);
  }

  private static InferInputTensor.Builder tensor(long... shape) {
    InferInputTensor.Builder tensor =
        InferInputTensor.newBuilder().setName("text").setDatatype("BYTES");
    for (long size : shape) {
      tensor.addShape(size);
    }
    return tensor;
  }

  /** The length-prefixed form, as clients of Triton write it. */
  private static ByteString raw(String... elements) {
    ByteString all = ByteString.EMPTY;
    for (String element : elements) {
      byte[] bytes = element.getBytes(StandardCharsets.UTF_8);
      ByteBuffer one = ByteBuffer.allocate(4 + bytes.length).order(ByteOrder.LITTLE_ENDIAN);
      one.putInt(bytes.length).put(bytes).flip();
      all = all.concat(ByteString.copyFrom(one));
    }
    return all;
  }

  private static ModelInferRequest.Builder rawRequest(ByteString raw, long... shape) {
    return ModelInferRequest.newBuilder()
        .setModelName("vi-echo")
        .addInputs(tensor(shape))
        .addRawInputContents(raw);
  }

  @Test
  void textsAreAnsweredAsTensors() {
    ModelInferResponse response = stub.modelInfer(request("hi", "xin chào").setId("7").build());
    InferOutputTensor answer = response.getOutputs(0);
    InferOutputTensor length = response.getOutputs(1);

    assertThat(response.getModelName()).isEqualTo("vi-echo");
    assertThat(response.getModelVersion()).isEqualTo("2");
    assertThat(response.getId()).isEqualTo("7");
    assertThat(answer.getName()).isEqualTo("answer");
    assertThat(answer.getDatatype()).isEqualTo("BYTES");
    assertThat(answer.getShapeList()).containsExactly(2L);
    assertThat(answer.getContents().getBytesContentsList())
        .extracting(ByteString::toStringUtf8)
        .containsExactly("two:hi", "two:xin chào");
    assertThat(length.getDatatype()).isEqualTo("FP32");
    assertThat(length.getContents().getFp32ContentsList()).containsExactly(6f, 12f);
    assertThat(response.getRawOutputContentsList()).isEmpty();
  }

  @Test
  void aRawRequestIsAnsweredRaw() {
    ModelInferResponse response =
        stub.modelInfer(rawRequest(raw("hi", "xin chào 😀"), 2, 1).build());
    ByteBuffer lengths =
        response.getRawOutputContents(1).asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);

    assertThat(response.getRawOutputContents(0)).isEqualTo(raw("two:hi", "two:xin chào 😀"));
    assertThat(lengths.getFloat()).isEqualTo(6);
    assertThat(lengths.getFloat()).isEqualTo(15);
    assertThat(lengths.hasRemaining()).isFalse();
    assertThat(response.getOutputsList())
        .hasSize(2)
        .noneMatch(InferOutputTensor::hasContents)
        .allMatch(output -> output.getShapeList().equals(List.of(2L)));
  }

  @Test
  void aCallerGetsTheVersionAndTheTensorsThatItAsksFor() {
    ModelInferResponse response =
        stub.modelInfer(
            request("hi")
                .setModelVersion("1")
                .addOutputs(InferRequestedOutputTensor.newBuilder().setName("length"))
                .addOutputs(InferRequestedOutputTensor.newBuilder().setName("answer"))
                .build());

    assertThat(response.getModelVersion()).isEqualTo("1");
    assertThat(response.getOutputsList())
        .extracting(InferOutputTensor::getName)
        .containsExactly("length", "answer");
  }

  private ChatwardenException fault(ModelInferRequest.Builder request) {
    return StatusMapper.fromStatus(
        catchThrowableOfType(StatusRuntimeException.class, () -> stub.modelInfer(request.build())));
  }

  private void assertNamed(String field, ModelInferRequest.Builder request) {
    assertThat(fault(request))
        .as(field)
        .isInstanceOfSatisfying(
            InvalidInputException.class,
            fault ->
                assertThat(fault.problems())
                    .extracting(FieldProblem::field)
                    .containsExactly(field));
  }

  @Test
  void whatIsNotServedIsNotFound() {
    assertThat(fault(request("hi").setModelName("en-echo"))).matches(FaultCode.NOT_FOUND::isOf);
    assertThat(fault(request("hi").setModelVersion("3"))).matches(FaultCode.NOT_FOUND::isOf);
    assertNamed("model_name", request("hi").clearModelName());
  }

  @Test
  void aMalformedTensorIsRefusedAndNamed() {
    assertNamed("inputs", request("hi").clearInputs());
    assertNamed("inputs", request("hi").addInputs(tensor(1)));
    assertNamed("inputs[0].name", request("hi").setInputs(0, tensor(1).setName("words")));
    assertNamed("text.datatype", request("hi").setInputs(0, tensor(1).setDatatype("INT64")));
    for (long[] shape : new long[][] {{}, {0}, {-1}, {65}, {1, 2}, {1, 1, 1}, {Long.MAX_VALUE}}) {
      assertNamed("text.shape", rawRequest(raw("hi"), shape));
    }
    assertNamed("text.contents", request("hi").setInputs(0, tensor(1)));
    assertNamed("text.contents", rawRequest(raw("hi", "hi"), 1));
    assertNamed("text.contents", rawRequest(raw("hi").substring(0, 5), 1));
    assertNamed("text.contents", rawRequest(raw("hi").substring(0, 3), 1));
    assertNamed("text.contents", rawRequest(ByteString.fromHex("ffffffff00"), 1));
    assertNamed("text.contents", request("hi").addRawInputContents(raw("hi")));
    assertNamed("raw_input_contents", rawRequest(raw("hi"), 1).addRawInputContents(raw("hi")));
    assertNamed("text[1]", rawRequest(raw("hi").concat(ByteString.fromHex("01000000ff")), 2));
    assertNamed(
        "outputs[0].name",
        request("hi").addOutputs(InferRequestedOutputTensor.newBuilder().setName("mood")));
  }

  @Test
  void textsAreHeldToTheSameLimitsAsElsewhere() {
    assertNamed("text[1]", request("hi", " "));
    assertNamed("text[0]", request("a".repeat(10_001)));
  }
}

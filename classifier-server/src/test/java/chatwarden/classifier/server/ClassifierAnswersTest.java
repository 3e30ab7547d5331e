package chatwarden.classifier.server;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.classifier.v1.ClassifiedText;
import chatwarden.classifier.v1.ClassifierServiceGrpc;
import chatwarden.classifier.v1.ClassifyTextsResponse;
import chatwarden.inference.v2.GRPCInferenceServiceGrpc;
import chatwarden.inference.v2.ModelInferRequest;
import chatwarden.inference.v2.ModelInferRequest.InferInputTensor;
import chatwarden.inference.v2.ModelInferResponse;
import chatwarden.inference.v2.ModelInferResponse.InferOutputTensor;
import chatwarden.runtime.telemetry.Telemetry;
import chatwarden.serving.server.ModelServer;
import chatwarden.type.v1.Label;
import com.google.protobuf.ByteString;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

final class ClassifierAnswersTest extends ClassifierServerFixture {

  @Test
  void answersLabelsAndProbabilities() {
    ClassifyTextsResponse response = classify("cảm ơn bạn nhiều nhé", "đồ chó chết");

    assertThat(response.getClassificationsList())
        .extracting(ClassifiedText::getId)
        .containsExactly("id0", "id1");
    assertThat(response.getClassifications(0).getClassification().getLabel())
        .isEqualTo(Label.CLEAN);
    assertThat(response.getClassifications(1).getClassification().getLabel())
        .isNotEqualTo(Label.CLEAN);
    for (ClassifiedText text : response.getClassificationsList()) {
      assertThat(text.getClassification().getModel()).matches("chat@[0-9]+");
      assertThat(text.getClassification().getProbabilitiesMap())
          .containsOnlyKeys("CLEAN", "OFFENSIVE", "HATE");
      assertThat(
              text.getClassification().getProbabilitiesMap().values().stream()
                  .mapToDouble(p -> p)
                  .sum())
          .isCloseTo(1, Offset.offset(1e-4));
      assertThat(text.getClassification().getOffensiveProbability())
          .isEqualTo(1 - text.getClassification().getProbabilitiesOrThrow("CLEAN"));
    }
  }

  @Test
  void clientsOfTheOpenInferenceProtocolGetTheSameAnswers() {
    String[] texts = {"cảm ơn bạn nhiều nhé", "đồ chó chết"};
    ClassifyTextsResponse expected = classify(texts);
    String[] model = expected.getClassifications(0).getClassification().getModel().split("@");
    InferInputTensor.Builder tensor =
        InferInputTensor.newBuilder().setName("text").setDatatype("BYTES").addShape(2);
    for (String text : texts) {
      tensor.getContentsBuilder().addBytesContents(ByteString.copyFromUtf8(text));
    }
    ModelInferResponse response =
        GRPCInferenceServiceGrpc.newBlockingStub(channel(server.target()))
            .modelInfer(
                ModelInferRequest.newBuilder()
                    .setModelName(model[0])
                    .setModelVersion(model[1])
                    .addInputs(tensor)
                    .build());
    InferOutputTensor probabilities = response.getOutputs(1);
    String[] labels = probabilities.getParametersOrThrow("labels").getStringParam().split(",");

    assertThat(response.getOutputsList())
        .extracting(InferOutputTensor::getName)
        .containsExactly("label", "probabilities", "offensive_probability");
    assertThat(probabilities.getShapeList()).containsExactly(2L, 3L);
    for (int i = 0; i < texts.length; i++) {
      ClassifiedText text = expected.getClassifications(i);
      assertThat(response.getOutputs(0).getContents().getBytesContents(i).toStringUtf8())
          .isEqualTo(text.getClassification().getLabel().name());
      assertThat(response.getOutputs(2).getContents().getFp32Contents(i))
          .isEqualTo(text.getClassification().getOffensiveProbability());
      for (int j = 0; j < labels.length; j++) {
        assertThat(probabilities.getContents().getFp32Contents(i * labels.length + j))
            .isEqualTo(text.getClassification().getProbabilitiesOrThrow(labels[j]));
      }
    }
  }

  @Test
  void aBatchIsAnsweredAsItsTextsAloneAre() {
    String[] texts = {"đồ ngu", "xin chào", "\u0000\u0007x", "😀", "a".repeat(10_000)};
    ClassifyTextsResponse batch = classify(texts);

    for (int i = 0; i < texts.length; i++) {
      ClassifiedText alone = classify(texts[i]).getClassifications(0);
      assertThat(batch.getClassifications(i).toBuilder().setId(alone.getId()).build())
          .isEqualTo(alone);
    }
  }

  @Test
  void aFullCallOfTheLargestTextsIsTaken() {
    String largest = "😀".repeat(10_000);
    String[] texts = IntStream.range(0, 64).mapToObj(i -> largest).toArray(String[]::new);

    assertThat(classify(texts).getClassificationsCount()).isEqualTo(64);
  }

  @Test
  void answersOnAPortAsItDoesWithinTheProcess() throws Exception {
    ModelServer onPort = ClassifierServer.SERVICE.listening(CONFIG, Telemetry.prometheus());
    onPort.start();
    try {
      assertThat(onPort.target()).startsWith("127.0.0.1:");
      assertThat(server.target()).startsWith("inprocess:");
      assertThat(
              ClassifierServiceGrpc.newBlockingStub(channel(onPort.target()))
                  .classifyTexts(request("xin chào")))
          .isEqualTo(classify("xin chào"));
    } finally {
      onPort.close();
    }
  }
}

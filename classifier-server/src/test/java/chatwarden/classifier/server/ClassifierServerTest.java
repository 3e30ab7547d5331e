package chatwarden.classifier.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import chatwarden.classifier.v1.ClassifiedText;
import chatwarden.classifier.v1.ClassifierServiceGrpc;
import chatwarden.classifier.v1.ClassifyTextsRequest;
import chatwarden.classifier.v1.ClassifyTextsResponse;
import chatwarden.classifier.v1.ExplainedNgram;
import chatwarden.classifier.v1.ExplainedWord;
import chatwarden.classifier.v1.Explanation;
import chatwarden.classifier.v1.StreamClassificationsRequest;
import chatwarden.classifier.v1.StreamingClassifyTextsRequest;
import chatwarden.classifier.v1.StreamingClassifyTextsResponse;
import chatwarden.classifier.v1.TextToClassify;
import chatwarden.inference.classifier.ClassProbabilities;
import chatwarden.inference.classifier.Classifier;
import chatwarden.inference.classifier.Question;
import chatwarden.inference.v2.GRPCInferenceServiceGrpc;
import chatwarden.inference.v2.ModelInferRequest;
import chatwarden.inference.v2.ModelInferRequest.InferInputTensor;
import chatwarden.inference.v2.ModelInferResponse;
import chatwarden.inference.v2.ModelInferResponse.InferOutputTensor;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.config.ConfigLoader;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.FieldProblem;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.grpc.GrpcChannels;
import chatwarden.runtime.grpc.StatusMapper;
import chatwarden.runtime.lifecycle.ServiceProcess;
import chatwarden.runtime.telemetry.Telemetry;
import chatwarden.serving.door.ServingKeys;
import chatwarden.serving.server.ModelServer;
import chatwarden.testing.model.ModelVersion;
import chatwarden.testing.model.ShippedModel;
import chatwarden.type.v1.Classification;
import chatwarden.type.v1.Label;
import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.internal.testing.StreamRecorder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server within the process, with the models that ship. */
@Timeout(60)
@TestInstance(Lifecycle.PER_CLASS)
final class ClassifierServerTest {

  private static final Config CONFIG =
      ConfigLoader.of(ClassifierServer.SERVICE.keys())
          .preset(ServingKeys.MODEL_REPOSITORY, "../models")
          .preset(ClassifierServer.SERVICE.listen().port(), 0)
          .load();

  private final Telemetry telemetry = Telemetry.prometheus();
  private final ModelServer server =
      ClassifierServer.SERVICE.inProcess("classifier-tests", CONFIG, telemetry);
  private final List<ManagedChannel> channels = new ArrayList<>();

  @BeforeAll
  void start() throws Exception {
    server.start();
  }

  @AfterAll
  void close() throws Exception {
    channels.forEach(ManagedChannel::shutdownNow);
    server.close();
    telemetry.close();
  }

  private ManagedChannel channel(String target) {
    ManagedChannel channel = GrpcChannels.open(target);
    channels.add(channel);
    return channel;
  }

  private ClassifyTextsResponse classify(String... texts) {
    return ClassifierServiceGrpc.newBlockingStub(channel(server.target()))
        .classifyTexts(request(texts));
  }

  private static ClassifyTextsRequest request(String... texts) {
    ClassifyTextsRequest.Builder request = ClassifyTextsRequest.newBuilder();
    for (int i = 0; i < texts.length; i++) {
      request.addComments(TextToClassify.newBuilder().setId("id" + i).setText(texts[i]));
    }
    return request.build();
  }

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
  void explainsOnlyWhenAskedAndSaysTheSameThen() {
    String text = "😀 trời đẹp, n g u";
    ClassifiedText plain = classify(text).getClassifications(0);
    ClassifiedText explained = explain(request(text).toBuilder().setExplain(true));
    Explanation explanation = explained.getExplanation();
    ExplainedWord word = explanation.getDecisiveWords(0);

    assertThat(plain.hasExplanation()).isFalse();
    assertThat(explained.toBuilder().clearExplanation().build()).isEqualTo(plain);
    assertThat(explanation.getNgrams(0).getText()).isEqualTo("n g u");
    assertThat(word.getText()).isEqualTo("n g u");
    assertThat(word.getStart()).isEqualTo(text.codePointCount(0, text.length()) - 5);
    assertThat(word.getEnd()).isEqualTo(text.codePointCount(0, text.length()));
    assertThat(explanation.getDecisiveWordsMinimal()).isTrue();
    assertThat(explanation.getOffensiveProbabilityWithout())
        .isLessThan(0.3f)
        .isEqualTo(
            classify("😀 trời đẹp,  ")
                .getClassifications(0)
                .getClassification()
                .getOffensiveProbability());
    double sum =
        explanation.getNgramsList().stream().mapToDouble(ExplainedNgram::getContribution).sum();
    assertThat(explanation.getBias() + sum + explanation.getOther())
        .isCloseTo(explanation.getLogit(), Offset.offset(1e-3));
  }

  @Test
  void theThresholdOfAnExplanationIsTheCallersAndChecked() {
    ClassifyTextsRequest.Builder request = request("trời đẹp, đồ ngu").toBuilder().setExplain(true);

    assertThat(explain(request.setExplainThreshold(1)).getExplanation().getDecisiveWordsList())
        .isEmpty();
    assertThat(explain(request.setExplainThreshold(0.3f)).getExplanation().getDecisiveWordsList())
        .isNotEmpty();
    for (float wrong : new float[] {0, -1, 1.1f, Float.NaN}) {
      assertThat(problems(request.setExplainThreshold(wrong).build()))
          .containsExactly("explain_threshold");
    }
  }

  @Test
  void aModelThatCannotExplainItselfSaysSo() {
    Classifier silent =
        new Classifier() {
          @Override
          public List<String> labels() {
            return List.of("CLEAN");
          }

          @Override
          public List<ClassProbabilities> classify(List<String> texts) {
            return Collections.nCopies(
                texts.size(), new ClassProbabilities(labels(), List.of(1f), "CLEAN"));
          }

          @Override
          public void close() {}
        };

    assertThatThrownBy(
            () -> new ExplainedQuestion(0.3f).run(silent, List.of(Question.in("vi", "chào"))))
        .isInstanceOfSatisfying(
            ChatwardenException.class,
            fault -> assertThat(fault.reason()).isEqualTo("MODEL_CANNOT_EXPLAIN"));
  }

  private ClassifiedText explain(ClassifyTextsRequest.Builder request) {
    return ClassifierServiceGrpc.newBlockingStub(channel(server.target()))
        .classifyTexts(request.build())
        .getClassifications(0);
  }

  @Test
  void wrongInputNamesItsFields() {
    assertThat(problems(request())).containsExactly("comments");
    assertThat(problems(request(Collections.nCopies(65, "a").toArray(String[]::new))))
        .containsExactly("comments");
    assertThat(problems(request("a", "\n ", "b", "x".repeat(10_001))))
        .containsExactly("comments[1].text", "comments[3].text");
    assertThat(problems(request("a").toBuilder().setLanguage("?").build()))
        .containsExactly("language");
    TextToClassify twin = TextToClassify.newBuilder().setId("same").setText("a").build();
    TextToClassify longId = twin.toBuilder().setId("x".repeat(257)).build();
    assertThat(
            problems(
                ClassifyTextsRequest.newBuilder()
                    .addComments(twin)
                    .addComments(twin)
                    .addComments(longId)
                    .build()))
        .containsExactly("comments[1].id", "comments[2].id");
  }

  private List<String> problems(ClassifyTextsRequest request) {
    return ((InvalidInputException) fault(request))
        .problems().stream().map(FieldProblem::field).toList();
  }

  private ChatwardenException fault(ClassifyTextsRequest request) {
    var client = ClassifierServiceGrpc.newBlockingStub(channel(server.target()));
    return StatusMapper.fromStatus(
        catchThrowableOfType(StatusRuntimeException.class, () -> client.classifyTexts(request)));
  }

  @Test
  void whatIsNotServedIsNotFound() {
    assertThat(fault(request("a").toBuilder().setModel("no-such").build()))
        .matches(FaultCode.NOT_FOUND::isOf)
        .hasMessageStartingWith("model no-such is not served (served: ");
    assertThat(fault(request("a").toBuilder().setLanguage("xx").build()))
        .matches(FaultCode.NOT_FOUND::isOf)
        .hasMessageStartingWith("language xx is not served (served: ");
  }

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

  @Test
  void textsGoToTheModelOfTheirLanguage(@TempDir Path root) throws Exception {
    Path shipped = ShippedModel.newest("vi-linear");
    String version = ShippedModel.version(shipped);
    for (String language : List.of("vi", "en")) {
      Path copy = Files.createDirectories(root.resolve(language + "-copy").resolve(version));
      Files.copy(shipped.resolve("weights.safetensors"), copy.resolve("weights.safetensors"));
      Files.writeString(
          copy.resolve("model.yaml"),
          Files.readString(shipped.resolve("model.yaml"))
              .replace("name: vi-linear", "name: " + language + "-copy")
              .replace("languages: [vi]", "languages: [" + language + "]"));
    }
    Config both = CONFIG.with(ServingKeys.MODEL_REPOSITORY, root.toString());
    ModelServer bilingual = ClassifierServer.SERVICE.listening(both, Telemetry.prometheus());
    bilingual.start();
    try {
      assertThat(
              ClassifierServiceGrpc.newBlockingStub(channel(bilingual.target()))
                  .classifyTexts(request("hello everyone", "chào mọi người", "I love this song"))
                  .getClassificationsList())
          .extracting(text -> text.getClassification().getModel())
          .containsExactly("en-copy@" + version, "vi-copy@" + version, "en-copy@" + version);
    } finally {
      bilingual.close();
    }
  }

  @Test
  void aTakenPortIsSaidWithItsRemedy() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      ModelServer second =
          ClassifierServer.SERVICE.listening(
              CONFIG.with(ClassifierServer.SERVICE.listen().port(), port), Telemetry.prometheus());

      assertThatThrownBy(second::start)
          .matches(FaultCode.FAILED_PRECONDITION::isOf)
          .hasMessageStartingWith("port " + port + " is taken")
          .hasMessageEndingWith("use --port, or set classifier.port to another");
    }
  }

  @Test
  void aModelWhoseManifestNamesOtherLabelsThanItsWeightsIsRefused(@TempDir Path root)
      throws IOException {
    Path shipped = ShippedModel.newest("vi-linear");
    Path copy =
        Files.createDirectories(root.resolve("vi-linear").resolve(ShippedModel.version(shipped)));
    Files.copy(shipped.resolve("weights.safetensors"), copy.resolve("weights.safetensors"));
    Files.writeString(
        copy.resolve("model.yaml"),
        Files.readString(shipped.resolve("model.yaml")).replace("CLEAN, ", "HATE, "));
    Config broken = CONFIG.with(ServingKeys.MODEL_REPOSITORY, root.toString());

    assertThatThrownBy(
            () -> ClassifierServer.SERVICE.listening(broken, Telemetry.prometheus()).start())
        .matches(FaultCode.FAILED_PRECONDITION::isOf)
        .hasMessageContaining(
            "labels: model.yaml says [HATE, OFFENSIVE, HATE], the model has [CLEAN, OFFENSIVE,"
                + " HATE]");
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

  @Test
  void anExportOfATextClassifierIsServedAsItIs(@TempDir Path root) throws Exception {
    copyOfAnExport(
        root, "roberta", "toxic=OFFENSIVE, insult=OFFENSIVE, identity_hate=HATE, other=CLEAN");
    Config config = CONFIG.with(ServingKeys.MODEL_REPOSITORY, root.toString());
    ModelServer own =
        ClassifierServer.SERVICE.inProcess("export-test", config, Telemetry.prometheus());
    own.start();
    try {
      ClassifiedText classified =
          ClassifierServiceGrpc.newBlockingStub(channel(own.target()))
              .classifyTexts(request("thằng ngu này"))
              .getClassifications(0);
      assertThat(classified.getClassification().getModel()).isEqualTo("dropped-in@1");
      assertThat(classified.getClassification().getProbabilitiesMap())
          .containsOnlyKeys("CLEAN", "OFFENSIVE", "HATE");
    } finally {
      own.close();
    }
  }

  @Test
  void anExportWithALabelThatIsNotMappedIsRefusedByItsName(@TempDir Path root) throws Exception {
    copyOfAnExport(root, "roberta", "toxic=OFFENSIVE, insult=OFFENSIVE, identity_hate=HATE");
    Config config = CONFIG.with(ServingKeys.MODEL_REPOSITORY, root.toString());

    assertThatThrownBy(
            () -> ClassifierServer.SERVICE.listening(config, Telemetry.prometheus()).start())
        .matches(FaultCode.FAILED_PRECONDITION::isOf)
        .hasMessageContaining("dropped-in@1: settings.labels: other=");
  }

  private static void copyOfAnExport(Path root, String export, String labels) {
    new ModelVersion()
        .copy(
            Path.of("../inference/src/test/resources/transformers", export),
            "model.onnx",
            "tokenizer.json",
            "config.json")
        .write(
            root,
            "dropped-in",
            "1",
            """
            task: classification
            format: onnx-text-classification
            languages: [vi]
            labels: [CLEAN, OFFENSIVE, HATE]
            settings:
              labels: "%s"
            warmup: ["xin chào"]
            """
                .formatted(labels));
  }

  @Test
  void aNewVersionAnswersWithoutARestart(@TempDir Path root) throws Exception {
    copyOfTheShippedModel(root, 2);
    Config config =
        CONFIG
            .with(ServingKeys.MODEL_REPOSITORY, root.toString())
            .with(ServingKeys.MODEL_POLL, Duration.ofMillis(50));
    ModelServer own =
        ClassifierServer.SERVICE.inProcess("new-version-test", config, Telemetry.prometheus());
    own.start();
    try {
      var service = ClassifierServiceGrpc.newBlockingStub(channel(own.target()));
      ClassifiedText before = service.classifyTexts(request("đồ ngu")).getClassifications(0);
      copyOfTheShippedModel(root, 10);

      assertThat(before.getClassification().getModel()).isEqualTo("vi-linear@2");
      Classification promoted =
          before.getClassification().toBuilder().setModel("vi-linear@10").build();
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> service.classifyTexts(request("đồ ngu")).getClassifications(0),
              now -> now.getClassification().equals(promoted));
      assertThat(
              service
                  .classifyTexts(request("đồ ngu").toBuilder().setModel("vi-linear@2").build())
                  .getClassifications(0))
          .isEqualTo(before);
    } finally {
      own.close();
    }
  }

  private static void copyOfTheShippedModel(Path root, int version) throws IOException {
    Path shipped = ShippedModel.newest("vi-linear");
    Path copy = Files.createDirectories(root.resolve("vi-linear/" + version));
    Files.writeString(
        copy.resolve("model.yaml"),
        Files.readString(shipped.resolve("model.yaml"))
            .replaceFirst("version: \"[0-9]+\"", "version: \"" + version + "\""));
    Files.copy(shipped.resolve("weights.safetensors"), copy.resolve("weights.safetensors"));
  }
}

package chatwarden.tagger.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import chatwarden.inference.v2.GRPCInferenceServiceGrpc;
import chatwarden.inference.v2.ModelInferRequest;
import chatwarden.inference.v2.ModelInferRequest.InferInputTensor;
import chatwarden.inference.v2.ModelInferResponse;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.config.ConfigLoader;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.FieldProblem;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.grpc.GrpcChannels;
import chatwarden.runtime.grpc.StatusMapper;
import chatwarden.runtime.telemetry.Telemetry;
import chatwarden.serving.door.ServingKeys;
import chatwarden.serving.server.ModelServer;
import chatwarden.tagger.v1.StreamingTagSpansRequest;
import chatwarden.tagger.v1.StreamingTagSpansResponse;
import chatwarden.tagger.v1.TagSpansRequest;
import chatwarden.tagger.v1.TagSpansResponse;
import chatwarden.tagger.v1.TaggedText;
import chatwarden.tagger.v1.TaggerServiceGrpc;
import chatwarden.tagger.v1.TextToTag;
import chatwarden.testing.model.ShippedModel;
import chatwarden.type.v1.Span;
import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.internal.testing.StreamRecorder;
import io.grpc.stub.StreamObserver;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server within the process, with the models that ship. */
@Timeout(60)
@TestInstance(Lifecycle.PER_CLASS)
final class TaggerServerTest {

  private static final Config CONFIG =
      ConfigLoader.of(TaggerServer.SERVICE.keys())
          .preset(ServingKeys.MODEL_REPOSITORY, "../models")
          .preset(TaggerServer.SERVICE.listen().port(), 0)
          .load();

  private final Telemetry telemetry = Telemetry.prometheus();
  private final ModelServer server =
      TaggerServer.SERVICE.inProcess("tagger-tests", CONFIG, telemetry);
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

  private TagSpansResponse tag(String... texts) {
    return TaggerServiceGrpc.newBlockingStub(channel(server.target())).tagSpans(request(texts));
  }

  private static TagSpansRequest request(String... texts) {
    TagSpansRequest.Builder request = TagSpansRequest.newBuilder();
    for (int i = 0; i < texts.length; i++) {
      request.addComments(TextToTag.newBuilder().setId("id" + i).setText(texts[i]));
    }
    return request.build();
  }

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
  void theModelsThatShipShareTheWorkByLanguage() {
    String english = "you are such an idiot, friend";
    TagSpansResponse response = tag(english, "đồ ngu, nói gì vậy");

    assertThat(response.getTaggings(0).getTagging().getModel()).matches("chat-spans@[0-9]+");
    assertThat(response.getTaggings(0).getTagging().getSpansList())
        .extracting(Span::getText)
        .containsExactly("idiot");
    assertThat(response.getTaggings(1).getTagging().getModel()).matches("chat-spans@[0-9]+");
    assertThat(response.getTaggings(1).getTagging().getSpansList())
        .anyMatch(span -> span.getText().contains("ngu"));
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
  void wrongInputNamesItsFields() {
    assertThat(problems(request())).containsExactly("comments");
    assertThat(problems(request("a", " ", "b", "x".repeat(10_001))))
        .containsExactly("comments[1].text", "comments[3].text");
    assertThat(problems(request("a").toBuilder().setLanguage("?").build()))
        .containsExactly("language");
    TextToTag twin = TextToTag.newBuilder().setId("same").setText("a").build();
    assertThat(problems(TagSpansRequest.newBuilder().addComments(twin).addComments(twin).build()))
        .containsExactly("comments[1].id");
  }

  private List<String> problems(TagSpansRequest request) {
    return ((InvalidInputException) StatusMapper.fromStatus(fault(request)))
        .problems().stream().map(FieldProblem::field).toList();
  }

  private StatusRuntimeException fault(TagSpansRequest request) {
    var client = TaggerServiceGrpc.newBlockingStub(channel(server.target()));
    return catchThrowableOfType(StatusRuntimeException.class, () -> client.tagSpans(request));
  }

  @Test
  void aModelThatIsNotServedIsNotFound() {
    assertThat(StatusMapper.fromStatus(fault(request("a").toBuilder().setModel("no-such").build())))
        .matches(FaultCode.NOT_FOUND::isOf)
        .hasMessageStartingWith("model no-such is not served (served: ");
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

  @Test
  void textsGoToTheModelOfTheirLanguage(@TempDir Path root) throws Exception {
    Path shipped = ShippedModel.newest("vi-crf");
    for (String language : List.of("vi", "en")) {
      Path copy =
          Files.createDirectories(
              root.resolve(language + "-copy").resolve(ShippedModel.version(shipped)));
      Files.copy(shipped.resolve("weights.safetensors"), copy.resolve("weights.safetensors"));
      Files.writeString(
          copy.resolve("model.yaml"),
          Files.readString(shipped.resolve("model.yaml"))
              .replace("name: vi-crf", "name: " + language + "-copy")
              .replace("languages: [vi]", "languages: [" + language + "]"));
    }
    Config both = CONFIG.with(ServingKeys.MODEL_REPOSITORY, root.toString());
    ModelServer bilingual = TaggerServer.SERVICE.listening(both, Telemetry.prometheus());
    bilingual.start();
    try {
      assertThat(
              TaggerServiceGrpc.newBlockingStub(channel(bilingual.target()))
                  .tagSpans(request("hello everyone", "chào mọi người", "I love this song"))
                  .getTaggingsList())
          .extracting(tagged -> tagged.getTagging().getModel())
          .extracting(model -> model.replaceFirst("@.*", ""))
          .containsExactly("en-copy", "vi-copy", "en-copy");
    } finally {
      bilingual.close();
    }
  }

  @Test
  void anExportOfATokenClassifierIsServedAsItIs(@TempDir Path root) throws Exception {
    Path export = Path.of("../inference/src/test/resources/tiny-transformer");
    Path version = Files.createDirectories(root.resolve("dropped-in/1"));
    StringBuilder files = new StringBuilder();
    for (String file : List.of("model.onnx", "tokenizer.json", "config.json")) {
      byte[] content = Files.readAllBytes(export.resolve(file));
      Files.write(version.resolve(file), content);
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      files.append(
          "  - path: %s\n    sha256: %s\n".formatted(file, HexFormat.of().formatHex(digest)));
    }
    Files.writeString(
        version.resolve("model.yaml"),
        """
        name: dropped-in
        version: "1"
        task: span-tagging
        format: onnx-token-classification
        languages: [vi]
        files:
        %ssettings:
          threshold: "0.4"
        warmup: ["xin chào"]
        """
            .formatted(files));
    Config config = CONFIG.with(ServingKeys.MODEL_REPOSITORY, root.toString());
    ModelServer served = TaggerServer.SERVICE.listening(config, Telemetry.prometheus());
    served.start();
    try {
      TaggedText tagged =
          TaggerServiceGrpc.newBlockingStub(channel(served.target()))
              .tagSpans(request("😀 thằng ngu này"))
              .getTaggings(0);
      assertThat(tagged.getTagging().getModel()).isEqualTo("dropped-in@1");
      assertThat(tagged.getTagging().getSpansList())
          .anyMatch(span -> span.getText().contains("ngu"));
    } finally {
      served.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "crf-share, half, 'a number in (0, 1.0)'",
    "whole-vote, 0.6 0.5 half 1, four numbers",
    "whole-vote, 0.6 0.5, four numbers",
    "whole-vote, 0.6 0.5 NaN 1, four numbers"
  })
  void aSettingThatIsNoNumberIsNamed(
      String setting, String value, String expected, @TempDir Path root) throws Exception {
    Path shipped = ShippedModel.newest("vi-averaged");
    String number = ShippedModel.version(shipped);
    Path version = Files.createDirectories(root.resolve("vi-averaged").resolve(number));
    for (String file :
        List.of(
            "network.onnx", "embeddings.safetensors", "weights.safetensors", "whole.safetensors")) {
      Files.copy(shipped.resolve(file), version.resolve(file));
    }
    Files.writeString(
        version.resolve("model.yaml"),
        Files.readString(shipped.resolve("model.yaml"))
            .replaceFirst(setting + ": .*", setting + ": " + value));
    Config config = CONFIG.with(ServingKeys.MODEL_REPOSITORY, root.toString());

    assertThatThrownBy(() -> TaggerServer.SERVICE.listening(config, Telemetry.prometheus()).start())
        .hasMessageContaining(
            "vi-averaged@%s: settings.%s: %s (expected: %s)"
                .formatted(number, setting, value, expected));
  }

  @Test
  void aTakenPortIsSaidWithItsRemedy() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      ModelServer second =
          TaggerServer.SERVICE.listening(
              CONFIG.with(TaggerServer.SERVICE.listen().port(), port), Telemetry.prometheus());

      assertThatThrownBy(second::start)
          .matches(FaultCode.FAILED_PRECONDITION::isOf)
          .hasMessageStartingWith("port " + port + " is taken")
          .hasMessageEndingWith("use --port, or set tagger.port to another");
    }
  }

  @Test
  void aFolderWithoutModelsIsSaid() {
    Config empty = CONFIG.with(ServingKeys.MODEL_REPOSITORY, "src");

    assertThatThrownBy(() -> TaggerServer.SERVICE.listening(empty, Telemetry.prometheus()).start())
        .matches(FaultCode.FAILED_PRECONDITION::isOf)
        .hasMessage("no model for span-tagging can be served: none is there");
  }
}

package chatwarden.classifier.server;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.classifier.v1.ClassifiedText;
import chatwarden.classifier.v1.ClassifierServiceGrpc;
import chatwarden.classifier.v1.ClassifyTextsRequest;
import chatwarden.classifier.v1.StreamClassificationsRequest;
import chatwarden.classifier.v1.StreamClassificationsResponse;
import chatwarden.classifier.v1.TextToClassify;
import chatwarden.inference.loader.ClassifierLoaders;
import chatwarden.repository.FoundModel;
import chatwarden.repository.ModelFolder;
import chatwarden.repository.source.SourceKeys;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.config.ConfigLoader;
import chatwarden.runtime.grpc.GrpcChannels;
import chatwarden.runtime.telemetry.Telemetry;
import chatwarden.serving.server.ModelServer;
import chatwarden.testing.model.ModelVersion;
import chatwarden.type.v1.Label;
import com.google.common.collect.ImmutableList;
import io.grpc.ManagedChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real server with a cascade of the linear models that ship and an encoder of random weights. The
 * linear models are to be trusted up to 20 % and from 80 % on.
 */
@Timeout(60)
@TestInstance(Lifecycle.PER_CLASS)
final class CascadeServerTest {

  private static final Path ENCODER = Path.of("../inference/src/test/resources/encoder");

  private static final String RULE =
      "{\"inputs\": [\"%s\"], \"weights\": [1], \"biases\": [0, 0, 0], \"offsets\": [0, 0, 0]}";

  private static final String CALIBRATION =
      """
      {"rules": {"vi": %s, "en": %s},
       "categories": [{"name": "threat", "slope": 1, "bias": 0, "languages": ["en"]}]}
      """
          .formatted(RULE.formatted("vihsd"), RULE.formatted("all"));

  private static final String TIERS =
      """
      {"tiers": [
        {"models": {"vi": "vi-linear", "en": "en-linear"},
         "rules": {"vi": %s, "en": %s},
         "alone": {"vi": [[0, 0.2], [0.8, 1]], "en": [[0, 0.2], [0.8, 1]]}},
        {"model": "chat-encoder", "rules": {"vi": %s, "en": %s}}]}
      """
          .formatted(
              RULE.formatted("vi-linear"),
              RULE.formatted("en-linear"),
              RULE.formatted("chat-encoder/vihsd"),
              RULE.formatted("chat-encoder/all"));

  private static final String CLASSIFICATION =
      """
      task: classification
      languages: [vi, en]
      labels: [CLEAN, OFFENSIVE, HATE]
      warmup: ["xin chào", "good night all"]
      """;

  private final Telemetry telemetry = Telemetry.prometheus();
  private ModelServer server;
  private ManagedChannel channel;

  @BeforeAll
  void start(@TempDir Path root) throws Exception {
    layModels(root, tiers(root));
    server = server(root);
    server.start();
    channel = GrpcChannels.open(server.target());
  }

  private ModelServer server(Path root) {
    Config config =
        ConfigLoader.of(ClassifierServer.SERVICE.keys())
            .preset(SourceKeys.SOURCES, List.of(root.toString()))
            .preset(ClassifierServer.SERVICE.listen().port(), 0)
            .load();
    return ClassifierServer.SERVICE.listening(config, telemetry);
  }

  @AfterAll
  void close() throws Exception {
    channel.shutdownNow();
    server.close();
    telemetry.close();
  }

  /** Links the shipped linear models and names their versions. */
  private static String tiers(Path root) throws Exception {
    StringBuilder tiers = new StringBuilder("tiers: [");
    for (String name : List.of("vi-linear", "en-linear")) {
      Path shipped = Path.of("../models", name).toRealPath();
      try (Stream<Path> versions = Files.list(shipped)) {
        Path version = versions.sorted().findFirst().orElseThrow();
        new ModelVersion()
            .copy(version, "weights.safetensors")
            .write(
                root,
                name,
                version.getFileName().toString(),
                CLASSIFICATION.replace("[vi, en]", "[" + name.substring(0, 2) + "]")
                    + "format: chatwarden-linear\n");
        tiers.append(name).append('@').append(version.getFileName()).append(", ");
      }
    }
    return tiers + "chat-encoder@1]\n";
  }

  private static void layModels(Path root, String tiers) {
    new ModelVersion()
        .copy(ENCODER, "encoder.onnx", "tokenizer.json", "encoder.json")
        .file("calibration.json", CALIBRATION)
        .write(root, "chat-encoder", "1", CLASSIFICATION + "format: chatwarden-encoder\n");
    new ModelVersion()
        .file("cascade.json", TIERS)
        .write(root, "chat", "1", CLASSIFICATION + "format: chatwarden-cascade\n" + tiers);
  }

  private ClassifiedText classify(ClassifyTextsRequest.Builder request, String text) {
    return ClassifierServiceGrpc.newBlockingStub(channel)
        .classifyTexts(request.addComments(TextToClassify.newBuilder().setText(text)).build())
        .getClassifications(0);
  }

  private ClassifiedText classify(String text) {
    return classify(ClassifyTextsRequest.newBuilder(), text);
  }

  @Test
  void eachAnswerSaysWhichTierDecided() {
    ClassifiedText sure = classify("cảm ơn bạn nhiều nhé");
    ClassifiedText unsure = classify("cái này hơi dở thật đó nha mày");

    assertThat(sure.getClassification().getModel()).isEqualTo("chat@1");
    assertThat(sure.getClassification().getTier()).matches("vi-linear@[0-9]+");
    assertThat(sure.getClassification().getLanguage()).isEqualTo("vi");
    assertThat(sure.getClassification().getCategoriesMap()).isEmpty();
    assertThat(unsure.getClassification().getTier()).isEqualTo("chat-encoder@1");
  }

  @Test
  void aTierThatIsNamedAnswersAlone() {
    ClassifiedText linear =
        classify(
            ClassifyTextsRequest.newBuilder().setModel("vi-linear"),
            "cái này hơi dở thật đó nha mày");
    ClassifiedText encoder =
        classify(ClassifyTextsRequest.newBuilder().setModel("chat-encoder"), "thank you all");

    assertThat(linear.getClassification().getModel()).startsWith("vi-linear@");
    assertThat(linear.getClassification().getTier()).isEmpty();
    assertThat(encoder.getClassification().getModel()).isEqualTo("chat-encoder@1");
    assertThat(encoder.getClassification().getCategoriesMap()).containsOnlyKeys("threat");
  }

  @Test
  void categoriesAreAnsweredWhereTheyAreAskedFor() {
    String text = "thank you so much everyone, have a good night";

    assertThat(classify(text).getClassification().getCategoriesMap()).isEmpty();
    assertThat(
            classify(ClassifyTextsRequest.newBuilder().setCategories(true), text)
                .getClassification()
                .getCategoriesMap())
        .containsOnlyKeys("threat");
  }

  @Test
  void aTextInAnUnknownLanguageIsNotJudged() {
    ClassifiedText unknown = classify("Ты сегодня играешь хорошо");

    assertThat(unknown.getClassification().getLabel()).isEqualTo(Label.NOT_JUDGED);
    assertThat(unknown.getClassification().getLanguage()).isEqualTo("und");
    assertThat(unknown.getClassification().getProbabilitiesMap())
        .containsOnlyKeys("CLEAN", "OFFENSIVE", "HATE");
    assertThat(
            classify(ClassifyTextsRequest.newBuilder().setLanguage("vi"), "Привет")
                .getClassification()
                .getLabel())
        .isNotEqualTo(Label.NOT_JUDGED);
  }

  @Test
  void explanationsAreOfTheTierThatDecided() {
    ClassifyTextsRequest.Builder request = ClassifyTextsRequest.newBuilder().setExplain(true);

    assertThat(classify(request.clone(), "cảm ơn bạn nhiều nhé").getExplanation().getBias())
        .isNotZero();
    assertThat(classify(request, "cái này hơi dở thật đó nha mày").getExplanation().getBias())
        .isZero();
  }

  private List<StreamClassificationsResponse> stream(boolean updates) {
    StreamClassificationsRequest request =
        StreamClassificationsRequest.newBuilder()
            .setUpdates(updates)
            .addComments(TextToClassify.newBuilder().setText("cái này hơi dở thật đó nha mày"))
            .addComments(TextToClassify.newBuilder().setText("cảm ơn bạn nhiều nhé"))
            .build();
    return ImmutableList.copyOf(
        ClassifierServiceGrpc.newBlockingStub(channel).streamClassifications(request));
  }

  @Test
  void updatesFollowTheFirstTiersAnswer() {
    assertThat(stream(false))
        .extracting(StreamClassificationsResponse::getIndex)
        .containsExactly(1, 0);
    assertThat(stream(true))
        .extracting(
            answer ->
                answer.getIndex()
                    + " "
                    + answer.getProvisional()
                    + " "
                    + answer
                        .getClassification()
                        .getClassification()
                        .getTier()
                        .replaceFirst("@.*", ""))
        .containsExactly("0 true vi-linear", "1 false vi-linear", "0 false chat-encoder");
  }

  @Test
  void aCascadeWithoutOneOfItsTiersIsRefusedByName(@TempDir Path root) {
    layModels(root, "tiers: [vi-linear@9, en-linear@9, chat-encoder@1]\n");

    assertThat(FoundModel.in(ModelFolder.at(root), List.of(ClassifierLoaders.task())))
        .filteredOn(found -> found.id().name().equals("chat"))
        .singleElement()
        .satisfies(
            found ->
                assertThat(found.problem())
                    .contains("tiers: vi-linear@9 is not in the model repository"));
  }
}

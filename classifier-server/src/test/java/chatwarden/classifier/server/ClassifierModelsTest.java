package chatwarden.classifier.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chatwarden.classifier.v1.ClassifiedText;
import chatwarden.classifier.v1.ClassifierServiceGrpc;
import chatwarden.repository.source.SourceKeys;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.telemetry.Telemetry;
import chatwarden.serving.door.ServingKeys;
import chatwarden.serving.server.ModelServer;
import chatwarden.testing.model.ModelVersion;
import chatwarden.testing.model.ShippedModel;
import chatwarden.type.v1.Classification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClassifierModelsTest extends ClassifierServerFixture {

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
    Config both = CONFIG.with(SourceKeys.SOURCES, List.of(root.toString()));
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
  void aModelWhoseManifestNamesOtherLabelsThanItsWeightsIsRefused(@TempDir Path root)
      throws IOException {
    Path shipped = ShippedModel.newest("vi-linear");
    Path copy =
        Files.createDirectories(root.resolve("vi-linear").resolve(ShippedModel.version(shipped)));
    Files.copy(shipped.resolve("weights.safetensors"), copy.resolve("weights.safetensors"));
    Files.writeString(
        copy.resolve("model.yaml"),
        Files.readString(shipped.resolve("model.yaml")).replace("CLEAN, ", "HATE, "));
    Config broken = CONFIG.with(SourceKeys.SOURCES, List.of(root.toString()));

    assertThatThrownBy(
            () -> ClassifierServer.SERVICE.listening(broken, Telemetry.prometheus()).start())
        .matches(FaultCode.FAILED_PRECONDITION::isOf)
        .hasMessageContaining(
            "labels: model.yaml says [HATE, OFFENSIVE, HATE], the model has [CLEAN, OFFENSIVE,"
                + " HATE]");
  }

  @Test
  void anExportOfATextClassifierIsServedAsItIs(@TempDir Path root) throws Exception {
    copyOfAnExport(
        root, "roberta", "toxic=OFFENSIVE, insult=OFFENSIVE, identity_hate=HATE, other=CLEAN");
    Config config = CONFIG.with(SourceKeys.SOURCES, List.of(root.toString()));
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
    Config config = CONFIG.with(SourceKeys.SOURCES, List.of(root.toString()));

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
            .with(SourceKeys.SOURCES, List.of(root.toString()))
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

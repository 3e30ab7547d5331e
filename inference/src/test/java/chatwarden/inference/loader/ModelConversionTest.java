package chatwarden.inference.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.inference.classifier.Classifier;
import chatwarden.repository.ModelFile;
import chatwarden.repository.ModelFiles;
import chatwarden.repository.ModelId;
import chatwarden.repository.ModelLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelConversionTest {
  private static final Path EARLIER =
      Path.of("src/test/resources/chatwarden/inference/weights/linear-2.bin");

  @TempDir Path models;

  @BeforeEach
  void writeModelOfAnEarlierRelease() throws IOException {
    Path version = Files.createDirectories(models.resolve("mine/3"));
    Path weights = Files.copy(EARLIER, version.resolve("weights.bin"));
    Files.writeString(
        version.resolve("model.yaml"),
        """
        name: mine
        version: "3"
        task: classification
        format: chatwarden-linear
        languages: [vi]
        labels: [CLEAN, OFFENSIVE, HATE]
        files:
          - path: weights.bin
            sha256: %s
        warmup: [xin chào]
        """
            .formatted(ModelFile.of(weights).sha256()));
    Files.writeString(version.resolve("MODEL_CARD.md"), "# mine version 3\n\nSays something.\n");
  }

  @Test
  void theNextVersionAnswersAlikeFromFilesOfTodaysFormat() throws Exception {
    assertThat(ModelConversion.convert(models, "mine")).isEqualTo(new ModelId("mine", "4"));

    ModelFiles before = ModelFiles.open(models.resolve("mine/3"));
    ModelFiles after = ModelFiles.open(models.resolve("mine/4"));
    assertThat(after.manifest().files())
        .extracting(ModelFile::path)
        .containsExactly("weights.safetensors");
    assertThat(models.resolve("mine/4/weights.bin")).doesNotExist();
    assertThat(models.resolve("mine/4/MODEL_CARD.md"))
        .content()
        .startsWith("# mine version 4\n\nThe weights are those of version 3,")
        .endsWith("\n\nSays something.\n");
    ModelLoader<Classifier> loader = ClassifierLoaders.all().getFirst();
    List<String> texts = List.of("chào bạn", "đồ ngu", "");
    try (Classifier old = loader.open(before);
        Classifier converted = loader.open(after)) {
      assertThat(converted.classify(texts)).isEqualTo(old.classify(texts));
    }
  }

  @Test
  void aConvertedModelIsNotConvertedAgain() throws IOException {
    ModelConversion.convert(models, "mine");

    assertThatThrownBy(() -> ModelConversion.convert(models, "mine"))
        .hasMessage("mine@4: no file of an earlier release's format");
    assertThat(models.resolve("mine")).isDirectoryNotContaining("glob:**/.*");
  }

  @Test
  void aMissingModelIsNamed() {
    assertThatThrownBy(() -> ModelConversion.convert(models, "yours"))
        .hasMessage("yours: no numbered version of it in " + models);
  }
}

package chatwarden.mlops.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.repository.ModelFiles;
import chatwarden.repository.ModelFolder;
import chatwarden.repository.ModelId;
import chatwarden.repository.ModelManifest;
import chatwarden.repository.ModelUsage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The use that the shipped models allow. */
class ModelUsageTest {
  private static final Path MODELS = Path.of("..", "models");

  @Test
  void eachShippedModelStatesItsUsageWhichIsAsStrictAsThatOfItsTiers() {
    Map<ModelId, Path> versions = ModelFolder.at(MODELS).versions();
    assertThat(versions).isNotEmpty();
    versions.forEach(
        (id, folder) -> {
          ModelManifest manifest = ModelFiles.manifest(id, folder);
          assertThat(manifest.usage()).as(id.toString()).isNotEqualTo(ModelUsage.NOT_STATED);
          for (ModelId tier : manifest.tiers()) {
            ModelUsage own =
                ModelFiles.manifest(tier, MODELS.resolve(tier.name()).resolve(tier.version()))
                    .usage();
            assertThat(manifest.usage().with(own))
                .as(id + " asks " + tier)
                .isEqualTo(manifest.usage());
          }
        });
  }

  @Test
  void noticeNamesEachShippedModelWithItsUsage() throws IOException {
    String notice = Files.readString(Path.of("..", "NOTICE"));
    ModelFolder.at(MODELS)
        .versions()
        .forEach(
            (id, folder) ->
                assertThat(notice)
                    .containsPattern(
                        "(?m)^  %s +%s  "
                            .formatted(id.name(), ModelFiles.manifest(id, folder).usage().word())));
  }

  @Test
  void cardOfEachShippedClassifierStatesTheLicencesOfItsData() throws IOException {
    for (String model : new String[] {"vi-linear", "en-linear", "vi-subword"}) {
      for (Map.Entry<ModelId, Path> version : ModelFolder.at(MODELS).versions().entrySet()) {
        if (version.getKey().name().equals(model)) {
          assertThat(version.getValue().resolve("MODEL_CARD.md"))
              .content()
              .contains("Usage: ")
              .doesNotContain("Licence: not stated");
        }
      }
    }
  }
}

package chatwarden.trainer.tagging;

import chatwarden.inference.crf.CrfTagger;
import chatwarden.inference.crf.CrfWeights;
import chatwarden.inference.weights.WeightFile;
import chatwarden.repository.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a version of a model as the model repository reads it. */
final class TaggerDirectory {

  private final StageTwoPlan plan;
  private final Path directory;

  TaggerDirectory(StageTwoPlan plan) {
    this.plan = plan;
    this.directory = plan.models().resolve(plan.name()).resolve(plan.version());
  }

  /** Writes the weights and gives the directory that they stand in. */
  Path writeWeights(CrfWeights weights) throws IOException {
    Files.createDirectories(directory);
    weights.write(weightFile());
    return directory;
  }

  /** Writes {@code model.yaml}; the weights must stand. */
  void writeManifest() throws IOException {
    StringBuilder yaml = new StringBuilder();
    yaml.append("name: ").append(plan.name()).append('\n');
    yaml.append("version: \"").append(plan.version()).append("\"\n");
    yaml.append("task: span-tagging\n");
    yaml.append("format: chatwarden-crf\n");
    yaml.append("languages: [").append(plan.source().language()).append("]\n");
    yaml.append("files:\n");
    ModelFile file = ModelFile.of(weightFile());
    yaml.append("  - path: ").append(file.path()).append('\n');
    yaml.append("    sha256: ").append(file.sha256());
    yaml.append("\nwarmup:\n");
    for (String text : plan.source().warmUp()) {
      yaml.append("  - \"").append(text).append("\"\n");
    }
    Files.writeString(directory.resolve("model.yaml"), yaml);
  }

  void writeCard(String card) throws IOException {
    Files.writeString(directory.resolve("MODEL_CARD.md"), card);
  }

  private Path weightFile() {
    return WeightFile.in(directory, CrfTagger.WEIGHTS);
  }
}

package chatwarden.trainer.stageone;

import chatwarden.repository.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a model version as the model repository reads it. */
final class ModelDirectory {
  private ModelDirectory() {}

  /** Writes the weights and {@code model.yaml} into {@code directory}. */
  static void write(Path directory, StageOnePlan plan, TrainedModel model) throws IOException {
    Path file = directory.resolve(model.file());
    model.writer().write(file);
    StringBuilder yaml = new StringBuilder();
    yaml.append("name: ").append(plan.name()).append('\n');
    yaml.append("version: \"").append(plan.version()).append("\"\n");
    yaml.append("task: classification\nformat: ").append(model.format()).append("\n");
    yaml.append("languages: [").append(plan.language().code()).append("]\n");
    yaml.append("labels: ").append(StageOneTraining.LABELS).append('\n');
    yaml.append("files:\n  - path: ").append(model.file()).append("\n    sha256: ");
    yaml.append(ModelFile.of(file).sha256()).append('\n');
    yaml.append("settings: {}\nwarmup:\n");
    for (String text : plan.language().warmup()) {
      yaml.append("  - \"").append(text).append("\"\n");
    }
    Files.writeString(directory.resolve("model.yaml"), yaml);
  }
}

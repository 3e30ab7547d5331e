package chatwarden.mlops.run;

import chatwarden.repository.ModelFile;
import chatwarden.repository.ModelUsage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes a version as the model repository reads it. */
final class VersionFolder {

  /** The card of a version. */
  static final String CARD = "MODEL_CARD.md";

  /** The report of the training of a version. */
  static final String REPORT = "report.html";

  private VersionFolder() {}

  /** Writes the files of {@code model} and a {@code model.yaml} that lists them. */
  static void write(Path folder, VersionTarget target, FittedModel model) throws IOException {
    Folders.delete(folder);
    Files.createDirectories(folder);
    model.write(folder);
    Manifest manifest = model.manifest();
    StringBuilder yaml = new StringBuilder();
    yaml.append("name: ").append(target.name()).append('\n');
    yaml.append("version: \"").append(target.version()).append("\"\n");
    yaml.append("task: ").append(manifest.task()).append('\n');
    yaml.append("format: ").append(manifest.format()).append('\n');
    yaml.append("languages: [").append(manifest.language()).append("]\n");
    if (manifest.usage() != ModelUsage.NOT_STATED) {
      yaml.append("usage: ").append(manifest.usage().word()).append('\n');
    }
    if (!manifest.labels().isEmpty()) {
      yaml.append("labels: ").append(manifest.labels()).append('\n');
    }
    yaml.append("files:\n");
    for (Path file : files(folder)) {
      ModelFile written = ModelFile.of(file);
      yaml.append("  - path: ").append(written.path()).append('\n');
      yaml.append("    sha256: ").append(written.sha256()).append('\n');
    }
    yaml.append("settings: ").append(settings(manifest)).append('\n');
    yaml.append("warmup:\n");
    manifest.warmup().forEach(text -> yaml.append("  - ").append(quoted(text)).append('\n'));
    Files.writeString(folder.resolve("model.yaml"), yaml);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  private static String settings(Manifest manifest) {
    return manifest.settings().entrySet().stream()
        .map(setting -> setting.getKey() + ": " + quoted(setting.getValue()))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}

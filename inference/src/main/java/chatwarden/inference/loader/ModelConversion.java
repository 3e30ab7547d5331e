package chatwarden.inference.loader;

import chatwarden.inference.weights.WeightFile;
import chatwarden.repository.ModelFile;
import chatwarden.repository.ModelFiles;
import chatwarden.repository.ModelId;
import chatwarden.repository.ModelVersions;
import chatwarden.runtime.error.FaultCode;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Writes a new version of a model with the same weights in files of today's format, so that they
 * are mapped as they are and open in Python.
 */
public final class ModelConversion {
  private static final String CARD = "MODEL_CARD.md";

  private final Path models;
  private final ModelId from;
  private final ModelId to;

  private ModelConversion(Path models, ModelId from, ModelId to) {
    this.models = models;
    this.from = from;
    this.to = to;
  }

  /**
   * Converts the newest version of a model into the version that follows it.
   *
   * @param models the folder of the models
   * @return the new version
   * @throws chatwarden.runtime.error.ChatwardenException NOT_FOUND, if it has none;
   *     FAILED_PRECONDITION, if it is broken, or its files have today's format already
   */
  public static ModelId convert(Path models, String name) throws IOException {
    ModelVersions versions = ModelVersions.of(models, name);
    String newest =
        versions
            .newest()
            .orElseThrow(
                () ->
                    FaultCode.NOT_FOUND.exception(
                        "MODEL_NOT_FOUND",
                        "%s: no numbered version of it in %s".formatted(name, models)));
    ModelId from = new ModelId(name, newest);
    ModelId to = new ModelId(name, versions.next());
    new ModelConversion(models, from, to).write();
    return to;
  }

  private void write() throws IOException {
    Path source = folder(from.version());
    List<ModelFile> earlier = new ArrayList<>();
    for (ModelFile file : ModelFiles.open(source).manifest().files()) {
      if (WeightFile.isOfAnEarlierRelease(source.resolve(file.path()))) {
        earlier.add(file);
      }
    }
    if (earlier.isEmpty()) {
      throw FaultCode.FAILED_PRECONDITION.exception(
          "MODEL_CONVERTED", from + ": no file of an earlier release's format");
    }
    // A model server reads a version once its model.yaml is there, so the folder is moved whole.
    Path draft = folder("." + to.version());
    copy(source, draft);
    String manifest = Files.readString(draft.resolve(ModelFiles.MANIFEST));
    manifest = replaced(manifest, quoted(from.version()), quoted(to.version()));
    for (ModelFile file : earlier) {
      ModelFile converted = convert(draft.resolve(file.path()));
      manifest = replaced(manifest, file.path(), converted.path());
      manifest = replaced(manifest, file.sha256(), converted.sha256());
    }
    Files.writeString(draft.resolve(ModelFiles.MANIFEST), manifest);
    writeCard(draft.resolve(CARD));
    Files.move(draft, folder(to.version()), StandardCopyOption.ATOMIC_MOVE);
  }

  private Path folder(String version) {
    return models.resolve(from.name()).resolve(version);
  }

  private static void copy(Path source, Path target) throws IOException {
    Files.createDirectories(target);
    try (Stream<Path> files = Files.list(source)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, target.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  /** Replaces a weight file by one of today's format. */
  private static ModelFile convert(Path file) throws IOException {
    String name = String.valueOf(file.getFileName());
    Path converted =
        file.resolveSibling(WeightFile.names(name.replaceFirst("\\.[^.]*$", "")).getFirst());
    try (Arena arena = Arena.ofConfined()) {
      WeightFile.write(converted, WeightFile.read(file, arena));
    }
    Files.delete(file);
    return ModelFile.of(converted);
  }

  private static String quoted(String version) {
    return "version: \"" + version + "\"";
  }

  private String replaced(String manifest, String part, String by) {
    if (!manifest.contains(part)) {
      throw FaultCode.FAILED_PRECONDITION.exception(
          "MODEL_BROKEN",
          "%s: %s without %s (expected: as training writes it)"
              .formatted(from, ModelFiles.MANIFEST, part));
    }
    return manifest.replace(part, by);
  }

  /** Names the new version in the card's title, and says where its weights come from. */
  private void writeCard(Path card) throws IOException {
    if (!Files.exists(card)) {
      return;
    }
    List<String> lines = new ArrayList<>(Files.readAllLines(card));
    String title = "# %s version %s".formatted(to.name(), to.version());
    String origin =
        "The weights are those of version %s, number by number, in files that Python opens too."
            .formatted(from.version());
    lines.removeFirst();
    Files.writeString(card, String.join("\n", title, "", origin, String.join("\n", lines)) + "\n");
  }
}

package chatwarden.worker.step;

import chatwarden.mlops.v1.Artefact;
import chatwarden.mlops.v1.StepResult;
import chatwarden.store.pipeline.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The files that an attempt leaves in its folder. */
final class StepOutputs {

  /** An output is missing; the message is for people. */
  static final class MissingOutputException extends Exception {
    private static final long serialVersionUID = 1L;

    MissingOutputException(String message) {
      super(message);
    }
  }

  private StepOutputs() {}

  /** Returns every file of the declared outputs, by path. */
  static List<Artefact> collect(Path folder, List<String> outputs)
      throws IOException, MissingOutputException {
    List<Artefact> made = new ArrayList<>();
    for (String output : outputs) {
      Path place = folder.resolve(output);
      if (!Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
        throw new MissingOutputException(
            "the command ended well and left no %s in its working folder".formatted(output));
      }
      addFiles(folder, place, made);
    }
    return made;
  }

  /** Returns every file of those declared outputs that are there, after an answer of no. */
  static List<Artefact> present(Path folder, List<String> outputs) throws IOException {
    List<Artefact> made = new ArrayList<>();
    for (String output : outputs) {
      Path place = folder.resolve(output);
      if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
        addFiles(folder, place, made);
      }
    }
    return made;
  }

  private static void addFiles(Path folder, Path place, List<Artefact> made) throws IOException {
    try (Stream<Path> files = Files.walk(place)) {
      for (Path file : files.sorted().toList()) {
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          made.add(artefact(folder, file));
        }
      }
    }
  }

  private static Artefact artefact(Path folder, Path file) throws IOException {
    return Artefact.newBuilder()
        .setPath(folder.relativize(file).toString())
        .setSize(Files.size(file))
        .setSha256(Sha256.of(file))
        .build();
  }

  /**
   * Copies the outputs of an earlier run.
   *
   * @return whether every file was there with its content
   */
  static boolean copy(RunFolder folder, StepResult earlier, Path target) throws IOException {
    for (Artefact made : earlier.getArtefactsList()) {
      Path source = folder.made(earlier.getReusedRun(), earlier, made.getPath());
      Path copy = target.resolve(made.getPath());
      if (!Files.isRegularFile(source)) {
        return false;
      }
      Files.createDirectories(copy.getParent() == null ? target : copy.getParent());
      Files.copy(source, copy);
      if (!Sha256.of(copy).equals(made.getSha256())) {
        return false;
      }
    }
    return true;
  }
}

package chatwarden.testing.model;

import chatwarden.testing.project.ProjectRoot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** The models in the repository. */
public final class ShippedModel {

  private ShippedModel() {}

  /** Returns the folder of the newest version of a model; its name is the version. */
  public static Path newest(String model) {
    try (Stream<Path> versions = Files.list(ProjectRoot.find().resolve("models").resolve(model))) {
      return versions
          .max(Comparator.comparingInt(ShippedModel::number))
          .orElseThrow(() -> new IllegalStateException("no version of " + model));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the version of a folder that {@link #newest} gave. */
  public static String version(Path folder) {
    return String.valueOf(folder.getFileName());
  }

  private static int number(Path folder) {
    return Integer.parseInt(version(folder));
  }
}

package chatwarden.testing.project;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** The folder of the repository. */
public final class ProjectRoot {

  private static final String MARK = "<artifactId>chatwarden</artifactId>";
  private static final String MODULES = "<modules>";

  private ProjectRoot() {}

  /**
   * Returns the repository of the working folder.
   *
   * @throws IllegalStateException when it is in none
   */
  public static Path find() {
    Path start = Path.of("").toAbsolutePath();
    for (Path folder = start; folder != null; folder = folder.getParent()) {
      if (isRoot(folder)) {
        return folder;
      }
    }
    throw new IllegalStateException("no repository above the working folder");
  }

  /** The folder {@code ../shared}; where there is none, the test is skipped and says so. */
  public static Path shared() {
    Path shared = find().resolveSibling("shared");
    Assumptions.assumeTrue(Files.isDirectory(shared), "no folder shared/ beside the repository");
    return shared;
  }

  private static boolean isRoot(Path folder) {
    Path pom = folder.resolve("pom.xml");
    if (!Files.isRegularFile(pom)) {
      return false;
    }
    try {
      String text = Files.readString(pom);
      return text.contains(MARK) && text.contains(MODULES);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

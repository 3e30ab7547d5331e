package chatwarden.store.pipeline;

import chatwarden.mlops.v1.StepResult;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.config.ConfigKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder in which steps work: {@code <run>/<step>.<fence>/} for each attempt. The fence in the
 * name keeps attempts apart, whoever still writes; the store says which attempt counts.
 *
 * @param root the folder of all runs
 */
public record RunFolder(Path root) {

  /** Where it is. */
  public static final ConfigKey<String> FOLDER =
      ConfigKey.text(
          "pipelines.folder",
          "",
          "The folder in which steps of pipelines work and leave their files; all workers and the"
              + " bridge share it, on one machine or on a shared volume. Default: pipelines in"
              + " data.dir");

  /** The folder of the data of the process, as the model repository has it. */
  private static final ConfigKey<String> DATA_DIR =
      ConfigKey.text(
          "data.dir",
          ".chatwarden",
          "The folder of the embedded broker, the embedded Redis and the kept models; made when it"
              + " is missing.");

  /** Returns the configured folder. */
  public static RunFolder of(Config config) {
    String given = config.get(FOLDER);
    Path folder = given.isEmpty() ? Path.of(config.get(DATA_DIR), "pipelines") : Path.of(given);
    return new RunFolder(folder.toAbsolutePath().normalize());
  }

  /** Returns the keys that say where it is. */
  public static List<ConfigKey<?>> keys() {
    return List.of(FOLDER, DATA_DIR);
  }

  /** Returns the folder of a run. */
  public Path run(String run) {
    return root.resolve(run);
  }

  /** Returns the name of the folder of an attempt, within that of the run. */
  public static String attempt(String step, long fence) {
    return step + "." + fence;
  }

  /** Deletes the folder of a run with all that is in it. */
  public void delete(String run) throws IOException {
    delete(run(run));
  }

  /**
   * Deletes a folder with all that is in it; a process that still writes there may leave a rest.
   */
  public static void delete(Path folder) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Returns the place of something that a step has made. */
  public Path made(String run, StepResult result, String path) {
    return run(run).resolve(result.getFolder()).resolve(path);
  }
}

package chatwarden.worker.definition;

import chatwarden.mlops.v1.Pipeline;
import chatwarden.runtime.error.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The folders whose {@code *.yaml} files define pipelines. One that is missing has none. */
public final class PipelineFolders {

  private final List<Path> folders;

  /** The files of {@code folders}. */
  public PipelineFolders(List<Path> folders) {
    this.folders = List.copyOf(folders);
  }

  /**
   * Reads every file.
   *
   * @return the pipelines, by name
   * @throws InvalidInputException if a file is malformed, or two define the same pipeline
   */
  public List<Pipeline> read() {
    Map<String, Pipeline> pipelines = new TreeMap<>();
    for (Path folder : folders) {
      for (Path file : files(folder)) {
        Pipeline pipeline = PipelineFile.read(file);
        if (pipelines.put(pipeline.getName(), pipeline) != null) {
          throw YamlEntry.broken(
              file, pipeline.getName(), "defined in another folder too (expected: one file)");
        }
      }
    }
    return List.copyOf(pipelines.values());
  }

  private static List<Path> files(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

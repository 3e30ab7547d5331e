package chatwarden.worker.server;

import chatwarden.mlops.v1.Pipeline;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.store.pipeline.StepQueue;
import chatwarden.worker.definition.PipelineFolders;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pipelines as the files of this worker have them, published to the store when they change. A
 * file that has become malformed changes nothing until it is mended.
 */
final class Definitions {

  private static final Logger log = LoggerFactory.getLogger(Definitions.class);

  private final PipelineFolders folders;
  private final StepQueue queue;
  private List<Pipeline> pipelines = List.of();
  private volatile @Nullable String problem;

  Definitions(PipelineFolders folders, StepQueue queue) {
    this.folders = folders;
    this.queue = queue;
  }

  /**
   * Reads and publishes them for the first time.
   *
   * @throws InvalidInputException if a file is malformed
   */
  void load() {
    pipelines = folders.read();
    queue.publish(pipelines);
    log.info("Read pipelines count={}", pipelines.size());
  }

  /** Reads them again, and publishes them where they have changed. */
  void reload() {
    List<Pipeline> read;
    try {
      read = folders.read();
      problem = null;
    } catch (InvalidInputException e) {
      if (!e.getMessage().equals(problem)) {
        log.warn("Kept the pipelines as they were problem={}", e.getMessage());
      }
      problem = e.getMessage();
      return;
    }
    if (!read.equals(pipelines)) {
      queue.publish(read);
      pipelines = read;
      log.info("Read pipelines count={}", read.size());
    }
  }

  List<Pipeline> pipelines() {
    return pipelines;
  }

  /** Returns the problem of a malformed file; empty where all are well. */
  Optional<String> problem() {
    return Optional.ofNullable(problem);
  }
}

package chatwarden.repository;

import java.util.List;

/**
 * A task that models are served for, with the loaders of its formats.
 *
 * @param name the task as manifests name it
 */
public record ModelTask<M extends AutoCloseable>(String name, List<ModelLoader<M>> loaders) {

  /** Copies the loaders. */
  public ModelTask {
    loaders = List.copyOf(loaders);
  }
}

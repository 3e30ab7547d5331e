package chatwarden.repository;

import java.util.List;

/**
 * Opens and warms the models of one format.
 *
 * @param <M> the type of the models
 */
public interface ModelLoader<M extends AutoCloseable> {

  /** The format that it reads, as manifests name it. */
  String format();

  /**
   * Opens the model; whoever gets it closes it.
   *
   * @throws Exception if the files make no model
   */
  M open(ModelFiles files) throws Exception;

  /** Runs the model on {@code texts}, at least one, so that the first caller does not wait. */
  void warm(M model, List<String> texts) throws Exception;
}

package chatwarden.repository;

import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A model in memory with the count of its uses; the repository's own is one of them. */
final class LoadedModel<M extends AutoCloseable> {

  private static final Logger log = LoggerFactory.getLogger(LoadedModel.class);

  private final ModelManifest manifest;
  private final M model;
  private final AtomicInteger uses = new AtomicInteger(1);

  LoadedModel(ModelManifest manifest, M model) {
    this.manifest = manifest;
    this.model = model;
  }

  ModelManifest manifest() {
    return manifest;
  }

  M model() {
    return model;
  }

  /** Counts one more use; false when the model is closed already. */
  boolean acquire() {
    return uses.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0;
  }

  /** Ends a use; the last one closes the model. */
  void release() {
    if (uses.decrementAndGet() == 0) {
      try {
        model.close();
        log.info("Closed model={}", manifest.id());
      } catch (Exception e) {
        log.warn("Failed to close model={}", manifest.id(), e);
      }
    }
  }
}

package chatwarden.inference.loader;

import chatwarden.repository.ModelFiles;
import chatwarden.repository.ModelLoader;
import chatwarden.runtime.error.FaultCode;
import java.util.List;

/** Opens models that other models ask. */
final class TierOpener {

  private TierOpener() {}

  /**
   * Opens a version by the loader of its format.
   *
   * @throws chatwarden.runtime.error.ChatwardenException FAILED_PRECONDITION, if no loader has its
   *     format
   */
  static <M extends AutoCloseable> M open(ModelFiles tier, List<ModelLoader<M>> loaders)
      throws Exception {
    for (ModelLoader<M> loader : loaders) {
      if (loader.format().equals(tier.manifest().format())) {
        return loader.open(tier);
      }
    }
    throw FaultCode.FAILED_PRECONDITION.exception(
        "MODEL_BROKEN",
        "tiers: %s has the format %s (expected: one of %s)"
            .formatted(
                tier.manifest().id(),
                tier.manifest().format(),
                loaders.stream().map(ModelLoader::format).toList()));
  }
}

package chatwarden.serving.repository;

import chatwarden.runtime.error.FailedPreconditionException;
import java.nio.file.Path;

/** Says what is wrong with a version of a model. */
final class BrokenModel {

  static final String REASON = "MODEL_BROKEN";

  private BrokenModel() {}

  /** The file, the key in it and what is wrong. */
  static FailedPreconditionException key(Path file, String key, String problem) {
    return FailedPreconditionException.of(REASON, file + ": " + key + ": " + problem);
  }

  static FailedPreconditionException file(Path file, String problem) {
    return FailedPreconditionException.of(REASON, file + ": " + problem);
  }
}

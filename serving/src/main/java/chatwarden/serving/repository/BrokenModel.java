package chatwarden.serving.repository;

import chatwarden.runtime.error.FailedPreconditionException;
import java.nio.file.Path;

/** Describes the fault of a version of a model. */
final class BrokenModel {

  static final String REASON = "MODEL_BROKEN";

  private BrokenModel() {}

  /** Returns the fault with the file, the key in it and the problem. */
  static FailedPreconditionException key(Path file, String key, String problem) {
    return FailedPreconditionException.of(REASON, file + ": " + key + ": " + problem);
  }

  static FailedPreconditionException file(Path file, String problem) {
    return FailedPreconditionException.of(REASON, file + ": " + problem);
  }
}

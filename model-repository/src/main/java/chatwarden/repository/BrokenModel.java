package chatwarden.repository;

import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import java.nio.file.Path;

/** Describes the fault of a version of a model. */
final class BrokenModel {

  static final String REASON = "MODEL_BROKEN";

  private BrokenModel() {}

  /** Returns the fault with the file, the key in it and the problem. */
  static ChatwardenException key(Path file, String key, String problem) {
    return FaultCode.FAILED_PRECONDITION.exception(REASON, file + ": " + key + ": " + problem);
  }

  static ChatwardenException file(Path file, String problem) {
    return FaultCode.FAILED_PRECONDITION.exception(REASON, file + ": " + problem);
  }
}

package chatwarden.repository.remote;

import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.FaultWords;
import java.io.IOException;

/** Describes the faults of artefacts and of their servers. */
final class ArtefactFaults {

  private ArtefactFaults() {}

  /** Returns the fault of a server that does not answer as it should for the moment. */
  static ChatwardenException away(ArtefactAddress address, String problem) {
    return FaultCode.UNAVAILABLE.exception("ARTEFACT_UNAVAILABLE", address + ": " + problem);
  }

  /** Returns the fault of a connection. */
  static ChatwardenException away(ArtefactAddress address, IOException e) {
    return FaultCode.UNAVAILABLE.exception(
        "ARTEFACT_UNAVAILABLE", address + ": " + FaultWords.of(e), e);
  }

  /** Returns the fault of an address that the server does not answer. */
  static ChatwardenException refused(ArtefactAddress address, int status) {
    String hint =
        switch (status) {
          case 401, 403 -> "; it may have expired, or the key may not read it";
          case 404, 410 -> "; it does not exist, or the key may not see it";
          default -> "";
        };
    return FaultCode.FAILED_PRECONDITION.exception(
        "ARTEFACT_REFUSED", address + ": HTTP status " + status + " (expected: 200" + hint + ")");
  }

  /** Returns the fault of an artefact, or of an answer, that is wrong in itself. */
  static ChatwardenException wrong(ArtefactAddress address, String problem) {
    return FaultCode.FAILED_PRECONDITION.exception("ARTEFACT_WRONG", address + ": " + problem);
  }

  /** Returns the fault of content that has another checksum. */
  static ChatwardenException otherContent(ArtefactAddress address, String actual, String expected) {
    return wrong(address, "sha256 " + actual + " (expected: " + expected + ")");
  }

  /** Returns the fault of a thread that is to end; keeps it marked so. */
  static ChatwardenException interrupted(ArtefactAddress address) {
    Thread.currentThread().interrupt();
    return FaultCode.UNAVAILABLE.exception("ARTEFACT_UNAVAILABLE", address + ": interrupted");
  }

  /** Returns the fault of a folder that cannot be written. */
  static ChatwardenException unwritable(IOException e) {
    return FaultCode.FAILED_PRECONDITION.exception(
        "MODEL_CACHE_UNUSABLE", "model.cache: " + FaultWords.of(e), e);
  }
}

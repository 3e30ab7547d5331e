package chatwarden.runtime.grpc;

import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FailedPreconditionException;
import java.io.IOException;

/** Says in plain words why a server could not listen. */
final class BindFault {

  private BindFault() {}

  static ChatwardenException of(String host, int port, String remedy, IOException fault) {
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage());
      if (message.contains("Address already in use")) {
        return FailedPreconditionException.portTaken(host, port, remedy, fault);
      }
      if (message.contains("Permission denied")) {
        return cannotListen(host, port, "permission denied", fault);
      }
    }
    return cannotListen(host, port, "the address is not one of this machine", fault);
  }

  private static ChatwardenException cannotListen(
      String host, int port, String why, IOException fault) {
    return FailedPreconditionException.of(
        "ADDRESS_UNAVAILABLE", "cannot listen on " + host + ":" + port + ": " + why, fault);
  }
}

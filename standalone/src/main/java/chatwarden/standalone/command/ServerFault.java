package chatwarden.standalone.command;

import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.UnavailableException;
import chatwarden.runtime.grpc.StatusMapper;
import io.grpc.StatusRuntimeException;

/** What went wrong with a call to a server, in the words of the command line. */
final class ServerFault {
  private ServerFault() {}

  static ChatwardenException of(String target, StatusRuntimeException status) {
    ChatwardenException fault = StatusMapper.fromStatus(status);
    return fault instanceof UnavailableException away
        ? UnavailableException.of(
            away.reason(), target + " does not answer: " + away.getMessage(), away)
        : fault;
  }
}

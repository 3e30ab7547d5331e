package chatwarden.standalone.command;

import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.grpc.StatusMapper;
import io.grpc.StatusRuntimeException;

/** What went wrong with a call to a server, in the words of the command line. */
final class ServerFault {
  private ServerFault() {}

  static ChatwardenException of(String target, StatusRuntimeException status) {
    ChatwardenException fault = StatusMapper.fromStatus(status);
    return FaultCode.UNAVAILABLE.isOf(fault)
        ? FaultCode.UNAVAILABLE.exception(
            fault.reason(), target + " does not answer: " + fault.getMessage(), fault)
        : fault;
  }
}

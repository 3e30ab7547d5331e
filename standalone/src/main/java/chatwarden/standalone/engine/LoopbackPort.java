package chatwarden.standalone.engine;

import chatwarden.runtime.error.FailedPreconditionException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports of loopback for engines that cannot choose one by themselves. */
final class LoopbackPort {
  static final String HOST = "127.0.0.1";

  private LoopbackPort() {}

  /**
   * The port if it is free, or any free one for 0.
   *
   * @throws FailedPreconditionException when the port is taken
   */
  static int free(int wished) throws IOException {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(InetAddress.getByName(HOST), wished));
      return probe.getLocalPort();
    } catch (BindException e) {
      throw FailedPreconditionException.portTaken(HOST, wished, "use --port", e);
    }
  }
}

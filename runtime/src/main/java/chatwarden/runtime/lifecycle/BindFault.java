package chatwarden.runtime.lifecycle;

import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * Finds out why a server could not listen, by trying its address. Libraries give no code for it,
 * and {@link java.net.BindException} also means an address of another machine or a port that is not
 * permitted. Blocks for at most a second.
 */
public final class BindFault {

  /** Ports below it are often reserved for the superuser. */
  private static final int FIRST_OPEN_PORT = 1_024;

  private static final int CONNECT_MILLIS = 1_000;

  private BindFault() {}

  /**
   * Returns the fault of a server that cannot listen on {@code host} and {@code port}.
   *
   * @param remedy how to choose another port, such as {@code use --port}
   */
  public static ChatwardenException of(String host, int port, String remedy, Throwable fault) {
    if (!canBind(host)) {
      return cannotListen(host, port, "the address is not one of this machine", fault);
    }
    if (port < FIRST_OPEN_PORT && !answers(host, port)) {
      String why = "the port is taken, or this user may not use ports below 1024; " + remedy;
      return cannotListen(host, port, why, fault);
    }
    return FaultCode.FAILED_PRECONDITION.exception(
        "PORT_TAKEN",
        "port %d is taken: another process listens on %s:%d; %s"
            .formatted(port, host, port, remedy),
        fault);
  }

  private static boolean canBind(String host) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(host, 0));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean answers(String host, int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static ChatwardenException cannotListen(
      String host, int port, String why, Throwable fault) {
    return FaultCode.FAILED_PRECONDITION.exception(
        "ADDRESS_UNAVAILABLE", "cannot listen on " + host + ":" + port + ": " + why, fault);
  }
}

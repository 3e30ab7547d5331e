package chatwarden.runtime.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

final class BindFaultTest {

  private static String messageOf(String host, int port) {
    return BindFault.of(host, port, "use --port", new BindException("words of the system"))
        .getMessage();
  }

  @Test
  void portThatAnswersIsTaken() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(messageOf("127.0.0.1", socket.getLocalPort()))
          .isEqualTo(
              "port %1$d is taken: another process listens on 127.0.0.1:%1$d; use --port"
                  .formatted(socket.getLocalPort()));
    }
  }

  @Test
  void portThatIsBoundWithoutListeningIsTaken() throws IOException {
    try (java.net.Socket socket = new java.net.Socket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      assertThat(messageOf("127.0.0.1", socket.getLocalPort())).contains("is taken");
    }
  }

  @Test
  void addressOfAnotherMachineIsNamed() {
    for (int port : new int[] {0, 8080}) {
      assertThat(messageOf("192.0.2.1", port))
          .isEqualTo(
              "cannot listen on 192.0.2.1:" + port + ": the address is not one of this machine");
    }
    assertThat(messageOf("no-such-host.invalid", 8080)).contains("not one of this machine");
  }

  @Test
  void silentPortBelow1024NamesBothReasons() {
    assertThat(messageOf("127.0.0.1", 1))
        .contains("the port is taken, or this user may not use ports below 1024; use --port");
  }
}

package chatwarden.testing.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A node takes most of a minute to be killed and come back: with the soaks that need it. */
@Tag("soak")
final class RabbitServerTest {

  @Test
  void killedNodeComesBackOnItsPort() throws Exception {
    try (RabbitServer rabbit = RabbitServer.start()) {
      assertThat(greeting(rabbit.port())).contains("chatwarden-" + rabbit.port());
      rabbit.kill9();
      rabbit.restart();
      assertThat(greeting(rabbit.port())).contains("chatwarden-" + rabbit.port());
    }
  }

  private static String greeting(int port) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(new byte[] {'A', 'M', 'Q', 'P', 0, 0, 9, 1});
      byte[] start = socket.getInputStream().readNBytes(400);
      return new String(start, StandardCharsets.ISO_8859_1);
    }
  }
}

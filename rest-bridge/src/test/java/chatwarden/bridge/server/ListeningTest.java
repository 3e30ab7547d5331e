package chatwarden.bridge.server;

import static org.assertj.core.api.Assertions.assertThat;

import chatwarden.bridge.access.AccessKeys;
import chatwarden.runtime.config.Config;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ListeningTest {

  @Test
  void onOneAddressOfTheMachineTheBridgeAnswersThereAndItsOwnProcessOnLoopback() throws Exception {
    Optional<InetAddress> address = addressBesideLoopback();
    Assumptions.assumeTrue(address.isPresent(), "this machine has no address beside loopback");
    String host = address.orElseThrow().getHostAddress();
    try (TestBridge bridge = TestBridge.start(config(host))) {
      assertThat(status(bridge, host, bridge.server().port())).isEqualTo(200);
      assertThat(status(bridge, "127.0.0.1", bridge.server().localPort())).isEqualTo(200);
    }
  }

  @Test
  void onEveryAddressOnePortIsEnough() throws Exception {
    try (TestBridge bridge = TestBridge.start(config("0.0.0.0"))) {
      assertThat(bridge.server().localPort()).isEqualTo(bridge.server().port());
      assertThat(status(bridge, "127.0.0.1", bridge.server().port())).isEqualTo(200);
    }
  }

  private static Config config(String address) {
    return Config.defaults().with(BridgeKeys.ADDRESS, address).with(AccessKeys.ALLOW_ANYONE, true);
  }

  private static int status(TestBridge bridge, String host, int port) throws Exception {
    URI uri = URI.create("http://" + host + ":" + port + "/healthz");
    return bridge
        .http
        .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
        .statusCode();
  }

  private static Optional<InetAddress> addressBesideLoopback() throws SocketException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
        .findFirst();
  }
}

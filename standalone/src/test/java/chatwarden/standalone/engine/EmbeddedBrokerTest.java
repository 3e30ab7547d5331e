package chatwarden.standalone.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.runtime.error.FaultCode;
import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import com.rabbitmq.client.PossibleAuthenticationFailureException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts embedded brokers over folders and ports that are free, taken or broken. */
@Tag("soak")
final class EmbeddedBrokerTest {

  @TempDir private static Path folder;
  @TempDir private Path own;
  private static BrokerProcess broker;

  @BeforeAll
  static void startBroker() {
    broker = BrokerProcess.start(folder);
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @Test
  void folderOfALivingProcessIsRefusedByName() {
    assertThatThrownBy(() -> EmbeddedBroker.at(folder, 0).start())
        .matches(FaultCode.FAILED_PRECONDITION::isOf)
        .hasMessageContaining(folder.toString())
        .hasMessageContaining(Long.toString(broker.pid()));
  }

  @Test
  void takenPortIsRefusedByNumber() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> EmbeddedBroker.at(own, port).start())
          .matches(FaultCode.FAILED_PRECONDITION::isOf)
          .hasMessageContaining("port " + port + " is taken");
    }
  }

  @Test
  void messagesOutliveAnOrderlyRestartOnAnotherPort() throws Exception {
    EmbeddedBroker first = EmbeddedBroker.at(own, 0);
    first.start();
    try (Connection connection = connect(first.uri());
        Channel channel = connection.createChannel()) {
      channel.queueDeclare("kept", true, false, false, null);
      channel.confirmSelect();
      channel.basicPublish("", "kept", MessageProperties.PERSISTENT_BASIC, new byte[] {7});
      channel.waitForConfirmsOrDie(60_000);
    } finally {
      first.close();
    }
    EmbeddedBroker second = EmbeddedBroker.at(own, 0);
    second.start();
    try (Connection connection = connect(second.uri());
        Channel channel = connection.createChannel()) {
      assertThat(channel.basicGet("kept", true).getBody()).containsExactly(7);
    } finally {
      second.close();
    }
  }

  @Test
  void withoutThePasswordNobodyGetsIn() {
    String other = broker.uri().replaceFirst(":[0-9a-f]+@", ":wrong@");
    assertThat(other).isNotEqualTo(broker.uri());
    assertThatThrownBy(() -> connect(other))
        .isInstanceOfAny(
            AuthenticationFailureException.class, PossibleAuthenticationFailureException.class);
  }

  @Test
  void brokenDataStopsTheStartInsteadOfAnEmptyBroker() throws Exception {
    Files.createDirectories(own.resolve("store/chatwarden"));
    Files.writeString(own.resolve("store/chatwarden/service.properties"), "not a database");
    EmbeddedBroker broken = EmbeddedBroker.at(own, 0);
    assertThatThrownBy(broken::start)
        .matches(FaultCode.FAILED_PRECONDITION::isOf)
        .hasMessageContaining(own.toString());
    EmbeddedBroker again = EmbeddedBroker.at(own.resolve("fresh"), 0);
    again.start();
    again.close();
  }

  private static Connection connect(String uri) throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(uri);
    return factory.newConnection();
  }
}

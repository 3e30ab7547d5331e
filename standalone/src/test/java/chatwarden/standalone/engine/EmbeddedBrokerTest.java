package chatwarden.standalone.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.ingest.broker.BrokerContract;
import chatwarden.ingest.broker.KillableBroker;
import chatwarden.runtime.error.FailedPreconditionException;
import chatwarden.testing.process.FreePorts;
import chatwarden.testing.process.JavaProcess;
import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract on the embedded broker, in a JVM of its own that is killed; and what is its own. */
final class EmbeddedBrokerTest extends BrokerContract {

  private static final Duration START_LIMIT = Duration.ofSeconds(90);
  private static final int PORT = FreePorts.next();

  @TempDir private static Path folder;
  @TempDir private Path own;
  private static JavaProcess process;
  private static String uri;

  @BeforeAll
  static void startProcess() {
    process =
        JavaProcess.ofMain(EngineProcess.class.getName())
            .jvmArguments("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn")
            .arguments("broker", folder.toString(), Integer.toString(PORT))
            .start();
    uri = process.awaitLine(Pattern.compile("^ready "), START_LIMIT).substring("ready ".length());
  }

  @AfterAll
  static void killProcess() {
    process.close();
  }

  @Override
  protected KillableBroker broker() {
    return new KillableBroker() {
      @Override
      public String uri() {
        return uri;
      }

      @Override
      public void kill9() {
        process.kill9();
      }

      @Override
      public void restart() {
        startProcess();
      }

      @Override
      public void close() {
        process.close();
      }
    };
  }

  @Test
  void folderOfALivingProcessIsRefusedByName() {
    assertThatThrownBy(() -> EmbeddedBroker.at(folder, 0).start())
        .isInstanceOf(FailedPreconditionException.class)
        .hasMessageContaining(folder.toString())
        .hasMessageContaining(Long.toString(process.pid()));
  }

  @Test
  void takenPortIsRefusedByNumber() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> EmbeddedBroker.at(own, port).start())
          .isInstanceOf(FailedPreconditionException.class)
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
    String other = uri.replaceFirst(":[0-9a-f]+@", ":wrong@");
    assertThat(other).isNotEqualTo(uri);
    assertThatThrownBy(() -> connect(other)).isInstanceOf(AuthenticationFailureException.class);
  }

  @Test
  void brokenDataStopsTheStartInsteadOfAnEmptyBroker() throws Exception {
    Files.createDirectories(own.resolve("store/chatwarden"));
    Files.writeString(own.resolve("store/chatwarden/service.properties"), "not a database");
    EmbeddedBroker broken = EmbeddedBroker.at(own, 0);
    assertThatThrownBy(broken::start)
        .isInstanceOf(FailedPreconditionException.class)
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

package chatwarden.ingest.broker;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.runtime.config.Config;
import chatwarden.runtime.error.FailedPreconditionException;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.error.UnavailableException;
import chatwarden.testing.engine.RabbitServer;
import chatwarden.testing.process.FreePorts;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract on RabbitMQ with quorum queues. */
final class RabbitBrokerTest extends BrokerContract {

  private static RabbitServer server;

  @BeforeAll
  static void startServer() {
    server = RabbitServer.start();
  }

  @AfterAll
  static void stopServer() {
    if (server != null) {
      server.close();
    }
  }

  @Override
  protected KillableBroker broker() {
    return of(server);
  }

  static KillableBroker of(RabbitServer server) {
    return new KillableBroker() {
      @Override
      public String uri() {
        return server.uri();
      }

      @Override
      public void kill9() {
        server.kill9();
      }

      @Override
      public void restart() {
        server.restart();
      }

      @Override
      public void close() {
        server.close();
      }
    };
  }

  @Test
  void wrongPasswordIsRefusedAtOnceWithoutBeingShown() {
    String uri = "amqp://guest:open-sesame@localhost:" + server.port();
    assertThatThrownBy(() -> start(uri, Duration.ofSeconds(30)))
        .isInstanceOf(FailedPreconditionException.class)
        .hasMessageContaining("localhost:" + server.port())
        .hasMessageNotContaining("open-sesame");
  }

  @Test
  void absentBrokerIsNamedWhenTheTimeIsOver() {
    int port = FreePorts.next();
    assertThatThrownBy(() -> start("amqp://localhost:" + port, Duration.ofMillis(300)))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("localhost:" + port);
  }

  @Test
  void uriOfAnotherKindIsRefusedWithoutBeingShown() {
    assertThatThrownBy(() -> start("http://u:open-sesame@localhost", Duration.ofSeconds(1)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("broker.uri")
        .hasMessageNotContaining("open-sesame");
  }

  private static void start(String uri, Duration timeout) throws InterruptedException {
    Config config =
        Config.defaults().with(BrokerKeys.URI, uri).with(BrokerKeys.START_TIMEOUT, timeout);
    BrokerConnection connection = new BrokerConnection("test", config, new SimpleMeterRegistry());
    connection.start();
    connection.close();
  }
}

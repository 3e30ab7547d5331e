package chatwarden.broker;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chatwarden.runtime.config.Config;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.error.InvalidInputException;
import chatwarden.testing.process.FreePorts;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Connects to RabbitMQ with what is wrong, missing or left by another. */
@Tag("soak")
final class RabbitBrokerTest {

  private static RabbitBroker broker;

  @BeforeAll
  static void startBroker() {
    broker = RabbitBroker.start();
  }

  @AfterAll
  static void stopBroker() {
    if (broker != null) {
      broker.close();
    }
  }

  @Test
  void wrongPasswordIsRefusedAtOnceWithoutBeingShown() {
    String uri = "amqp://guest:open-sesame@localhost:" + broker.port();
    assertThatThrownBy(() -> start(uri, Duration.ofSeconds(30)))
        .matches(FaultCode.FAILED_PRECONDITION::isOf)
        .hasMessageContaining("localhost:" + broker.port())
        .hasMessageNotContaining("open-sesame");
  }

  @Test
  void absentBrokerIsNamedWhenTheTimeIsOver() {
    int port = FreePorts.next();
    assertThatThrownBy(() -> start("amqp://localhost:" + port, Duration.ofMillis(300)))
        .matches(FaultCode.UNAVAILABLE::isOf)
        .hasMessageContaining("localhost:" + port);
  }

  @Test
  void uriOfAnotherKindIsRefusedWithoutBeingShown() {
    assertThatThrownBy(() -> start("http://u:open-sesame@localhost", Duration.ofSeconds(1)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("broker.uri")
        .hasMessageNotContaining("open-sesame");
  }

  @Test
  void queueWithOtherArgumentsStopsTheStartByItsName() throws Exception {
    broker.addVirtualHost("other");
    String uri = broker.uri() + "/other";
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(uri);
    try (Connection connection = factory.newConnection();
        Channel channel = connection.createChannel()) {
      channel.queueDeclare(
          BrokerTopology.RECORD, true, false, false, Map.of("x-queue-type", "quorum"));
    }

    assertThatThrownBy(() -> start(uri, Duration.ofSeconds(30)))
        .matches(FaultCode.FAILED_PRECONDITION::isOf)
        .hasMessageContaining(BrokerTopology.RECORD)
        .hasMessageContaining("rabbitmqctl delete_queue");
  }

  private static void start(String uri, Duration timeout) throws InterruptedException {
    Config config =
        Config.defaults().with(BrokerKeys.URI, uri).with(BrokerKeys.START_TIMEOUT, timeout);
    BrokerConnection connection = new BrokerConnection("test", config, new SimpleMeterRegistry());
    connection.start();
    connection.close();
  }
}

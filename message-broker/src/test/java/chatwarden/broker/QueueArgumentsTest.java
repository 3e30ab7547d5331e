package chatwarden.broker;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Connection;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class QueueArgumentsTest {

  private static Connection server(String product, String version) {
    Map<String, Object> properties = Map.of("product", product, "version", version);
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) ->
                method.getName().equals("getServerProperties") ? properties : null);
  }

  @Test
  void rabbitMqDeadLettersToTheDeadQueueAtLeastOnce() {
    assertThat(QueueArguments.ofWork(server("RabbitMQ", "3.10.8"), "chatwarden.tag.dead", false))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "x-queue-type", "quorum",
                "x-dead-letter-exchange", "",
                "x-dead-letter-routing-key", "chatwarden.tag.dead",
                "x-dead-letter-strategy", "at-least-once",
                "x-overflow", "reject-publish"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.10.8", "3.13.7", "next", ""})
  void limitOfDeliveriesIsLeftAloneBeforeVersionFour(String version) {
    assertThat(QueueArguments.ofWork(server("RabbitMQ", version), "dead", true))
        .doesNotContainKey("x-delivery-limit")
        .containsEntry("x-single-active-consumer", true);
  }

  @ParameterizedTest
  @ValueSource(strings = {"4.0.0", "4.1.2", "10.0"})
  void versionFourDeliversWithoutALimit(String version) {
    Map<String, Object> arguments =
        QueueArguments.ofWork(server("RabbitMQ", version), "dead", true);

    assertThat(arguments).containsEntry("x-delivery-limit", -1);
    assertThat(QueueArguments.withoutLimit(arguments))
        .isEqualTo(QueueArguments.ofWork(server("RabbitMQ", "3.13.7"), "dead", true));
  }

  @Test
  void otherBrokersGetTheSingleActiveConsumerAlone() {
    Connection qpid = server("qpid", "10.1.0");

    assertThat(QueueArguments.ofDead(qpid)).isEmpty();
    assertThat(QueueArguments.ofWork(qpid, "dead", false)).isEmpty();
    assertThat(QueueArguments.ofWork(qpid, "dead", true))
        .isEqualTo(Map.of("x-single-active-consumer", true));
  }

  @Test
  void queuesOfEveryNumberShareTheirDeadLetters() {
    assertThat(BrokerTopology.deadOf("chatwarden.record.0")).isEqualTo("chatwarden.record.dead");
    assertThat(BrokerTopology.deadOf("chatwarden.record.12")).isEqualTo("chatwarden.record.dead");
  }
}

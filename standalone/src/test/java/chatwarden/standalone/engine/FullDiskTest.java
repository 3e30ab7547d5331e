package chatwarden.standalone.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chatwarden.broker.BrokerKeys;
import chatwarden.broker.BrokerProbe;
import chatwarden.runtime.config.Config;
import chatwarden.runtime.health.HealthWindow;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded engines on a disk that fills up and has space again. */
@Tag("soak")
final class FullDiskTest {

  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final Config HASTY =
      Config.defaults().with(HealthWindow.LENGTH, Duration.ofSeconds(3));

  @TempDir private Path folder;
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

  @Test
  void redisIsBackWithItsDataWhenThereIsSpace() throws Exception {
    try (TinyDisk disk = TinyDisk.mount(folder, "64m")) {
      EmbeddedRedis redis = EmbeddedRedis.at(disk.folder().resolve("redis"), 0, HASTY, metrics);
      redis.start();
      try {
        assertThat(set(redis.uri(), "before")).isTrue();
        disk.fill();
        patiently().until(() -> !set(redis.uri(), "x".repeat(256 * 1024)));
        patiently().until(() -> redis.status().problem().orElse("").startsWith("disk full at "));

        disk.free();

        patiently().until(() -> set(redis.uri(), "after"));
        patiently().until(() -> redis.status().problem().isEmpty());
      } finally {
        redis.close();
      }
    }
  }

  /** Qpid's threads end by faults of a full disk, which are not faults of the test. */
  private static ConditionFactory patiently() {
    return await().dontCatchUncaughtExceptions().atMost(LIMIT);
  }

  private static boolean set(String uri, String value) {
    RedisClient client = RedisClient.create(uri);
    try (StatefulRedisConnection<String, String> connection = client.connect()) {
      connection.setTimeout(Duration.ofSeconds(2));
      return connection.sync().set("place", value).equals("OK");
    } catch (RedisException e) {
      return false;
    } finally {
      client.shutdown();
    }
  }

  @Test
  void brokerIsBackAtItsAddressWithEveryConfirmedMessage() throws Exception {
    try (TinyDisk disk = TinyDisk.mount(folder, "96m")) {
      EmbeddedBroker broker = EmbeddedBroker.at(disk.folder().resolve("broker"), 0, HASTY, metrics);
      broker.start();
      String uri = broker.uri();
      try {
        int before = publish(uri, 20);
        assertThat(before).isEqualTo(20);
        disk.fill();
        patiently().until(() -> publish(uri, 1) == 0);
        patiently().until(() -> broker.status().problem().orElse("").startsWith("disk full at "));

        disk.free();

        Config config = HASTY.with(BrokerKeys.URI, uri);
        try (BrokerProbe probe = new BrokerProbe(config, Duration.ofSeconds(2))) {
          patiently().until(() -> probe.fault().isEmpty());
        }
        assertThat(broker.uri()).isEqualTo(uri);
        assertThat(count(uri)).isGreaterThanOrEqualTo(before);
      } finally {
        broker.close();
      }
    }
  }

  /** Returns how many of the messages were confirmed. */
  private static int publish(String uri, int messages) {
    int confirmed = 0;
    Connection connection = null;
    try {
      connection = connect(uri);
      Channel channel = connection.createChannel();
      channel.queueDeclare("kept", true, false, false, null);
      channel.confirmSelect();
      for (int i = 0; i < messages; i++) {
        channel.basicPublish("", "kept", MessageProperties.PERSISTENT_BASIC, new byte[100_000]);
        channel.waitForConfirmsOrDie(2_000);
        confirmed++;
      }
    } catch (Exception e) {
      return confirmed;
    } finally {
      if (connection != null) {
        connection.abort(1_000); // A broker on a full disk answers no close.
      }
    }
    return confirmed;
  }

  private static int count(String uri) throws Exception {
    try (Connection connection = connect(uri);
        Channel channel = connection.createChannel()) {
      return (int) channel.messageCount("kept");
    }
  }

  private static Connection connect(String uri) throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(uri);
    factory.setConnectionTimeout(2_000);
    factory.setHandshakeTimeout(4_000);
    factory.setChannelRpcTimeout(4_000);
    factory.setShutdownTimeout(1_000);
    factory.setAutomaticRecoveryEnabled(false);
    return factory.newConnection();
  }
}

package chatwarden.broker;

import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.time.Duration;

/** A broker of its own for a test, which can be killed and comes back with its data. */
public interface KillableBroker extends AutoCloseable {
  /** The same before and after a restart. */
  String uri();

  /** Kills it with SIGKILL. */
  void kill9();

  /** Starts it again on the same port with the same data. */
  void restart();

  @Override
  void close();

  /** A connection that knows nothing of topology and recovery; the caller closes it. */
  default Connection plainConnection() throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(uri());
    return factory.newConnection();
  }

  /**
   * Empties every queue of the pipeline and waits until they stay empty: what a consumer that has
   * gone had not acknowledged comes back to its queue a moment after its connection is closed.
   */
  default void emptyQueues() throws Exception {
    try (Connection connection = plainConnection();
        Channel channel = connection.createChannel()) {
      await()
          .during(Duration.ofMillis(300))
          .atMost(Duration.ofSeconds(60))
          .until(() -> purge(channel) == 0);
    }
  }

  private static int purge(Channel channel) throws IOException {
    int purged = 0;
    for (String queue : BrokerTopology.WORK) {
      purged += channel.queuePurge(queue).getMessageCount();
      purged += channel.queuePurge(BrokerTopology.deadOf(queue)).getMessageCount();
    }
    return purged;
  }
}

package chatwarden.broker;

import chatwarden.runtime.config.Config;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Learns whether a broker keeps messages: publishes one, waits for the confirm, and takes it back.
 * On a connection of its own, as one that waits for a confirm may be dead without being closed.
 * Used by one thread at a time.
 */
public final class BrokerProbe implements AutoCloseable {

  private static final int CLOSE_MILLIS = 1_000;
  private static final int TAKEN_BACK = 16;

  private final ConnectionFactory factory;
  private final Duration limit;
  private @Nullable Channel channel;

  /**
   * A probe that is not connected yet.
   *
   * @param limit how long every step may take
   */
  public BrokerProbe(Config config, Duration limit) {
    this.factory = BrokerFactory.create(config);
    this.limit = limit;
    int millis = (int) limit.toMillis();
    factory.setConnectionTimeout(millis);
    factory.setHandshakeTimeout(millis);
    factory.setShutdownTimeout(CLOSE_MILLIS);
    factory.setChannelRpcTimeout(millis);
  }

  /** Why the broker does not keep a message; empty where it does. Blocks. */
  public Optional<String> fault() throws InterruptedException {
    try {
      Channel open = open();
      open.basicPublish(
          "", BrokerTopology.PROBE, MessageProperties.MINIMAL_PERSISTENT_BASIC, new byte[0]);
      if (!open.waitForConfirms(limit.toMillis())) {
        return Optional.of("the broker refuses messages");
      }
      takeBack(open);
      return Optional.empty();
    } catch (TimeoutException e) {
      close();
      return Optional.of("the broker confirms nothing");
    } catch (IOException | ShutdownSignalException e) {
      close();
      return Optional.of("the broker does not answer");
    }
  }

  private Channel open() throws IOException, TimeoutException {
    Channel open = channel;
    if (open != null && open.isOpen()) {
      return open;
    }
    Connection connection = factory.newConnection("chatwarden-probe");
    try {
      BrokerTopology.declareProbe(connection);
      Channel fresh = connection.createChannel();
      fresh.confirmSelect();
      channel = fresh;
      return fresh;
    } catch (IOException | TimeoutException | RuntimeException e) {
      connection.abort(CLOSE_MILLIS);
      throw e;
    }
  }

  /** Those of other processes too, and what one left that was killed between the two steps. */
  private static void takeBack(Channel open) throws IOException {
    for (int i = 0; i < TAKEN_BACK && open.basicGet(BrokerTopology.PROBE, true) != null; i++) {
      // The next one.
    }
  }

  @Override
  public void close() {
    Channel open = channel;
    channel = null;
    if (open != null) {
      open.getConnection().abort(CLOSE_MILLIS);
    }
  }
}

package chatwarden.ingest.broker;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives the messages of one queue on a channel of its own, and goes on with that on every new
 * connection. At most {@code prefetch} deliveries of a channel are unacknowledged.
 *
 * <p>The receiver gets one delivery at a time, in the order of the queue, on a virtual thread, and
 * must not keep it: what takes long belongs elsewhere. An exclusive subscription is the only one of
 * its queue; while another process has it, this one waits in line for it to go.
 */
public final class QueueSubscription implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(QueueSubscription.class);

  private final String queue;
  private final int prefetch;
  private final boolean exclusive;
  private final Consumer<Delivery> receiver;
  private final ChannelKeeper keeper;

  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Channel channel;
  private @Nullable String tag;
  private boolean stopped;

  /** A subscription that is not started. */
  public QueueSubscription(
      BrokerConnection connection,
      String queue,
      int prefetch,
      boolean exclusive,
      Consumer<Delivery> receiver) {
    this.queue = queue;
    this.prefetch = prefetch;
    this.exclusive = exclusive;
    this.receiver = receiver;
    this.keeper = new ChannelKeeper(queue, connection, new Receiving());
  }

  /** Begins to receive, now or as soon as there is a connection. */
  public void start() {
    keeper.start();
  }

  /** Receives nothing more; what was received can still be acknowledged. */
  public void stop() {
    lock.lock();
    try {
      stopped = true;
      if (channel != null && tag != null) {
        channel.basicCancel(tag);
      }
    } catch (IOException | ShutdownSignalException e) {
      log.debug("Subscription ended with its channel queue={}", queue, e);
    } finally {
      lock.unlock();
    }
  }

  /** Lets go of everything unacknowledged: the broker delivers it again, to whoever is there. */
  @Override
  public void close() {
    stop();
    keeper.close();
  }

  private final class Receiving implements ChannelKeeper.Purpose {
    @Override
    public void begin(Channel fresh, ChannelKeeper.Life life) throws IOException {
      lock.lock();
      try {
        if (stopped) {
          return;
        }
        fresh.basicQos(prefetch);
        tag =
            fresh.basicConsume(
                queue, false, "", false, exclusive, Map.of(), new Receiver(fresh, life));
        channel = fresh;
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void end() {
      lock.lock();
      try {
        channel = null;
        tag = null;
      } finally {
        lock.unlock();
      }
    }
  }

  private final class Receiver extends DefaultConsumer {
    private final Acknowledger acknowledger;
    private final ChannelKeeper.Life life;

    Receiver(Channel channel, ChannelKeeper.Life life) {
      super(channel);
      this.acknowledger = new Acknowledger(channel);
      this.life = life;
    }

    @Override
    public void handleDelivery(
        String consumerTag, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
      receiver.accept(new Delivery(queue, envelope, properties, body, acknowledger));
    }

    /** The broker took the queue away: its node went, or somebody deleted it. */
    @Override
    public void handleCancel(String consumerTag) {
      life.end("cancelled by the broker");
    }
  }
}

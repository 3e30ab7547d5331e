package chatwarden.broker;

import chatwarden.runtime.config.Config;
import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives the messages of one queue on a channel of its own, and continues on every new
 * connection. At most {@code broker.prefetch} deliveries of a channel are unacknowledged, none for
 * much longer than {@code broker.hold-limit}: then all of them are given back, and the next channel
 * begins when the gate opens.
 *
 * <p>The receiver gets one delivery at a time, in the order of the queue, on a virtual thread, and
 * must not block for long. Unacknowledged deliveries are given back by closing the channel, never
 * by cancelling the consumer: of a queue with a single active consumer, the next one then begins
 * with the first of them and keeps their order.
 */
public final class QueueSubscription implements AutoCloseable {

  private static final Duration LONGEST_LOOK = Duration.ofSeconds(5);
  private static final Duration ACK_LIMIT = Duration.ofSeconds(1);
  private static final Logger log = LoggerFactory.getLogger(QueueSubscription.class);

  private final String queue;
  private final int prefetch;
  private final Duration holdLimit;
  private final Gate gate;
  private final Consumer<Delivery> receiver;
  private final ChannelKeeper keeper;
  private final Counter givenBack;
  private volatile @Nullable Receiver current;
  private @Nullable Thread watch;

  /**
   * Creates a subscription that is not started.
   *
   * @param gate awaited before messages are asked for, on a thread of this subscription
   */
  public QueueSubscription(
      BrokerConnection connection,
      String queue,
      Config config,
      MeterRegistry registry,
      Gate gate,
      Consumer<Delivery> receiver) {
    this.queue = queue;
    this.prefetch = config.get(BrokerKeys.PREFETCH);
    this.holdLimit = config.get(BrokerKeys.HOLD_LIMIT);
    this.gate = gate;
    this.receiver = receiver;
    this.keeper = new ChannelKeeper(queue, connection, new Receiving());
    this.givenBack =
        Counter.builder("broker.given.back")
            .description("Times that a stage gave back its messages after broker.hold-limit")
            .tag("queue", queue)
            .register(registry);
  }

  /** Begins to receive, now or as soon as there is a connection. */
  public void start() {
    keeper.start();
    watch = Thread.ofVirtual().name("held-" + queue).start(this::watchHeld);
  }

  private void watchHeld() {
    Duration tenth = holdLimit.dividedBy(10);
    Duration interval = tenth.compareTo(LONGEST_LOOK) < 0 ? tenth : LONGEST_LOOK;
    try {
      while (true) {
        Thread.sleep(interval);
        Receiver now = current;
        if (now != null && now.acknowledger.longestHeld().compareTo(holdLimit) > 0) {
          log.warn("Gave back unacknowledged messages queue={} after={}", queue, holdLimit);
          givenBack.increment();
          current = null;
          now.life.end("held for too long");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Gives back everything unacknowledged: the broker delivers it again, to the next consumer. */
  @Override
  public void close() {
    Receiver last = current;
    try {
      if (last != null) {
        last.acknowledger.awaitWritten(ACK_LIMIT);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Thread watching = watch;
    if (watching != null) {
      watching.interrupt();
    }
    keeper.close();
  }

  private final class Receiving implements ChannelKeeper.Purpose {
    @Override
    public void begin(Channel fresh, ChannelKeeper.Life life)
        throws IOException, InterruptedException {
      gate.await();
      fresh.basicQos(prefetch);
      Receiver next = new Receiver(fresh, life);
      current = next;
      fresh.basicConsume(queue, false, next);
    }

    @Override
    public void end() {
      current = null;
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
      acknowledger.received(envelope.getDeliveryTag());
      receiver.accept(new Delivery(queue, envelope, properties, body, acknowledger));
    }

    /** The broker took the queue away: its node went, or an operator deleted it. */
    @Override
    public void handleCancel(String consumerTag) {
      life.end("cancelled by the broker");
    }
  }
}

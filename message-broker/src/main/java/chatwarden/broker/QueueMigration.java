package chatwarden.broker;

import chatwarden.runtime.config.Config;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.runtime.lifecycle.ServicePart;
import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves the messages in the queues of earlier versions to the queues that replace them, in order.
 * The start waits until those queues are empty, so that sessions go on after the messages that they
 * published before. Later it looks once a second, for processes of the earlier version that still
 * run.
 *
 * <p>A message is acknowledged after the confirm of its copy; a crash between the two repeats it,
 * which the store does not count twice. On RabbitMQ one process moves at a time: it holds an
 * exclusive queue as a lock. Owns one virtual thread, which ends where no earlier queue exists.
 */
public final class QueueMigration implements ServicePart {

  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final String LOCK = "chatwarden.migration";
  private static final Logger log = LoggerFactory.getLogger(QueueMigration.class);

  private final BrokerConnection consuming;
  private final ConfirmedPublisher publisher;
  private final Duration startTimeout;
  private final CountDownLatch movedOnce = new CountDownLatch(1);
  private volatile boolean closed;
  private @Nullable Thread thread;

  /**
   * Creates a migration that is not started.
   *
   * @param consuming the connection to take from; another than that of the publisher
   */
  public QueueMigration(BrokerConnection consuming, ConfirmedPublisher publisher, Config config) {
    this.consuming = consuming;
    this.publisher = publisher;
    this.startTimeout = config.get(BrokerKeys.START_TIMEOUT);
  }

  @Override
  public String name() {
    return "queue-migration";
  }

  @Override
  public void start() throws InterruptedException {
    thread = Thread.ofVirtual().name("queue-migration").start(this::run);
    if (!movedOnce.await(startTimeout.toNanos(), TimeUnit.NANOSECONDS)) {
      log.warn("Still moving the messages of an earlier version after={}", startTimeout);
    }
  }

  private void run() {
    try {
      Outcome last = moveAll();
      while (!closed && last != Outcome.ABSENT) {
        if (last == Outcome.EMPTY) {
          movedOnce.countDown();
        }
        Thread.sleep(INTERVAL);
        last = moveAll();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (CompletionException e) {
      log.debug("Closed with its connection", e);
    } catch (ChatwardenException e) {
      FaultCode.UNAVAILABLE.orThrow(e);
      log.debug("Closed with its connection", e);
    } finally {
      movedOnce.countDown();
    }
  }

  /** The state of the earlier queues after a look, the worst last. */
  private enum Outcome {
    ABSENT,
    EMPTY,
    UNFINISHED
  }

  private Outcome moveAll() throws InterruptedException {
    Outcome worst = Outcome.ABSENT;
    for (Map.Entry<String, String> each : BrokerTopology.REPLACED.entrySet()) {
      Outcome outcome = move(each.getKey(), each.getValue());
      worst = outcome.compareTo(worst) > 0 ? outcome : worst;
    }
    return worst;
  }

  private Outcome move(String from, String to) throws InterruptedException {
    Connection connection = consuming.await();
    try (Channel channel = connection.createChannel()) {
      channel.queueDeclarePassive(from);
      if (QueueArguments.isRabbit(connection)) {
        channel.queueDeclare(LOCK, false, true, true, Map.of());
      }
      long moved = 0;
      for (GetResponse next = channel.basicGet(from, false);
          next != null && !closed;
          next = channel.basicGet(from, false)) {
        publish(next, to);
        channel.basicAck(next.getEnvelope().getDeliveryTag(), false);
        moved++;
      }
      if (moved > 0) {
        log.info("Moved from={} to={} count={}", from, to, moved);
      }
      if (QueueArguments.isRabbit(connection)) {
        channel.queueDelete(LOCK);
      }
      return Outcome.EMPTY;
    } catch (IOException | TimeoutException | ShutdownSignalException e) {
      // Another process holds the lock, or the connection broke: the next look tries again.
      return ReplyCode.of(e) == AMQP.NOT_FOUND ? Outcome.ABSENT : Outcome.UNFINISHED;
    }
  }

  private void publish(GetResponse message, String to) throws InterruptedException {
    AMQP.BasicProperties properties = message.getProps();
    String id = properties.getMessageId();
    String type = properties.getType();
    Map<String, Object> headers = properties.getHeaders();
    publisher
        .publish(
            to,
            id == null ? Outbound.newId() : id,
            type == null ? "" : type,
            message.getBody(),
            headers == null ? Map.of() : headers)
        .join();
  }

  @Override
  public void close() {
    closed = true;
    Thread running = thread;
    if (running != null) {
      running.interrupt();
    }
  }
}

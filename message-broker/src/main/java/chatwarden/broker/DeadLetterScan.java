package chatwarden.broker;

import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the dead letters of all queues, removes some or parts of them, and puts the others
 * to the ends of their queues. A message is acknowledged after the confirm of its copy: a crash
 * between the two repeats it. Returning messages instead would count as a delivery, and RabbitMQ
 * drops messages that were delivered too often.
 *
 * <p>One scan runs at a time; on RabbitMQ, of all processes, by an exclusive queue as a lock.
 * Blocks; safe for use by many threads.
 */
public final class DeadLetterScan {

  private static final String LOCK = "chatwarden.dead-letters";

  private final BrokerConnection consuming;
  private final ConfirmedPublisher publisher;
  private final ReentrantLock running = new ReentrantLock();

  /**
   * A scan over these connections.
   *
   * @param consuming the connection to take from; another than that of the publisher
   */
  public DeadLetterScan(BrokerConnection consuming, ConfirmedPublisher publisher) {
    this.consuming = consuming;
    this.publisher = publisher;
  }

  /** Looks at a dead letter. */
  public interface Visitor {

    /** Returns the body that stays; an empty one removes the message. */
    byte[] visit(DeadLetterMessage message);
  }

  /**
   * Shows each dead letter that is there now to the visitor, the oldest of a queue first.
   *
   * @throws ChatwardenException UNAVAILABLE, while another scan runs, and when the connection
   *     breaks; letters that were removed by then stay removed
   */
  public void run(Visitor visitor) throws InterruptedException {
    if (!running.tryLock()) {
      throw busy(null);
    }
    Connection connection = consuming.await();
    try (Channel channel = connection.createChannel()) {
      if (QueueArguments.isRabbit(connection)) {
        channel.queueDeclare(LOCK, false, true, true, Map.of());
      }
      for (String queue : BrokerTopology.WORK) {
        scan(channel, BrokerTopology.deadOf(queue), visitor);
      }
      if (QueueArguments.isRabbit(connection)) {
        channel.queueDelete(LOCK);
      }
    } catch (IOException | TimeoutException | ShutdownSignalException e) {
      throw busy(e);
    } finally {
      running.unlock();
    }
  }

  private void scan(Channel channel, String queue, Visitor visitor)
      throws IOException, InterruptedException {
    for (long left = channel.messageCount(queue); left > 0; left--) {
      GetResponse next = channel.basicGet(queue, false);
      if (next == null) {
        return;
      }
      DeadLetterMessage message = DeadLetterMessage.of(next);
      byte[] stays = visitor.visit(message);
      if (stays.length > 0) {
        publisher.publish(queue, message.id(), message.type(), stays, message.headers()).join();
      }
      channel.basicAck(next.getEnvelope().getDeliveryTag(), false);
    }
  }

  private static ChatwardenException busy(@Nullable Exception cause) {
    return FaultCode.UNAVAILABLE.exception(
        "DEAD_LETTERS_BUSY",
        cause != null && ReplyCode.of(cause) != AMQP.RESOURCE_LOCKED
            ? "the connection to the broker broke; try again"
            : "the dead letters are gone through already; try again",
        cause);
  }
}

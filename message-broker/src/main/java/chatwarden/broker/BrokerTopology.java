package chatwarden.broker;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/**
 * Names and declares the queues of the pipeline: all durable, on the default exchange, each with a
 * {@code .dead} queue for its dead letters. On RabbitMQ they are quorum queues, and the broker
 * dead-letters what reaches a delivery limit.
 *
 * <p>A broker keeps the arguments of an existing queue, so a version that needs other arguments
 * declares a queue with the next number, and {@link QueueMigration} empties the earlier one.
 */
public final class BrokerTopology {

  /** Flagged comments for the tagger: {@code ClassifiedBatch}. */
  public static final String TAG = "chatwarden.tag.0";

  /**
   * Messages to store: {@code ClassifiedBatch}, {@code TaggedBatch}, {@code RewrittenBatch}, {@code
   * ChatEvent}. One consumer of all processes receives everything, in order, while the others wait.
   */
  public static final String RECORD = "chatwarden.record.0";

  /**
   * Flagged comments for the rewriter: {@code ClassifiedBatch}. No source is held up for it, since
   * the rewriter skips comments that have waited for long.
   */
  public static final String REWRITE = "chatwarden.rewrite.0";

  /** The queues that stages consume. */
  public static final List<String> WORK = List.of(TAG, RECORD, REWRITE);

  /** Messages that {@link BrokerProbe} publishes and takes back. */
  static final String PROBE = "chatwarden.probe";

  /** The queues of earlier versions, each with the queue that replaces it. */
  static final Map<String, String> REPLACED =
      Map.of("chatwarden.tag", TAG, "chatwarden.record", RECORD);

  private BrokerTopology() {}

  /** Returns the queue of the dead letters of {@code queue}, the same for every number. */
  public static String deadOf(String queue) {
    return queue.substring(0, queue.lastIndexOf('.')) + ".dead";
  }

  /**
   * Declares every queue.
   *
   * @throws IOException with {@link AMQP#PRECONDITION_FAILED} when a queue has other arguments
   */
  static void declare(Connection connection) throws IOException, TimeoutException {
    for (String queue : WORK) {
      declare(connection, deadOf(queue), QueueArguments.ofDead(connection));
      declareWork(connection, queue);
    }
  }

  /** Declares the queue of the probes, which needs no dead letters. */
  static void declareProbe(Connection connection) throws IOException, TimeoutException {
    declare(connection, PROBE, QueueArguments.ofDead(connection));
  }

  private static void declareWork(Connection connection, String queue)
      throws IOException, TimeoutException {
    Map<String, Object> arguments =
        QueueArguments.ofWork(connection, deadOf(queue), queue.equals(RECORD));
    Map<String, Object> older = QueueArguments.withoutLimit(arguments);
    try {
      declare(connection, queue, arguments);
    } catch (IOException e) {
      if (ReplyCode.of(e) != AMQP.PRECONDITION_FAILED || older.equals(arguments)) {
        throw e;
      }
      // Declared while the server had version 3: the server's own delivery limit holds.
      declare(connection, queue, older);
    }
  }

  /** Declares a queue on a channel of its own, since the broker closes the channel to refuse. */
  private static void declare(Connection connection, String queue, Map<String, Object> arguments)
      throws IOException, TimeoutException {
    try (Channel channel = connection.createChannel()) {
      channel.queueDeclare(queue, true, false, false, arguments);
    }
  }
}

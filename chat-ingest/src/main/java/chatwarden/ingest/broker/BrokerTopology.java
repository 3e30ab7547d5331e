package chatwarden.ingest.broker;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * The queues of the pipeline, all on the default exchange, all durable. Where the broker is
 * RabbitMQ they are quorum queues; other brokers get plain ones, since Qpid closes the connection
 * on any argument that it does not know.
 */
public final class BrokerTopology {

  /** What is flagged, for the tagger: {@code ClassifiedBatch}. */
  public static final String TAG = "chatwarden.tag";

  /** What is to be stored: {@code ClassifiedBatch}, {@code TaggedBatch}, {@code ChatEvent}. */
  public static final String RECORD = "chatwarden.record";

  private static final List<String> QUEUES = List.of(TAG, RECORD, deadOf(TAG), deadOf(RECORD));

  private BrokerTopology() {}

  /** Where messages of {@code queue} end that nobody can work on. */
  public static String deadOf(String queue) {
    return queue + ".dead";
  }

  /** Declares every queue; what is there already stays as it is. */
  static void declare(Channel channel) throws IOException {
    Map<String, Object> arguments = arguments(channel.getConnection());
    for (String queue : QUEUES) {
      channel.queueDeclare(queue, true, false, false, arguments);
    }
  }

  private static Map<String, Object> arguments(Connection connection) {
    Object product = connection.getServerProperties().get("product");
    return "RabbitMQ".equals(String.valueOf(product)) ? Map.of("x-queue-type", "quorum") : Map.of();
  }
}

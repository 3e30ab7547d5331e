package chatwarden.broker;

import com.rabbitmq.client.Connection;
import java.util.HashMap;
import java.util.Map;

/**
 * The arguments that queues are declared with, as far as the broker knows them: RabbitMQ compares
 * them with those of an existing queue, and other brokers close the connection on most of them.
 */
final class QueueArguments {

  private static final String DELIVERY_LIMIT = "x-delivery-limit";

  /** Version 3 takes a negative limit as 0, and drops a message at its first redelivery. */
  private static final int UNLIMITED_SINCE = 4;

  private QueueArguments() {}

  /** Returns those of a queue of dead letters. */
  static Map<String, Object> ofDead(Connection connection) {
    return isRabbit(connection) ? Map.of("x-queue-type", "quorum") : Map.of();
  }

  /**
   * Returns those of a queue that stages consume. A message that the broker gives up is in {@code
   * dead} before it leaves the queue.
   *
   * @param single whether one consumer receives everything while the others wait
   */
  static Map<String, Object> ofWork(Connection connection, String dead, boolean single) {
    Map<String, Object> arguments = new HashMap<>(ofDead(connection));
    if (single) {
      arguments.put("x-single-active-consumer", true);
    }
    if (isRabbit(connection)) {
      arguments.put("x-dead-letter-exchange", "");
      arguments.put("x-dead-letter-routing-key", dead);
      arguments.put("x-dead-letter-strategy", "at-least-once");
      arguments.put("x-overflow", "reject-publish");
    }
    if (isRabbit(connection) && majorVersion(connection) >= UNLIMITED_SINCE) {
      arguments.put(DELIVERY_LIMIT, -1);
    }
    return arguments;
  }

  /** Returns the arguments that a server of version 3 got. */
  static Map<String, Object> withoutLimit(Map<String, Object> arguments) {
    Map<String, Object> others = new HashMap<>(arguments);
    others.remove(DELIVERY_LIMIT);
    return others;
  }

  static boolean isRabbit(Connection connection) {
    return "RabbitMQ".equals(property(connection, "product"));
  }

  /** Returns the first number of the server's version; 0 when the server names none. */
  private static int majorVersion(Connection connection) {
    String version = property(connection, "version");
    int dot = version.indexOf('.');
    try {
      return Integer.parseInt(dot < 0 ? version : version.substring(0, dot));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static String property(Connection connection, String name) {
    return String.valueOf(connection.getServerProperties().get(name));
  }
}

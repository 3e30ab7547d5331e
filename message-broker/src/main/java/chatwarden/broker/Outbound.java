package chatwarden.broker;

import com.rabbitmq.client.AMQP;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A message that waits for its confirm.
 *
 * @param sequence its place in the order of publishing
 * @param queue where it goes
 * @param properties type, id and headers
 * @param body the content; not copied
 * @param confirmed completes with the broker's confirm
 * @param nanos when it was handed in
 */
record Outbound(
    long sequence,
    String queue,
    AMQP.BasicProperties properties,
    byte[] body,
    CompletableFuture<Void> confirmed,
    long nanos) {

  private static final int PERSISTENT = 2;
  private static final String RUN = UUID.randomUUID().toString();
  private static final AtomicLong ids = new AtomicLong();

  /** An id that no other message has, of this process or another. */
  static String newId() {
    return RUN + "-" + ids.incrementAndGet();
  }

  static AMQP.BasicProperties properties(String id, String type, Map<String, Object> headers) {
    Map<String, Object> all = new HashMap<>(headers);
    all.putIfAbsent(MessageHeaders.SENT, System.currentTimeMillis());
    return new AMQP.BasicProperties.Builder()
        .contentType("application/protobuf")
        .deliveryMode(PERSISTENT)
        .type(type)
        .messageId(id)
        .headers(all)
        .build();
  }
}

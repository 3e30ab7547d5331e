package chatwarden.broker;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Envelope;
import java.util.Map;

/**
 * A message as it came from a queue. It is acknowledged at most once, on the channel that brought
 * it; if that is over, the broker delivers the message again and {@link #ack} does nothing.
 */
public final class Delivery {

  private final String queue;
  private final Envelope envelope;
  private final AMQP.BasicProperties properties;
  private final byte[] body;
  private final Acknowledger acknowledger;

  Delivery(
      String queue,
      Envelope envelope,
      AMQP.BasicProperties properties,
      byte[] body,
      Acknowledger acknowledger) {
    this.queue = queue;
    this.envelope = envelope;
    this.properties = properties;
    this.body = body;
    this.acknowledger = acknowledger;
  }

  /** The queue that it came from. */
  public String queue() {
    return queue;
  }

  /** The id that its publisher gave; empty when it gave none. */
  public String id() {
    return properties.getMessageId() == null ? "" : properties.getMessageId();
  }

  /** The full name of the protobuf message that it holds; empty when it does not say. */
  public String type() {
    return properties.getType() == null ? "" : properties.getType();
  }

  /** Returns the content. Not copied. */
  public byte[] body() {
    return body;
  }

  /** Its headers. */
  public Map<String, Object> headers() {
    return properties.getHeaders() == null ? Map.of() : properties.getHeaders();
  }

  /** Returns how many times it was given up before; a header that is not a number counts as 0. */
  public int attempt() {
    return headers().get(MessageHeaders.ATTEMPT) instanceof Number number
        ? Math.max(0, number.intValue())
        : 0;
  }

  /** When it was first published, in milliseconds of the epoch; 0 when it does not say. */
  public long sentMillis() {
    return headers().get(MessageHeaders.SENT) instanceof Number number ? number.longValue() : 0;
  }

  /** Whether the broker may have delivered it to a consumer before. */
  public boolean isRedelivered() {
    return envelope.isRedeliver();
  }

  /** Whether it can still be acknowledged; if not, it comes again. */
  public boolean isLive() {
    return acknowledger.isOpen();
  }

  /** Everything that it asked for is safe. Never blocks. */
  public void ack() {
    acknowledger.settle(envelope.getDeliveryTag());
  }
}

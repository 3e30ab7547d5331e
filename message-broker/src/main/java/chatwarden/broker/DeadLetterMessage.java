package chatwarden.broker;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.GetResponse;
import java.util.Map;

/**
 * A message among the dead letters.
 *
 * @param id the id that its publisher gave
 * @param type the full name of the protobuf message that it holds; empty when it does not say
 * @param body the content; not copied
 * @param headers see {@link MessageHeaders}
 */
public record DeadLetterMessage(String id, String type, byte[] body, Map<String, Object> headers) {

  static DeadLetterMessage of(GetResponse message) {
    AMQP.BasicProperties properties = message.getProps();
    String id = properties.getMessageId();
    String type = properties.getType();
    Map<String, Object> headers = properties.getHeaders();
    return new DeadLetterMessage(
        id == null ? Outbound.newId() : id,
        type == null ? "" : type,
        message.getBody(),
        headers == null ? Map.of() : headers);
  }

  /** Returns a header as text; empty where it is absent. */
  public String header(String name) {
    Object value = headers.get(name);
    return value == null ? "" : value.toString();
  }

  /** Returns when it was first published, in milliseconds of the epoch; 0 when it does not say. */
  public long sentMillis() {
    return headers.get(MessageHeaders.SENT) instanceof Number number ? number.longValue() : 0;
  }
}

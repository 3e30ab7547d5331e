package chatwarden.bridge.webhook;

import chatwarden.bridge.json.ProtoJsonWriter;
import com.google.protobuf.Message;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * Something that happened in a chat, as webhooks see it.
 *
 * @param id its place in its source
 * @param type its type; empty where webhooks have none for it
 * @param time when it happened
 * @param data of a type, the message that is posted
 */
record WebhookMessage(String id, String type, Instant time, Optional<Message> data) {

  static WebhookMessage of(String id, String type, Instant time, Message data) {
    return new WebhookMessage(id, type, time, Optional.of(data));
  }

  static WebhookMessage ofNoType(String id) {
    return new WebhookMessage(id, "", Instant.EPOCH, Optional.empty());
  }

  /** Returns the body that is posted, in UTF-8. Ids of chats and types need no escapes. */
  byte[] body(String chat) {
    String json =
        data.map(message -> new String(ProtoJsonWriter.write(message), StandardCharsets.UTF_8))
            .orElse("{}");
    return ("{\"type\":\""
            + type
            + "\",\"timestamp\":\""
            + time
            + "\",\"chat\":\""
            + chat
            + "\",\"data\":"
            + json
            + "}")
        .getBytes(StandardCharsets.UTF_8);
  }
}

package chatwarden.ingest.eventsub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * A message of EventSub's WebSocket server.
 *
 * @param id the id of the message; one that is sent twice has the same id
 * @param type the type: {@code session_welcome}, {@code session_keepalive}, {@code notification},
 *     {@code session_reconnect} or {@code revocation}
 * @param time when Twitch sent it; empty where it does not say
 * @param subscription the type of the subscription that it belongs to; empty for those of the
 *     session
 * @param payload the content
 */
record EventSubMessage(
    String id, String type, Optional<Instant> time, String subscription, JsonNode payload) {
  private static final JsonMapper JSON = new JsonMapper();

  /** Reads a message; empty when the text is not one. */
  static Optional<EventSubMessage> parse(String text) {
    try {
      JsonNode message = JSON.readTree(text);
      JsonNode metadata = message.path("metadata");
      String type = metadata.path("message_type").asText("");
      return type.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new EventSubMessage(
                  metadata.path("message_id").asText(""),
                  type,
                  time(metadata.path("message_timestamp").asText("")),
                  metadata.path("subscription_type").asText(""),
                  message.path("payload")));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Returns the id of the channel that it is about; empty for messages of the session. */
  String channel() {
    return payload
        .path("subscription")
        .path("condition")
        .path("broadcaster_user_id")
        .asText(text("broadcaster_user_id"));
  }

  /** Returns a field of the event as text; empty where it is missing or null. */
  String text(String field) {
    return text(payload.path("event").path(field));
  }

  /** Returns a field of the session as text; empty where it is missing or null. */
  String ofSession(String field) {
    return text(payload.path("session").path(field));
  }

  /** Returns a text; empty where the node is missing or null, which Jackson writes as "null". */
  static String text(JsonNode node) {
    return node.isNull() ? "" : node.asText("");
  }

  /** Leaves the content out. */
  @Override
  public String toString() {
    return "message " + type + " " + subscription;
  }
}

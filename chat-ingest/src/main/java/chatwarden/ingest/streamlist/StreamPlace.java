package chatwarden.ingest.streamlist;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A place in a chat that is read by the Data API.
 *
 * @param liveChat the id of the chat
 * @param pageToken the token to go on with; empty where none is known
 * @param usec when the last comment was written, in microseconds since 1970; 0 when none was
 * @param seen the comments delivered last
 */
public record StreamPlace(String liveChat, String pageToken, long usec, byte[] seen) {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final String MODE = "STREAM";

  /** Reads a checkpoint; empty when it is one of another way of reading. */
  public static Optional<StreamPlace> parse(byte[] checkpoint) {
    try {
      JsonNode place = MAPPER.readTree(checkpoint);
      byte[] seen = place.path("seen").binaryValue();
      return place.path("mode").asText("").equals(MODE) && seen != null
          ? Optional.of(
              new StreamPlace(
                  place.path("liveChat").asText(""),
                  place.path("pageToken").asText(""),
                  place.path("usec").asLong(),
                  seen))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Returns the place as it is saved. */
  public byte[] toBytes() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("mode", MODE)
        .put("liveChat", liveChat)
        .put("pageToken", pageToken)
        .put("usec", usec)
        .put("seen", seen)
        .toString()
        .getBytes(StandardCharsets.UTF_8);
  }
}

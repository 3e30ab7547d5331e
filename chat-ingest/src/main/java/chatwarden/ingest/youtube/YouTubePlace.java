package chatwarden.ingest.youtube;

import chatwarden.ingest.source.SourceException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * A place in a chat of YouTube.
 *
 * @param mode how the chat is read
 * @param continuation what to ask next
 * @param offsetMillis how far the archive is read, in milliseconds since the stream began; 0 live
 * @param usec when the last comment that was read live was written, in microseconds since 1970; 0
 *     when none was
 * @param seen the comments delivered last
 */
record YouTubePlace(Mode mode, String continuation, long offsetMillis, long usec, byte[] seen) {
  private static final JsonMapper MAPPER = new JsonMapper();

  /** How a chat is read. */
  enum Mode {
    /** As it happens. */
    LIVE,
    /** From the archive, as if it happened. */
    REPLAY,
    /** What live reading missed, from the archive, as fast as can be. */
    CATCH_UP
  }

  /** Where {@link #toBytes} came from. */
  static YouTubePlace parse(byte[] checkpoint) throws SourceException {
    try {
      JsonNode place = MAPPER.readTree(checkpoint);
      String continuation = place.path("continuation").asText();
      byte[] seen = place.path("seen").binaryValue();
      if (!continuation.isEmpty() && seen != null) {
        return new YouTubePlace(
            Mode.valueOf(place.path("mode").asText()),
            continuation,
            place.path("offsetMillis").asLong(),
            place.path("usec").asLong(),
            seen);
      }
    } catch (IOException | IllegalArgumentException e) {
      // Said below.
    }
    throw new SourceException(
        SourceException.Reason.NOT_UNDERSTOOD, "the saved place is none in a chat of YouTube");
  }

  /** The place as it is saved. */
  byte[] toBytes() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("mode", mode.name())
        .put("continuation", continuation)
        .put("offsetMillis", offsetMillis)
        .put("usec", usec)
        .put("seen", seen)
        .toString()
        .getBytes(StandardCharsets.UTF_8);
  }
}

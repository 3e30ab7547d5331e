package chatwarden.standalone.batch;

import chatwarden.bridge.json.ProtoJsonWriter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Parts of answers as JSON, in the same order in every process. */
final class AnswerJson {
  private static final JsonMapper MAPPER = new JsonMapper();

  private AnswerJson() {}

  static JsonNode of(Message message) {
    try {
      return MAPPER.readTree(ProtoJsonWriter.write(message));
    } catch (IOException e) {
      throw new UncheckedIOException("a message that has no JSON (a bug)", e);
    }
  }

  /** Returns the numbers by name, in the order of the names; null where there are none. */
  static @Nullable ObjectNode of(Map<String, Float> numbers) {
    if (numbers.isEmpty()) {
      return null;
    }
    ObjectNode object = MAPPER.createObjectNode();
    new TreeMap<>(numbers).forEach((name, number) -> object.put(name, number));
    return object;
  }

  /** Returns the text, or null where it is empty. */
  static @Nullable String text(String text) {
    return text.isEmpty() ? null : text;
  }
}

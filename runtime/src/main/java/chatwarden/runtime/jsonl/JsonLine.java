package chatwarden.runtime.jsonl;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;

/** Reads a line as one JSON object and nothing else: well-formed UTF-8, no field twice. */
public final class JsonLine {
  private static final int SHOWN_NAME = 64;

  private JsonLine() {}

  /**
   * The object that the line holds.
   *
   * @throws MalformedLineException when it holds anything else
   */
  public static JsonNode object(byte[] line) throws MalformedLineException {
    JsonNode node;
    try {
      node = StrictJson.read(line);
    } catch (MalformedJsonException e) {
      throw new MalformedLineException("", e.problem());
    }
    if (!node.isObject()) {
      throw new MalformedLineException("", "must be a JSON object");
    }
    return node;
  }

  /**
   * Refuses fields that are not known, so that a misspelt one is not passed over.
   *
   * @param path the prefix of the name of a field of the object, such as {@code author.}
   */
  public static void requireKnown(JsonNode object, Set<String> known, String path)
      throws MalformedLineException {
    for (Map.Entry<String, JsonNode> property : object.properties()) {
      if (!known.contains(property.getKey())) {
        throw new MalformedLineException(path + shown(property.getKey()), "is not a known field");
      }
    }
  }

  /** The string that the field of the object holds, which must be there. */
  public static String requiredString(JsonNode object, String field) throws MalformedLineException {
    JsonNode value = object.get(field);
    if (value == null || value.isNull()) {
      throw new MalformedLineException(field, "must not be missing or empty");
    }
    return string(value, field);
  }

  /** The string that the value is. */
  public static String string(JsonNode value, String field) throws MalformedLineException {
    if (!value.isTextual()) {
      throw new MalformedLineException(field, "must be a string");
    }
    return value.textValue();
  }

  /** A field's name made fit to be shown: it is input, too. */
  private static String shown(String name) {
    StringBuilder clean = new StringBuilder();
    name.codePoints()
        .limit(SHOWN_NAME)
        .map(
            c ->
                Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE
                    ? '\ufffd'
                    : c)
        .forEach(clean::appendCodePoint);
    return clean.length() < name.length() ? clean + "…" : clean.toString();
  }
}

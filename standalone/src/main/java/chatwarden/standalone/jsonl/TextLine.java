package chatwarden.standalone.jsonl;

import chatwarden.runtime.jsonl.JsonLine;
import chatwarden.runtime.jsonl.MalformedLineException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.Set;

/** One line of the input: a text with its id, or what is wrong with the line. */
sealed interface TextLine {
  int MAX_CODE_POINTS = 10_000;
  int MAX_ID_LENGTH = 256;

  /** The number of the line, counted from 1. */
  long number();

  /** A line {@code {"id","text"}}. */
  record Valid(long number, String id, String text) implements TextLine {}

  /**
   * Any other line.
   *
   * @param id the id, as far as the line has one
   * @param error what is wrong, never the text
   */
  record Invalid(long number, Optional<String> id, String error) implements TextLine {}

  /** Reads the line. */
  static TextLine parse(long number, byte[] line) {
    Optional<String> id = Optional.empty();
    try {
      JsonNode object = JsonLine.object(line);
      id =
          Optional.ofNullable(object.get("id"))
              .filter(JsonNode::isTextual)
              .map(JsonNode::textValue);
      JsonLine.requireKnown(object, Set.of("id", "text"), "");
      return valid(
          number, JsonLine.requiredString(object, "id"), JsonLine.requiredString(object, "text"));
    } catch (MalformedLineException e) {
      return new Invalid(number, id, e.sentence());
    }
  }

  private static TextLine valid(long number, String id, String text) throws MalformedLineException {
    if (id.isEmpty() || id.length() > MAX_ID_LENGTH) {
      throw new MalformedLineException("id", "must have 1 to " + MAX_ID_LENGTH + " characters");
    }
    if (text.isBlank()) {
      throw new MalformedLineException("text", "must not be blank");
    }
    int codePoints = text.codePointCount(0, text.length());
    if (codePoints > MAX_CODE_POINTS) {
      throw new MalformedLineException(
          "text", "has " + codePoints + " code points (expected: at most " + MAX_CODE_POINTS + ")");
    }
    if (text.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE)) {
      throw new MalformedLineException("text", "must not hold a lone surrogate");
    }
    return new Valid(number, id, text);
  }
}

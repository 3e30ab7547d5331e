package chatwarden.standalone.jsonl;

import chatwarden.runtime.jsonl.JsonLine;
import chatwarden.runtime.jsonl.MalformedLineException;
import chatwarden.runtime.limit.CommentLimits;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.Set;

/** One line of the input: a text with its id, or the problem of the line. */
sealed interface TextLine {

  /** The number of the line, counted from 1. */
  long number();

  /** A line {@code {"id","text"}}. */
  record Valid(long number, String id, String text) implements TextLine {}

  /**
   * Any other line.
   *
   * @param id the id, as far as the line has one
   * @param error the problem, never the text
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
    if (id.isEmpty()) {
      throw new MalformedLineException("id", "must not be missing or empty");
    }
    refuse("id", CommentLimits.problemOfName(id));
    refuse("text", CommentLimits.problemOfText(text));
    return new Valid(number, id, text);
  }

  private static void refuse(String field, Optional<String> problem) throws MalformedLineException {
    if (problem.isPresent()) {
      throw new MalformedLineException(field, problem.get());
    }
  }
}

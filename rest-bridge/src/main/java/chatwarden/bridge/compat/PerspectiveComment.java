package chatwarden.bridge.compat;

import chatwarden.runtime.error.InvalidInputException;
import chatwarden.runtime.limit.CommentLimits;
import chatwarden.text.LanguageDetector;
import chatwarden.text.TextLanguage;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/**
 * What both calls of Perspective begin with.
 *
 * @param text the comment
 * @param language the language that was given, or detected
 * @param given whether it was given
 * @param detected the detected language
 * @param clientToken the token to echo; may be empty
 */
record PerspectiveComment(
    String text, String language, boolean given, String detected, String clientToken) {

  private static final int MAX_TOKEN = 1_024;
  private static final List<String> KNOWN =
      List.of(LanguageDetector.VIETNAMESE, LanguageDetector.ENGLISH);

  /**
   * Reads it.
   *
   * @throws PerspectiveFault when the comment or its language is none that can be judged
   * @throws InvalidInputException when a field is of the wrong type
   */
  static PerspectiveComment read(JsonNode request) {
    JsonNode comment = request.path("comment");
    JsonNode value = comment.path("text");
    if (value.isMissingNode() || (value.isTextual() && value.textValue().isBlank())) {
      throw PerspectiveFault.of("COMMENT_EMPTY", "Comment must be non-empty.");
    }
    String type = comment.path("type").asText("PLAIN_TEXT");
    if (!type.equals("PLAIN_TEXT") && !type.equals("TEXT_TYPE_UNSPECIFIED")) {
      throw InvalidInputException.of("comment.type", "must be PLAIN_TEXT");
    }
    if (value.isTextual() && CommentLimits.length(value.textValue()) > CommentLimits.MAX_TEXT) {
      throw PerspectiveFault.of(
          "COMMENT_TOO_LONG", "Comment text is longer than 10,000 code points.");
    }
    String text = JsonEndpoint.text(value, "comment.text");
    String detected = TextLanguage.of(text);
    String given = given(request.path("languages"));
    String token = request.path("clientToken").asText("");
    if (token.length() > MAX_TOKEN) {
      throw InvalidInputException.of("clientToken", "is longer than " + MAX_TOKEN);
    }
    boolean isGiven = !given.isEmpty();
    if (!isGiven && detected.equals(TextLanguage.UNKNOWN)) {
      throw PerspectiveFault.notTold(Attribute.TOXICITY.name(), detected, "; known are " + KNOWN);
    }
    return new PerspectiveComment(text, isGiven ? given : detected, isGiven, detected, token);
  }

  /** The first language of the list that is known here; empty without a list. */
  private static String given(JsonNode languages) {
    if (languages.isMissingNode() || languages.isNull() || languages.isEmpty()) {
      return "";
    }
    for (JsonNode tag : languages) {
      String primary = tag.asText().split("-", 2)[0].toLowerCase(Locale.ROOT);
      if (KNOWN.contains(primary)) {
        return primary;
      }
    }
    String first = languages.path(0).asText();
    throw PerspectiveFault.notTold(
        Attribute.TOXICITY.name(),
        first.matches("[A-Za-z0-9-]{1,35}") ? first : "unknown",
        "; known are " + KNOWN);
  }

  /** Writes what the answers of both calls have in common. */
  void writeTo(ObjectNode answer) {
    answer.putArray("detectedLanguages").add(detected);
    if (!clientToken.isEmpty()) {
      answer.put("clientToken", clientToken);
    }
  }
}

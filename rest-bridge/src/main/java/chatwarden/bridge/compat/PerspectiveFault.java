package chatwarden.bridge.compat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import org.jspecify.annotations.Nullable;

/** The fault of a request, in the words and the form of Perspective. */
final class PerspectiveFault extends RuntimeException {

  private static final long serialVersionUID = 1L;
  private static final String TYPE = "type.googleapis.com/google.commentanalyzer.v1alpha1.Error";

  private final String errorType;
  private final transient @Nullable ObjectNode more;

  private PerspectiveFault(String errorType, String message, @Nullable ObjectNode more) {
    super(message, null, false, false);
    this.errorType = errorType;
    this.more = more;
  }

  /** A fault of one of Perspective's types, such as {@code COMMENT_EMPTY}. */
  static PerspectiveFault of(String errorType, String message) {
    return new PerspectiveFault(errorType, message, null);
  }

  /** That {@code attribute} cannot be told of a text in {@code language}. */
  static PerspectiveFault notTold(String attribute, String language, String why) {
    ObjectNode details = JsonEndpoint.JSON.createObjectNode();
    ObjectNode error = details.putObject("languageNotSupportedByAttributeError");
    error.putArray("detectedLanguages").add(language);
    error.put("attribute", attribute);
    return new PerspectiveFault(
        "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE",
        "Attribute " + attribute + " does not support request languages: " + language + why,
        details);
  }

  HttpResponse response() {
    ObjectNode body = JsonEndpoint.JSON.createObjectNode();
    ObjectNode error = body.putObject("error");
    error.put("code", 400);
    error.put("message", String.valueOf(getMessage()));
    error.put("status", "INVALID_ARGUMENT");
    ObjectNode detail = error.putArray("details").addObject();
    detail.put("@type", TYPE).put("errorType", errorType);
    if (more != null) {
      detail.setAll(more);
    }
    return HttpResponse.of(HttpStatus.BAD_REQUEST, MediaType.JSON_UTF_8, body.toString());
  }
}

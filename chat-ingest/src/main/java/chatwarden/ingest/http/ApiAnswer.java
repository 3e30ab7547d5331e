package chatwarden.ingest.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;
import java.util.OptionalLong;

/**
 * An answer of an API.
 *
 * @param status the HTTP status
 * @param body the JSON of the body; a missing node where it is not JSON
 * @param headers the headers
 */
public record ApiAnswer(int status, JsonNode body, HttpHeaders headers) {

  private static final int LONGEST_PROBLEM = 200;

  /** Returns whether the call succeeded. */
  public boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  /** Returns the number in a header; empty where there is none. */
  public OptionalLong number(String header) {
    return headers
        .firstValue(header)
        .filter(value -> value.matches("\\d{1,15}"))
        .map(value -> OptionalLong.of(Long.parseLong(value)))
        .orElse(OptionalLong.empty());
  }

  /** Returns a text of the body by its path, shortened and without control characters. */
  public String text(String... path) {
    JsonNode node = body;
    for (String name : path) {
      node = node.path(name);
    }
    String text = node.asText("").replaceAll("\\p{Cntrl}", " ");
    return text.length() <= LONGEST_PROBLEM ? text : text.substring(0, LONGEST_PROBLEM);
  }

  /** Leaves the body out, as it may hold tokens. */
  @Override
  public String toString() {
    return "answer with status " + status;
  }
}

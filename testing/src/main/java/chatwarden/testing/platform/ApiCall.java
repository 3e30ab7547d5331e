package chatwarden.testing.platform;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * A call that came in.
 *
 * @param name method and path, {@code POST /moderation/bans}
 * @param query the parameters of the query
 * @param authorization the header
 * @param body as text
 */
public record ApiCall(String name, Map<String, String> query, String authorization, String body) {

  /** Returns the fields of a body that is a form. */
  public Map<String, String> form() {
    return fields(body);
  }

  static Map<String, String> fields(String text) {
    Map<String, String> fields = new TreeMap<>();
    for (String field : text.split("&")) {
      String[] parts = field.split("=", 2);
      if (parts.length == 2) {
        fields.put(
            URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
            URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
      }
    }
    return fields;
  }
}

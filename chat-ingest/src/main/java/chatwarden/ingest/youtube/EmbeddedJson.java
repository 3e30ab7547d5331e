package chatwarden.ingest.youtube;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The JSON objects that the scripts of a YouTube page carry. */
final class EmbeddedJson {
  private static final Pattern CONFIG = Pattern.compile("ytcfg\\.set\\(\\s*(?=\\{)");
  private static final Pattern DATA =
      Pattern.compile("(?:\\[\\s*[\"']ytInitialData[\"']\\s*\\]|\\bytInitialData)\\s*=\\s*(?=\\{)");
  private static final Pattern PLAYER =
      Pattern.compile(
          "(?:\\[\\s*[\"']ytInitialPlayerResponse[\"']\\s*\\]|\\bytInitialPlayerResponse)"
              + "\\s*=\\s*(?=\\{)");
  private static final JsonMapper MAPPER = new JsonMapper();

  private final char[] html;
  private final String text;

  EmbeddedJson(String html) {
    this.text = html;
    this.html = html.toCharArray();
  }

  /** All that is set of {@code ytcfg}, the later value of a name over the earlier. */
  ObjectNode config() {
    ObjectNode config = MAPPER.createObjectNode();
    Matcher matcher = CONFIG.matcher(text);
    while (matcher.find()) {
      if (at(matcher.end()) instanceof ObjectNode set) {
        config.setAll(set);
      }
    }
    return config;
  }

  /** {@code ytInitialData}; a missing node when the page has none. */
  JsonNode data() {
    return first(DATA);
  }

  /** {@code ytInitialPlayerResponse}; a missing node when the page has none. */
  JsonNode player() {
    return first(PLAYER);
  }

  private JsonNode first(Pattern pattern) {
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      JsonNode found = at(matcher.end());
      if (found.isObject()) {
        return found;
      }
    }
    return MissingNode.getInstance();
  }

  private JsonNode at(int start) {
    try (JsonParser parser = MAPPER.createParser(html, start, html.length - start)) {
      JsonNode found = MAPPER.readTree(parser);
      return found == null ? MissingNode.getInstance() : found;
    } catch (IOException e) {
      // A script, not data: the page has other places to look at.
      return MissingNode.getInstance();
    }
  }
}

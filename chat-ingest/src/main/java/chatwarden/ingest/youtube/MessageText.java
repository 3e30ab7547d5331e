package chatwarden.ingest.youtube;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * Reads a text as YouTube writes it: in one piece, or in runs of words, links and emoji.
 *
 * <p>YouTube shortens the words of a link, and leads it through {@code youtube.com/redirect}. The
 * text takes the address that the link leads to, whole.
 */
final class MessageText {

  private static final String TARGET = "q=";

  private MessageText() {}

  static String of(JsonNode text) {
    StringBuilder words = new StringBuilder(text.path("simpleText").asText());
    for (JsonNode run : text.path("runs")) {
      words.append(run.has("emoji") ? emoji(run.get("emoji")) : words(run));
    }
    return words.toString();
  }

  private static String words(JsonNode run) {
    String url = run.path("navigationEndpoint").path("urlEndpoint").path("url").asText();
    return url.isEmpty() ? run.path("text").asText() : target(url);
  }

  /** Returns the address that a redirect leads to, or the address itself where it leads nowhere. */
  private static String target(String url) {
    try {
      URI address = new URI(url);
      if (!"/redirect".equals(address.getPath()) || address.getRawQuery() == null) {
        return url;
      }
      for (String parameter : address.getRawQuery().split("&")) {
        if (parameter.startsWith(TARGET) && parameter.length() > TARGET.length()) {
          return URLDecoder.decode(parameter.substring(TARGET.length()), StandardCharsets.UTF_8);
        }
      }
    } catch (URISyntaxException | IllegalArgumentException e) {
      return url; // An address that cannot be taken apart is kept as it is.
    }
    return url;
  }

  /** Returns the character of an emoji, or the name of a channel's own, which is an image. */
  private static String emoji(JsonNode emoji) {
    String id = emoji.path("emojiId").asText();
    boolean custom = emoji.path("isCustomEmoji").asBoolean() || id.isEmpty() || id.contains("/");
    if (!custom) {
      return id;
    }
    String shortcut = emoji.path("shortcuts").path(0).asText();
    return shortcut.isEmpty() ? label(emoji) : shortcut;
  }

  private static String label(JsonNode emoji) {
    JsonNode accessibility = emoji.path("image").path("accessibility");
    return accessibility.path("accessibilityData").path("label").asText();
  }
}

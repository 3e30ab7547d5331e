package chatwarden.ingest.youtube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An answer to a poll of a chat.
 *
 * @param next what to ask next; empty when the chat is over
 * @param pause how long YouTube asks to wait before that; zero when it does not say
 * @param allChat what to ask instead to see every message, not only those that YouTube ranks high;
 *     empty when the answer does not offer it
 * @param actions what happened, as YouTube writes it; perhaps none
 * @param disabled whether YouTube says that the chat is switched off
 */
record ChatAnswer(
    Optional<String> next,
    Duration pause,
    Optional<String> allChat,
    JsonNode actions,
    boolean disabled) {
  private static final List<String> CONTINUATIONS =
      List.of(
          "invalidationContinuationData",
          "timedContinuationData",
          "reloadContinuationData",
          "liveChatReplayContinuationData");

  /** Reads the body of an answer. */
  static ChatAnswer read(JsonNode body) {
    // Older answers wrap everything once more.
    JsonNode root = body.has("response") ? body.get("response") : body;
    JsonNode chat = root.path("continuationContents").path("liveChatContinuation");
    if (chat.isMissingNode()) {
      return over(root);
    }
    Optional<JsonNode> next = continuation(chat.path("continuations"));
    return new ChatAnswer(
        next.map(found -> found.path("continuation").asText()),
        Duration.ofMillis(next.map(found -> found.path("timeoutMs").asLong()).orElse(0L)),
        allChat(chat),
        chat.path("actions"),
        false);
  }

  /** The first continuation that leads on. {@code playerSeekContinuationData} leads nowhere. */
  static Optional<JsonNode> continuation(JsonNode continuations) {
    for (JsonNode continuation : continuations) {
      for (String kind : CONTINUATIONS) {
        JsonNode found = continuation.path(kind);
        if (!found.path("continuation").asText().isEmpty()) {
          return Optional.of(found);
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Returns the continuation for all messages, where the chat's header offers it after the ranked
   * ones.
   */
  static Optional<String> allChat(JsonNode chat) {
    String token =
        chat.path("header")
            .path("liveChatHeaderRenderer")
            .path("viewSelector")
            .path("sortFilterSubMenuRenderer")
            .path("subMenuItems")
            .path(1)
            .path("continuation")
            .path("reloadContinuationData")
            .path("continuation")
            .asText();
    return token.isEmpty() ? Optional.empty() : Optional.of(token);
  }

  private static ChatAnswer over(JsonNode root) {
    String message = MessageText.of(root.path("contents").findPath("text"));
    boolean disabled = message.toLowerCase(Locale.ROOT).contains("disabled");
    return new ChatAnswer(
        Optional.empty(), Duration.ZERO, Optional.empty(), MissingNode.getInstance(), disabled);
  }
}

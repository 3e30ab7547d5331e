package chatwarden.ingest.youtube;

import chatwarden.ingest.source.SourceException;
import chatwarden.ingest.source.SourceException.Reason;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads a video's page: how to poll its chat, or why there is nothing to poll. The chat is looked
 * for first, since a stream that has not begun is called offline and has a chat all the same.
 */
final class YouTubePages {
  private YouTubePages() {}

  /**
   * What the page says about the chat; empty when it says neither how to poll nor why not.
   *
   * @throws SourceException when it says why there is nothing to poll
   */
  static Optional<LiveChatPage> read(String html) throws SourceException {
    EmbeddedJson page = new EmbeddedJson(html);
    JsonNode contents = page.data().path("contents");
    JsonNode bar = contents.path("twoColumnWatchNextResults").path("conversationBar");
    JsonNode chat = bar.path("liveChatRenderer");
    if (chat.isMissingNode()) {
      chat = contents.path("liveChatRenderer");
    }
    Optional<String> ranked =
        ChatAnswer.continuation(chat.path("continuations"))
            .map(found -> found.path("continuation").asText());
    Optional<String> all = ChatAnswer.allChat(chat);
    if (all.or(() -> ranked).isPresent()) {
      return Optional.of(page(page.config(), chat, all, ranked));
    }
    refuse(page, contents, bar, html);
    return Optional.empty();
  }

  private static LiveChatPage page(
      ObjectNode config, JsonNode chat, Optional<String> all, Optional<String> ranked)
      throws SourceException {
    JsonNode context = config.path("INNERTUBE_CONTEXT");
    JsonNode client = context.path("client");
    String version = config.path("INNERTUBE_CLIENT_VERSION").asText();
    if (version.isEmpty()) {
      version = client.path("clientVersion").asText();
    }
    if (!context.isObject() || version.isEmpty()) {
      throw new SourceException(
          Reason.NOT_UNDERSTOOD, "YouTube's page no longer says how its chat is read");
    }
    return new LiveChatPage(
        given(config.path("INNERTUBE_API_KEY")),
        context,
        version,
        given(client.path("visitorData")).or(() -> given(config.path("VISITOR_DATA"))),
        all.or(() -> ranked).orElseThrow(),
        all.isPresent(),
        chat.path("isReplay").asBoolean());
  }

  private static Optional<String> given(JsonNode text) {
    return Optional.of(text.asText()).filter(value -> !value.isEmpty());
  }

  /** Throws when the page says why it has no chat. */
  private static void refuse(EmbeddedJson page, JsonNode contents, JsonNode bar, String html)
      throws SourceException {
    JsonNode player = page.player();
    JsonNode playability = player.path("playabilityStatus");
    refuseUnplayable(playability);
    refuseByMessage(message(bar) + message(contents.path("messageRenderer")));
    JsonNode details = player.path("videoDetails");
    if (details.isObject() && !details.path("isLive").asBoolean() && !isUpcoming(details)) {
      throw details.path("isLiveContent").asBoolean()
          ? over()
          : new SourceException(
              Reason.NO_CHAT,
              "the video has no chat: it is neither a live stream nor one's archive");
    }
    if (player.isMissingNode() && html.contains("consent.youtube.com")) {
      throw consent();
    }
  }

  private static boolean isUpcoming(JsonNode details) {
    return details.path("isUpcoming").asBoolean();
  }

  private static void refuseUnplayable(JsonNode playability) throws SourceException {
    String why = words(playability);
    switch (playability.path("status").asText()) {
      case "LOGIN_REQUIRED", "AGE_VERIFICATION_REQUIRED", "AGE_CHECK_REQUIRED" ->
          throw why.contains("private")
              ? new SourceException(Reason.PRIVATE, "the video is private")
              : new SourceException(
                  Reason.NOT_PERMITTED,
                  "YouTube shows the video only to people who have signed in");
      case "UNPLAYABLE" -> {
        if (List.of("member", "join", "private").stream().anyMatch(why::contains)) {
          throw new SourceException(Reason.PRIVATE, "the video is for members only");
        }
      }
      case "ERROR" ->
          throw why.contains("private")
              ? new SourceException(Reason.PRIVATE, "the video is private")
              : new SourceException(Reason.DELETED, "the video does not exist or was deleted");
      default -> {}
    }
  }

  private static String words(JsonNode playability) {
    StringBuilder words = new StringBuilder(playability.path("reason").asText());
    playability.path("messages").forEach(message -> words.append(' ').append(message.asText()));
    words.append(' ').append(MessageText.of(playability.path("errorScreen").findPath("subreason")));
    return words.toString().toLowerCase(Locale.ROOT);
  }

  private static void refuseByMessage(String message) throws SourceException {
    String words = message.toLowerCase(Locale.ROOT);
    if (words.contains("disabled") || words.contains("turned off")) {
      throw disabled();
    }
    if (words.contains("replay is not available") || words.contains("no longer available")) {
      throw over();
    }
  }

  /** The first text below a node, which may have none. */
  private static String message(JsonNode node) {
    return MessageText.of(node.findPath("text"));
  }

  static SourceException disabled() {
    return new SourceException(Reason.CHAT_DISABLED, "the chat of the video is switched off");
  }

  static SourceException over() {
    return new SourceException(Reason.OVER, "the stream is over and keeps no chat");
  }

  static SourceException consent() {
    return new SourceException(
        Reason.CONSENT_NEEDED,
        "YouTube asks for a person's consent before it shows the video to this address");
  }
}

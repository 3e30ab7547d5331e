package chatwarden.ingest.youtube;

import java.util.List;

/** What YouTube writes, in the shapes that matter. */
final class YouTubeText {
  private static final String CONFIG =
      """
      <script>ytcfg.set({"EXPERIMENT_FLAGS":{},"INNERTUBE_API_KEY":"the-key",\
      "INNERTUBE_CLIENT_VERSION":"2.20260101","INNERTUBE_CONTEXT":{"client":{"clientName":"WEB",\
      "clientVersion":"2.20260101","visitorData":"the-visitor"}}});ytcfg.set("OTHER", 1);</script>
      """;

  private YouTubeText() {}

  /** A video's page with a chat of ranked messages and one of all. */
  static String page(String ranked, String all, boolean replay) {
    return CONFIG
        + "<script>var ytInitialData = {\"contents\":{\"twoColumnWatchNextResults\":{"
        + "\"conversationBar\":{\"liveChatRenderer\":"
        + chat(ranked, all, replay)
        + "}}}};</script>";
  }

  /** The page of the chat alone, without a choice. */
  static String chatPage(String ranked) {
    return CONFIG
        + "<script>window[\"ytInitialData\"] = {\"contents\":{\"liveChatRenderer\":{"
        + "\"continuations\":[{\"timedContinuationData\":{\"timeoutMs\":5,\"continuation\":\""
        + ranked
        + "\"}}]}}};</script>";
  }

  private static String chat(String ranked, String all, boolean replay) {
    return "{\"continuations\":[{\"reloadContinuationData\":{\"continuation\":\""
        + ranked
        + "\"}}],\"isReplay\":"
        + replay
        + ","
        + header(ranked, all)
        + "}";
  }

  /** The header that offers to choose. */
  static String header(String ranked, String all) {
    return "\"header\":{\"liveChatHeaderRenderer\":{\"viewSelector\":{"
        + "\"sortFilterSubMenuRenderer\":{\"subMenuItems\":["
        + "{\"continuation\":{\"reloadContinuationData\":{\"continuation\":\""
        + ranked
        + "\"}}},{\"continuation\":{\"reloadContinuationData\":{\"continuation\":\""
        + all
        + "\"}}}]}}}}";
  }

  /** A page without a chat. */
  static String silentPage(String playability, String details, String bar) {
    return CONFIG
        + "<script>var ytInitialPlayerResponse = {\"playabilityStatus\":"
        + playability
        + ",\"videoDetails\":"
        + details
        + "};var meta = 1;</script><script>var ytInitialData = {\"contents\":{"
        + "\"twoColumnWatchNextResults\":{\"conversationBar\":"
        + bar
        + "}}};</script>";
  }

  /** An answer that leads on. */
  static String answer(String next, String... actions) {
    return answerOf("timedContinuationData", next, "", actions);
  }

  /** An answer of an archive that leads on. */
  static String replayAnswer(String next, String... actions) {
    return answerOf("liveChatReplayContinuationData", next, "", actions);
  }

  /** An answer whose continuation is of the kind. */
  static String answerOf(String kind, String next, String more, String... actions) {
    return "{\"continuationContents\":{\"liveChatContinuation\":{"
        + more
        + "\"continuations\":[{\""
        + kind
        + "\":{\"timeoutMs\":5,\"continuation\":\""
        + next
        + "\"}}],\"actions\":["
        + String.join(",", actions)
        + "]}}}";
  }

  /** The answer of a chat that is over. */
  static String over() {
    return "{\"responseContext\":{}}";
  }

  /** The answer of a chat that is over, saying something. */
  static String over(String message) {
    return "{\"contents\":{\"messageRenderer\":{\"text\":{\"runs\":[{\"text\":\""
        + message
        + "\"}]}}}}";
  }

  /** A new comment. */
  static String said(String id, String text) {
    return said(id, text, 1_767_225_600_000_000L);
  }

  static String said(String id, String text, long usec) {
    return "{\"addChatItemAction\":{\"item\":" + item(id, text, usec) + "}}";
  }

  static String item(String id, String text, long usec) {
    return "{\"liveChatTextMessageRenderer\":{\"id\":\""
        + id
        + "\",\"timestampUsec\":\""
        + usec
        + "\",\"authorName\":{\"simpleText\":\"An\"},\"authorExternalChannelId\":\"UC1\","
        + "\"message\":{\"runs\":[{\"text\":\""
        + text
        + "\"}]}}}";
  }

  /** A comment in place of another item. */
  static String replaced(String target, String id, String text) {
    return "{\"replaceChatItemAction\":{\"targetItemId\":\""
        + target
        + "\",\"replacementItem\":"
        + item(id, text, 1_767_225_600_000_000L)
        + "}}";
  }

  /** One of the two forms of each report. */
  static List<String> deletions(String id) {
    return List.of(
        "{\"markChatItemAsDeletedAction\":{\"targetItemId\":\"" + id + "\"}}",
        "{\"removeChatItemAction\":{\"targetItemId\":\"" + id + "\"}}");
  }

  static List<String> bans(String author) {
    return List.of(
        "{\"markChatItemsByAuthorAsDeletedAction\":{\"externalChannelId\":\"" + author + "\"}}",
        "{\"removeChatItemByAuthorAction\":{\"externalChannelId\":\"" + author + "\"}}");
  }

  /** What happened so long after the stream began. */
  static String at(long offsetMillis, String action) {
    return "{\"replayChatItemAction\":{\"actions\":["
        + action
        + "],\"videoOffsetTimeMsec\":\""
        + offsetMillis
        + "\"}}";
  }
}

package chatwarden.ingest.youtube;

import chatwarden.ingest.source.RetryPolicy;
import chatwarden.ingest.source.SourceException;
import chatwarden.ingest.source.SourceException.Reason;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Asks YouTube about one chat, as often as it takes to get an answer: temporary faults are retried
 * with back-off, others become a {@link SourceException}.
 */
final class InnerTube {
  private static final JsonMapper MAPPER = new JsonMapper();

  private final YouTubeHttp http;
  private final String video;
  private final RetryPolicy patience;

  InnerTube(YouTubeHttp http, String video, RetryPolicy patience) {
    this.http = http;
    this.video = video;
    this.patience = patience;
  }

  /** How to poll the chat of the video. */
  LiveChatPage open() throws SourceException, InterruptedException {
    Optional<LiveChatPage> page = YouTubePages.read(page("/watch?v=" + video + "&hl=en"));
    if (page.isEmpty()) {
      page = YouTubePages.read(page("/live_chat?v=" + video + "&hl=en"));
    }
    return page.orElseThrow(() -> new SourceException(Reason.NO_CHAT, "the video shows no chat"));
  }

  /** What happened since; empty when YouTube no longer understands the continuation. */
  Optional<ChatAnswer> poll(LiveChatPage page, String continuation)
      throws SourceException, InterruptedException {
    return ask("get_live_chat", page, body(page, continuation));
  }

  /** What happened in the archive around {@code offsetMillis}; empty as for {@link #poll}. */
  Optional<ChatAnswer> pollReplay(LiveChatPage page, String continuation, long offsetMillis)
      throws SourceException, InterruptedException {
    ObjectNode body = body(page, continuation);
    body.putObject("currentPlayerState").put("playerOffsetMs", Long.toString(offsetMillis));
    return ask("get_live_chat_replay", page, body);
  }

  private static ObjectNode body(LiveChatPage page, String continuation) {
    ObjectNode body = MAPPER.createObjectNode();
    body.set("context", page.context());
    return body.put("continuation", continuation);
  }

  private Optional<ChatAnswer> ask(String method, LiveChatPage page, ObjectNode body)
      throws SourceException, InterruptedException {
    String key =
        page.apiKey()
            .map(value -> "key=" + URLEncoder.encode(value, StandardCharsets.UTF_8) + "&")
            .orElse("");
    String path = "/youtubei/v1/live_chat/" + method + "?" + key + "prettyPrint=false";
    while (true) {
      Optional<YouTubeHttp.Answer> answer = tryOnce(() -> http.poll(path, page, body.toString()));
      if (answer.isPresent() && answer.get().status() == 400) {
        // Not a success: the next page may lead to another refusal, and so on.
        patience.awaitAfter(notUnderstood());
        return Optional.empty();
      }
      Optional<ChatAnswer> read = answer.flatMap(InnerTube::read);
      if (read.isPresent()) {
        patience.succeeded();
        return read;
      }
      if (answer.isPresent()) {
        patience.awaitAfter(notUnderstood());
      }
    }
  }

  private static Optional<ChatAnswer> read(YouTubeHttp.Answer answer) {
    try {
      return Optional.of(ChatAnswer.read(MAPPER.readTree(answer.body())));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private String page(String path) throws SourceException, InterruptedException {
    while (true) {
      Optional<YouTubeHttp.Answer> answer = tryOnce(() -> http.page(path));
      if (answer.isPresent()) {
        if (answer.get().status() != 200) {
          throw notUnderstood();
        }
        return answer.get().body();
      }
    }
  }

  private interface Request {
    YouTubeHttp.Answer send() throws IOException, InterruptedException;
  }

  /** An answer with status 200 or 400; empty when the request failed and may be sent again. */
  private Optional<YouTubeHttp.Answer> tryOnce(Request request)
      throws SourceException, InterruptedException {
    YouTubeHttp.Answer answer;
    try {
      answer = request.send();
    } catch (IOException e) {
      patience.awaitAfter(
          new SourceException(Reason.UNREACHABLE, "YouTube cannot be reached from this host", e));
      return Optional.empty();
    }
    if (answer.status() == 429 || answer.location().contains("/sorry/")) {
      patience.awaitAfterLimit(
          answer.retryAfter(),
          new SourceException(
              Reason.RATE_LIMITED,
              "YouTube refuses further calls from this host for now; try again later"));
      return Optional.empty();
    }
    if (answer.status() >= 500 || answer.status() == 408) {
      patience.awaitAfter(
          new SourceException(
              Reason.UNREACHABLE, "YouTube answers with errors (" + answer.status() + ")"));
      return Optional.empty();
    }
    return Optional.of(permitted(answer));
  }

  private static YouTubeHttp.Answer permitted(YouTubeHttp.Answer answer) throws SourceException {
    return switch (answer.status()) {
      case 200, 400 -> answer;
      case 401, 403 ->
          throw new SourceException(Reason.PRIVATE, "the video is private, or no longer public");
      case 404, 410 ->
          throw new SourceException(Reason.DELETED, "the video does not exist or was deleted");
      default -> {
        if (answer.location().contains("consent.")) {
          throw YouTubePages.consent();
        }
        throw notUnderstood();
      }
    };
  }

  static SourceException notUnderstood() {
    return new SourceException(
        Reason.NOT_UNDERSTOOD, "YouTube answers with what Chatwarden does not understand");
  }
}

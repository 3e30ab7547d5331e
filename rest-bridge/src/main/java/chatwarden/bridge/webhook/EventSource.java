package chatwarden.bridge.webhook;

import chatwarden.livechat.v1.WatchCommentsResponse;
import chatwarden.store.watch.EventLog;
import chatwarden.store.watch.ResumeToken;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** The events of chats, as watchers get them. */
record EventSource(EventLog events) implements WebhookSource {

  @Override
  public String name() {
    return "events";
  }

  @Override
  public Set<String> types() {
    return Set.of("flagged", "action", "deleted");
  }

  @Override
  public String latest(String chat) {
    return events.latest(chat).map(ResumeToken::toString).orElse("");
  }

  @Override
  public List<WebhookMessage> after(String chat, String id, int limit) {
    ResumeToken token = id.isEmpty() ? ResumeToken.BEGINNING : ResumeToken.parse(id);
    return events.after(chat, token, limit).stream().map(EventSource::message).toList();
  }

  private static WebhookMessage message(WatchCommentsResponse event) {
    ResumeToken token = ResumeToken.parse(event.getResumeToken());
    String id = token.toString();
    Instant time = Instant.ofEpochMilli(token.millis());
    return switch (event.getEventCase()) {
      case CLASSIFIED ->
          event.getClassified().getFlagged()
              ? WebhookMessage.of(id, "flagged", time, event.getClassified())
              : WebhookMessage.ofNoType(id);
      case ACTION -> WebhookMessage.of(id, "action", time, event.getAction());
      case DELETED -> WebhookMessage.of(id, "deleted", time, event.getDeleted());
      // Decisions come from the audit log, with their notes.
      case TAGGED, REWRITTEN, BANNED, HELD, DECIDED, ENDED, STARTED, EVENT_NOT_SET ->
          WebhookMessage.ofNoType(id);
    };
  }
}

package chatwarden.bridge.webhook;

import chatwarden.review.v1.AuditEntry;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.store.review.ReviewStore;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** The decisions of moderators, from the audit logs of chats. */
record DecisionSource(ReviewStore reviews) implements WebhookSource {

  @Override
  public String name() {
    return "decisions";
  }

  @Override
  public Set<String> types() {
    return Set.of("decided");
  }

  @Override
  public String latest(String chat) {
    return known(() -> reviews.audit(chat, 1, "").entries()).stream()
        .map(AuditEntry::getId)
        .findFirst()
        .orElse("");
  }

  @Override
  public List<WebhookMessage> after(String chat, String id, int limit) {
    return known(() -> reviews.auditAfter(chat, id, limit)).stream()
        .map(DecisionSource::message)
        .toList();
  }

  /** A chat that is not known yet has no entries. */
  private static List<AuditEntry> known(Supplier<List<AuditEntry>> read) {
    try {
      return read.get();
    } catch (ChatwardenException e) {
      FaultCode.NOT_FOUND.orThrow(e);
      return List.of();
    }
  }

  private static WebhookMessage message(AuditEntry entry) {
    Instant time =
        Instant.ofEpochSecond(entry.getCreateTime().getSeconds(), entry.getCreateTime().getNanos());
    return switch (entry.getAction()) {
      case DECIDE, UNDO -> WebhookMessage.of(entry.getId(), "decided", time, entry);
      default -> WebhookMessage.ofNoType(entry.getId());
    };
  }
}

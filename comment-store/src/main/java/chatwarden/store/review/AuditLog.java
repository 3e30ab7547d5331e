package chatwarden.store.review;

import chatwarden.domain.chat.ChatIds;
import chatwarden.review.v1.AuditAction;
import chatwarden.review.v1.AuditEntry;
import chatwarden.review.v1.Decision;
import chatwarden.store.redis.ChatKeys;
import chatwarden.store.redis.PageToken;
import chatwarden.store.redis.SharedConnection;
import chatwarden.store.redis.StoredTime;
import chatwarden.type.v1.Label;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the audit logs, one stream a chat. Safe for use by many threads. */
final class AuditLog {

  /** Nothing is before 0-0, and Redis takes that for an error. */
  private static final Pattern TOKEN =
      Pattern.compile("((?!0+-0+-)\\d{1,18}-\\d{1,18})-([0-9a-f]{8})");

  private final SharedConnection redis;

  AuditLog(SharedConnection redis) {
    this.redis = redis;
  }

  /** The newest first; the token is the id of the last entry of the page before, marked. */
  AuditPage page(String chat, int pageSize, String pageToken) {
    Range<String> before =
        pageToken.isEmpty()
            ? Range.create("-", "+")
            : Range.from(
                Range.Boundary.including("-"), Range.Boundary.excluding(id(chat, pageToken)));
    String key = new ChatKeys(chat).audit();
    List<AuditEntry> found =
        redis.ask(commands -> commands.xrevrange(key, before, Limit.from(pageSize + 1L))).stream()
            .map(entry -> read(chat, entry))
            .toList();
    boolean more = found.size() > pageSize;
    List<AuditEntry> page = more ? found.subList(0, pageSize) : found;
    return new AuditPage(page, more ? page.getLast().getId() + "-" + ChatIds.mark(chat) : "");
  }

  private static String id(String chat, String pageToken) {
    Matcher token = TOKEN.matcher(pageToken);
    if (!token.matches() || !token.group(2).equals(ChatIds.mark(chat))) {
      throw PageToken.refusal();
    }
    return token.group(1);
  }

  List<AuditEntry> after(String chat, String id, int limit) {
    Range<String> later =
        id.isEmpty()
            ? Range.create("-", "+")
            : Range.from(Range.Boundary.excluding(id), Range.Boundary.including("+"));
    String key = new ChatKeys(chat).audit();
    return redis.ask(commands -> commands.xrange(key, later, Limit.from(limit))).stream()
        .map(entry -> read(chat, entry))
        .toList();
  }

  private static AuditEntry read(String chat, StreamMessage<String, byte[]> message) {
    Map<String, byte[]> fields = message.getBody();
    AuditEntry.Builder entry =
        AuditEntry.newBuilder()
            .setId(message.getId())
            .setCreateTime(StoredTime.ofMillis(Long.parseLong(word(fields, "millis"))))
            .setChat(chat)
            .setComment(word(fields, "comment"))
            .setAuthorId(word(fields, "authorId"))
            .setAction(AuditAction.valueOf(word(fields, "action")))
            .setDecision(decision(word(fields, "decision")))
            .setReviewer(word(fields, "reviewer"))
            .setCaller(word(fields, "caller"))
            .setNote(word(fields, "note"))
            .setLabel(label(word(fields, "label")))
            .setModel(word(fields, "model"));
    String probability = word(fields, "offensiveProbability");
    if (!probability.isEmpty()) {
      entry.setOffensiveProbability(Float.parseFloat(probability));
    }
    String threshold = word(fields, "flagThreshold");
    if (!threshold.isEmpty()) {
      entry.setFlagThreshold(Float.parseFloat(threshold));
    }
    String changed = word(fields, "changed");
    if (!changed.isEmpty()) {
      entry.addAllChangedFields(Arrays.asList(changed.split(",", -1)));
    }
    String timeOut = word(fields, "timeOut");
    if (!timeOut.isEmpty()) {
      entry.setAuthorTimeout(StoredTime.durationOfMillis(Long.parseLong(timeOut)));
    }
    return entry.build();
  }

  /** Settings are changed without one. */
  private static Decision decision(String name) {
    return name.isEmpty() ? Decision.DECISION_UNSPECIFIED : Decision.valueOf(name);
  }

  private static Label label(String name) {
    return Arrays.stream(Label.values())
        .filter(label -> label.name().equals(name))
        .findFirst()
        .orElse(Label.LABEL_UNSPECIFIED);
  }

  private static String word(Map<String, byte[]> fields, String name) {
    byte[] value = fields.get(name);
    return value == null ? "" : new String(value, StandardCharsets.UTF_8);
  }
}

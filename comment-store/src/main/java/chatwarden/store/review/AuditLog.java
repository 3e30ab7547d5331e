package chatwarden.store.review;

import chatwarden.action.v1.Action;
import chatwarden.domain.chat.ChatIds;
import chatwarden.review.v1.AuditAction;
import chatwarden.review.v1.AuditEntry;
import chatwarden.review.v1.Decision;
import chatwarden.runtime.error.FaultCode;
import chatwarden.store.redis.ChatKeys;
import chatwarden.store.redis.PageToken;
import chatwarden.store.redis.SharedConnection;
import chatwarden.store.redis.StoredTime;
import chatwarden.type.v1.Label;
import com.google.protobuf.InvalidProtocolBufferException;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The audit logs, one stream a chat. Safe for use by many threads. */
final class AuditLog {

  /** Nothing is before 0-0, and Redis takes that for an error. */
  private static final Pattern TOKEN =
      Pattern.compile("((?!0+-0+-)\\d{1,18}-\\d{1,18})-([0-9a-f]{8})");

  private final SharedConnection redis;
  private final InstantSource clock;

  AuditLog(SharedConnection redis, InstantSource clock) {
    this.redis = redis;
    this.clock = clock;
  }

  /** The newest first; the token is the id of the last entry of the page before, marked. */
  AuditPage page(String chat, int pageSize, String pageToken) {
    String last = start(chat, pageToken);
    Range<String> before =
        last.isEmpty()
            ? Range.create("-", "+")
            : Range.from(Range.Boundary.including("-"), Range.Boundary.excluding(last));
    String key = new ChatKeys(chat).audit();
    List<AuditEntry> found =
        redis.ask(commands -> commands.xrevrange(key, before, Limit.from(pageSize + 1L))).stream()
            .map(entry -> read(chat, entry))
            .toList();
    boolean more = found.size() > pageSize;
    List<AuditEntry> page = more ? found.subList(0, pageSize) : found;
    return new AuditPage(page, more ? token(chat, page.getLast()) : "");
  }

  /** Returns the token of the page after an entry. */
  String token(String chat, AuditEntry entry) {
    return entry.getId() + "-" + ChatIds.mark(chat);
  }

  /** Returns the id of the entry that a token was made of; empty for the first page. */
  String start(String chat, String pageToken) {
    if (pageToken.isEmpty()) {
      return "";
    }
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

  /** Appends an action that concerns the chat as a whole. */
  void append(String chat, AuditAction action, Reviewer reviewer) {
    append(chat, action, "", reviewer);
  }

  /** Appends an action that concerns an account, by its pseudonym. */
  void append(String chat, AuditAction action, String pseudonym, Reviewer reviewer) {
    String key = new ChatKeys(chat).audit();
    Map<String, byte[]> fields = new LinkedHashMap<>();
    fields.put("action", bytes(action.name()));
    fields.put("authorId", bytes(pseudonym));
    fields.put("reviewer", bytes(reviewer.name()));
    fields.put("caller", bytes(reviewer.caller()));
    fields.put("millis", bytes(Long.toString(clock.millis())));
    redis.ask(commands -> commands.xadd(key, fields));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
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
            .setReplacedDecision(decision(word(fields, "replaced")))
            .setReviewer(word(fields, "reviewer"))
            .setCaller(word(fields, "caller"))
            .setNote(word(fields, "note"))
            .setGroup(word(fields, "group"))
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
    byte[] act = fields.get("act");
    if (act != null) {
      entry.setPlatformAction(action(act));
    }
    return entry.build();
  }

  private static Action action(byte[] proto) {
    try {
      return Action.parseFrom(proto);
    } catch (InvalidProtocolBufferException e) {
      throw FaultCode.INTERNAL.exception("AUDIT_UNREADABLE", "a logged action is broken", e);
    }
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

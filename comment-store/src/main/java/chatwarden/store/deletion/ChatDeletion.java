package chatwarden.store.deletion;

import chatwarden.domain.chat.ChatIds;
import chatwarden.livechat.v1.DeletedChat;
import chatwarden.runtime.error.ChatwardenException;
import chatwarden.runtime.error.FaultCode;
import chatwarden.store.comment.CommentQuery;
import chatwarden.store.redis.AutomationKeys;
import chatwarden.store.redis.ChatKeys;
import chatwarden.store.redis.LogKeys;
import chatwarden.store.redis.PageToken;
import chatwarden.store.redis.Script;
import chatwarden.store.redis.ScriptCall;
import chatwarden.store.redis.SharedConnection;
import chatwarden.store.redis.StoredTime;
import chatwarden.store.review.Reviewer;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.KeyValue;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XAddArgs;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Deletes chats with everything that is kept of them, and keeps a log of it that outlives them.
 * Finds the keys of a chat by its hash tag, so that none is forgotten that a later version adds; a
 * deletion that broke off is completed by the next call. Safe for use by many threads; blocks for
 * Redis.
 */
public final class ChatDeletion {

  private static final int SCAN = 1_000;
  private static final int MAX_LENGTH = 100_000;

  private static final String[] FACTS = {"state", "session", "ending", "source", "commentCount"};

  /** Nothing is before 0-0, and Redis takes that for an error. */
  private static final Pattern TOKEN = Pattern.compile("(?!0+-0+$)\\d{1,18}-\\d{1,18}");

  private final SharedConnection redis;
  private final InstantSource clock;

  /** Deletions on a connection. */
  public ChatDeletion(SharedConnection redis, InstantSource clock) {
    this.redis = redis;
    this.clock = clock;
  }

  /**
   * Deletes a chat that is over. Where a session reads it, asks the session to stop and fails: the
   * call is to be repeated when the chat is over.
   *
   * @throws ChatwardenException NOT_FOUND, CHAT_NOT_FOUND
   * @throws ChatwardenException FAILED_PRECONDITION, CHAT_LIVE
   */
  public void delete(String chat, Reviewer reviewer) {
    ChatKeys keys = new ChatKeys(ChatIds.check("chat", chat));
    List<String> facts =
        redis.ask(commands -> commands.hmget(keys.meta(), FACTS)).stream()
            .map(ChatDeletion::word)
            .toList();
    if (facts.get(0).isEmpty()) {
      unlist(ChatKeys.CHATS, chat);
      throw FaultCode.NOT_FOUND.exception("CHAT_NOT_FOUND", "no chat has this id");
    }
    requireOver(keys, facts.get(1), facts.get(2));
    byte[] member = bytes(chat);
    redis.ask(commands -> commands.srem(ChatKeys.ACTING, member));
    redis.ask(commands -> commands.srem(AutomationKeys.CHATS, member));
    removeKeys(keys);
    log(chat, facts.get(3), facts.get(4), reviewer);
    // The facts last: until here, a deletion that broke off is found and begun anew.
    if (redis.runForNumber(new ScriptCall(Script.DELETE_CHAT).key(keys.meta())) == 0) {
      throw live("another session began to read the chat");
    }
    unlist(ChatKeys.CHATS, chat);
  }

  private void requireOver(ChatKeys keys, String session, String ending) {
    if (!session.isEmpty()) {
      redis.runForNumber(new ScriptCall(Script.STOP_SESSION).key(keys.session(session)));
      throw live("a session reads the chat and was asked to stop");
    }
    if (!ending.isEmpty()) {
      throw live("the last comments of the chat are being recorded");
    }
  }

  private static ChatwardenException live(String why) {
    return FaultCode.FAILED_PRECONDITION.exception(
        "CHAT_LIVE", why + "; repeat the call when the chat is over");
  }

  private void removeKeys(ChatKeys keys) {
    // Ids of chats have none of the signs that patterns of Redis give a meaning.
    ScanArgs some = ScanArgs.Builder.matches(keys.comment("").replace("comment:", "*")).limit(SCAN);
    KeyScanCursor<String> cursor = redis.ask(commands -> commands.scan(some));
    remove(keys, cursor.getKeys());
    while (!cursor.isFinished()) {
      ScanCursor from = cursor;
      cursor = redis.ask(commands -> commands.scan(from, some));
      remove(keys, cursor.getKeys());
    }
  }

  private void remove(ChatKeys keys, List<String> found) {
    String session = keys.session("");
    String[] others = found.stream().filter(key -> !key.equals(keys.meta())).toArray(String[]::new);
    for (String key : others) {
      if (key.startsWith(session)) {
        unlist(ChatKeys.SESSIONS, key.substring(session.length()));
        unlist(ChatKeys.LIVE_SESSIONS, key.substring(session.length()));
      }
    }
    if (others.length > 0) {
      redis.ask(commands -> commands.unlink(others));
    }
  }

  private void unlist(String index, String id) {
    byte[] member = bytes(id);
    redis.ask(commands -> commands.zrem(index, member));
  }

  private void log(String chat, String source, String comments, Reviewer reviewer) {
    Map<String, byte[]> fields = new LinkedHashMap<>();
    fields.put("chat", bytes(chat));
    fields.put("source", bytes(source));
    fields.put("comments", bytes(comments));
    fields.put("reviewer", bytes(reviewer.name()));
    fields.put("caller", bytes(reviewer.caller()));
    fields.put("millis", bytes(Long.toString(clock.millis())));
    XAddArgs bounded = XAddArgs.Builder.maxlen(MAX_LENGTH).approximateTrimming();
    redis.ask(commands -> commands.xadd(LogKeys.CHAT_DELETIONS, bounded, fields));
  }

  /**
   * Returns a page of the log, the newest first.
   *
   * @param pageSize in [0, 1,000]; 0 is 50
   * @param pageToken of the page before; empty for the first page
   */
  public DeletedChatPage list(int pageSize, String pageToken) {
    int size = CommentQuery.checkPageSize(pageSize);
    if (!pageToken.isEmpty() && !TOKEN.matcher(pageToken).matches()) {
      throw PageToken.refusal();
    }
    Range<String> before =
        pageToken.isEmpty()
            ? Range.create("-", "+")
            : Range.from(Range.Boundary.including("-"), Range.Boundary.excluding(pageToken));
    List<StreamMessage<String, byte[]>> found =
        redis.ask(
            commands -> commands.xrevrange(LogKeys.CHAT_DELETIONS, before, Limit.from(size + 1L)));
    boolean more = found.size() > size;
    List<StreamMessage<String, byte[]>> page = more ? found.subList(0, size) : found;
    return new DeletedChatPage(
        page.stream().map(ChatDeletion::read).toList(), more ? page.getLast().getId() : "");
  }

  private static DeletedChat read(StreamMessage<String, byte[]> message) {
    Map<String, byte[]> fields = message.getBody();
    return DeletedChat.newBuilder()
        .setId(text(fields, "chat"))
        .setSource(text(fields, "source"))
        .setCommentCount(count(text(fields, "comments")))
        .setReviewer(text(fields, "reviewer"))
        .setCaller(text(fields, "caller"))
        .setDeleteTime(StoredTime.ofMillis(Long.parseLong(text(fields, "millis"))))
        .build();
  }

  private static long count(String word) {
    return word.isEmpty() ? 0 : Long.parseLong(word);
  }

  private static String text(Map<String, byte[]> fields, String name) {
    return new String(fields.getOrDefault(name, new byte[0]), StandardCharsets.UTF_8);
  }

  private static String word(KeyValue<String, byte[]> field) {
    return new String(field.getValueOrElse(new byte[0]), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

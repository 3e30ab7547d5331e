package chatwarden.store.automation;

import chatwarden.automation.v1.Automation;
import chatwarden.automation.v1.AutomationMode;
import chatwarden.automation.v1.AutomationStop;
import chatwarden.domain.automation.AutomationCheck;
import chatwarden.review.v1.AuditAction;
import chatwarden.runtime.error.FaultCode;
import chatwarden.store.redis.AutomationKeys;
import chatwarden.store.redis.ChatKeys;
import chatwarden.store.redis.Script;
import chatwarden.store.redis.ScriptCall;
import chatwarden.store.redis.SharedConnection;
import chatwarden.store.redis.StoredTime;
import chatwarden.store.review.Reviewer;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The rules in Redis: a hash a chat, and the set of the chats that have some. */
public final class RedisAutomationStore implements AutomationStore {

  private static final byte[] NOTHING = {};

  private final SharedConnection redis;
  private final InstantSource clock;

  /** The rules on a connection. */
  public RedisAutomationStore(SharedConnection redis, InstantSource clock) {
    this.redis = redis;
    this.clock = clock;
  }

  @Override
  public Stored get(String chat) {
    String key = new AutomationKeys(chat).rules();
    Map<String, byte[]> fields = redis.ask(commands -> commands.hgetall(key));
    byte[] proto = fields.get("proto");
    if (proto == null) {
      Automation off =
          AutomationCheck.withDefaults(
              Automation.newBuilder().setMode(AutomationMode.AUTOMATION_OFF).build());
      return new Stored(off.toBuilder().setChat(chat).build(), "0-0");
    }
    try {
      Automation automation =
          Automation.parseFrom(proto).toBuilder()
              .setChat(chat)
              .setEtag(word(fields, "etag"))
              .setReviewer(word(fields, "reviewer"))
              .setUpdateTime(StoredTime.ofMillis(Long.parseLong(word(fields, "millis"))))
              .build();
      return new Stored(automation, word(fields, "since"));
    } catch (InvalidProtocolBufferException e) {
      throw FaultCode.INTERNAL.exception("AUTOMATION_UNREADABLE", "stored rules are broken", e);
    }
  }

  @Override
  public void set(String chat, Automation automation, Reviewer reviewer) {
    // Into the list first: a chat with rules that is not in it would not be looked at.
    list(chat);
    AutomationKeys keys = new AutomationKeys(chat);
    ChatKeys ofChat = new ChatKeys(chat);
    long answer =
        redis.runForNumber(
            new ScriptCall(Script.SET_AUTOMATION)
                .key(keys.rules())
                .key(keys.place())
                .key(ofChat.meta())
                .key(ofChat.audit())
                .argument(automation.getEtag())
                .argument(UUID.randomUUID().toString())
                .argument(automation.getMode().name())
                .argument(AutomationCheck.withDefaults(automation).toByteArray())
                .argument(reviewer.name())
                .argument(reviewer.caller()));
    if (answer != 1) {
      throw FaultCode.FAILED_PRECONDITION.exception(
          "AUTOMATION_CHANGED",
          "another reviewer changed the rules in between; read them again, then change them");
    }
  }

  private void list(String chat) {
    redis.ask(commands -> commands.sadd(AutomationKeys.CHATS, bytes(chat)));
  }

  @Override
  public List<String> chats() {
    return redis.ask(commands -> commands.smembers(AutomationKeys.CHATS)).stream()
        .map(chat -> new String(chat, StandardCharsets.UTF_8))
        .sorted()
        .toList();
  }

  @Override
  public void retire(String chat) {
    redis.ask(commands -> commands.srem(AutomationKeys.CHATS, bytes(chat)));
    if (get(chat).automation().getMode() != AutomationMode.AUTOMATION_OFF) {
      list(chat); // It was switched on again in between.
    }
  }

  @Override
  public AutomationStop stop() {
    Map<String, byte[]> fields = redis.ask(commands -> commands.hgetall(AutomationKeys.STOP));
    AutomationStop.Builder stop =
        AutomationStop.newBuilder()
            .setStopped(word(fields, "stopped").equals("1"))
            .setReviewer(word(fields, "reviewer"));
    if (fields.containsKey("millis")) {
      stop.setUpdateTime(StoredTime.ofMillis(Long.parseLong(word(fields, "millis"))));
    }
    return stop.build();
  }

  @Override
  public void setStop(boolean stopped, Reviewer reviewer) {
    Map<String, byte[]> fields =
        Map.of(
            "stopped", bytes(stopped ? "1" : "0"),
            "reviewer", bytes(reviewer.name()),
            "millis", bytes(Long.toString(clock.millis())));
    redis.ask(commands -> commands.hset(AutomationKeys.STOP, fields));
    for (String chat : chats()) {
      noteStop(new ChatKeys(chat).audit(), reviewer);
    }
  }

  private void noteStop(String log, Reviewer reviewer) {
    Map<String, byte[]> entry = new LinkedHashMap<>();
    entry.put("action", bytes(AuditAction.UPDATE_SETTINGS.name()));
    entry.put("reviewer", bytes(reviewer.name()));
    entry.put("caller", bytes(reviewer.caller()));
    entry.put("changed", bytes("automation_stop"));
    entry.put("millis", bytes(Long.toString(clock.millis())));
    redis.ask(commands -> commands.xadd(log, entry));
  }

  private static String word(Map<String, byte[]> fields, String name) {
    return new String(fields.getOrDefault(name, NOTHING), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

package chatwarden.store.settings;

import chatwarden.domain.chat.ChatIds;
import chatwarden.domain.policy.ChatPolicy;
import chatwarden.runtime.error.FaultCode;
import chatwarden.settings.v1.ChatSettings;
import chatwarden.store.comment.ChatIndex;
import chatwarden.store.redis.ChatKeys;
import chatwarden.store.redis.RedisFaults;
import chatwarden.store.redis.Script;
import chatwarden.store.redis.ScriptCall;
import chatwarden.store.redis.SharedConnection;
import chatwarden.store.review.Reviewer;
import com.google.protobuf.InvalidProtocolBufferException;
import io.lettuce.core.KeyValue;
import io.lettuce.core.ScriptOutputType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/** The settings in Redis: a hash a chat, changed by one script. */
public final class RedisSettingsStore implements SettingsStore {

  private static final byte[] NOTHING = {};

  private final SharedConnection redis;
  private final ChatIndex chats;

  public RedisSettingsStore(SharedConnection redis, ChatIndex chats) {
    this.redis = redis;
    this.chats = chats;
  }

  @Override
  public ChatSettings get(String chat) {
    chats.require(chat);
    return RedisFaults.await(find(chat));
  }

  @Override
  public CompletionStage<ChatSettings> find(String chat) {
    ChatKeys keys = new ChatKeys(ChatIds.check("chat", chat));
    CompletionStage<List<KeyValue<String, byte[]>>> stored =
        redis.send(commands -> commands.hmget(keys.settings(), SettingsHash.FIELDS));
    CompletionStage<byte[]> session =
        redis.send(commands -> commands.hget(keys.meta(), "flagThreshold"));
    return stored.thenCombine(session, (fields, threshold) -> read(chat, fields, threshold));
  }

  private static ChatSettings read(
      String chat, List<KeyValue<String, byte[]>> fields, byte[] sessionThreshold) {
    try {
      ChatSettings.Builder settings = SettingsHash.read(fields).setChat(chat);
      if (sessionThreshold != null) {
        float session = Float.parseFloat(new String(sessionThreshold, StandardCharsets.UTF_8));
        settings.setEffectiveFlagThreshold(ChatPolicy.flagThreshold(settings.build(), session));
      } else if (settings.hasFlagThreshold() || settings.getStrict()) {
        settings.setEffectiveFlagThreshold(ChatPolicy.flagThreshold(settings.build(), 1));
      }
      return settings.build();
    } catch (InvalidProtocolBufferException e) {
      throw FaultCode.INTERNAL.exception(
          "SETTINGS_UNREADABLE", "stored settings are no message", e);
    }
  }

  @Override
  public SessionDefaults sessionDefaults(String chat) {
    ChatKeys keys = new ChatKeys(ChatIds.check("chat", chat));
    List<KeyValue<String, byte[]>> meta =
        redis.ask(commands -> commands.hmget(keys.meta(), "flagThreshold", "lastSession"));
    String threshold = word(meta.get(0).getValueOrElse(NOTHING));
    String session = word(meta.get(1).getValueOrElse(NOTHING));
    byte[] language =
        session.isEmpty()
            ? null
            : redis.ask(commands -> commands.hget(keys.session(session), "language"));
    return new SessionDefaults(
        threshold.isEmpty() ? ChatPolicy.DEFAULT_FLAG_THRESHOLD : Float.parseFloat(threshold),
        language == null ? "" : word(language));
  }

  private static String word(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public ChatSettings update(SettingsChange change, Reviewer reviewer) {
    String chat = change.before().getChat();
    chats.require(chat);
    ChatKeys keys = new ChatKeys(chat);
    ScriptCall call =
        new ScriptCall(Script.UPDATE_SETTINGS)
            .key(keys.settings())
            .key(keys.audit())
            .key(keys.meta())
            .argument(change.before().getEtag())
            .argument(UUID.randomUUID().toString())
            .argument(reviewer.name())
            .argument(reviewer.caller())
            .argument(String.join(",", change.fields()))
            .argument(SettingsHash.message(change.after()));
    SettingsHash.readable(change.after()).words().forEach(call::argument);
    byte[] answer = RedisFaults.await(redis.<byte[]>run(call, ScriptOutputType.VALUE));
    if (!new String(answer, StandardCharsets.UTF_8).equals("DONE")) {
      throw SettingsChange.overtaken();
    }
    return get(chat);
  }
}

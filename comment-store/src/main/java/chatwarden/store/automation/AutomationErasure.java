package chatwarden.store.automation;

import chatwarden.automation.v1.AutomaticAction;
import chatwarden.store.redis.AutomationKeys;
import chatwarden.store.redis.Script;
import chatwarden.store.redis.ScriptCall;
import chatwarden.store.redis.SharedConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Removes the automatic actions and the strikes of an author in a chat. */
public final class AutomationErasure {

  private static final int SLICE = 500;

  private final SharedConnection redis;
  private final RedisAutomaticActionStore actions;
  private final AutomationKeys keys;

  /** An erasure in a chat. */
  public AutomationErasure(SharedConnection redis, String chat) {
    this.redis = redis;
    this.actions = new RedisAutomaticActionStore(redis, Duration.ZERO);
    this.keys = new AutomationKeys(chat);
  }

  /** Returns whether the chat has automatic actions or strikes of an author. */
  public boolean isAbout(String authorId) {
    return redis.ask(
                commands ->
                    commands.exists(keys.strikes(authorId, true), keys.strikes(authorId, false)))
            > 0
        || !find(authorId).isEmpty();
  }

  /** Removes them. Audits that were made stay as counts. */
  public void remove(String authorId) {
    for (AutomaticAction action : find(authorId)) {
      byte[] member = action.getComment().getBytes(StandardCharsets.UTF_8);
      redis.ask(commands -> commands.zrem(keys.pending(), member));
      redis.ask(commands -> commands.zrem(keys.sample(action.getBand()), member));
      redis.ask(commands -> commands.unlink(keys.action(action.getComment())));
      redis.ask(commands -> commands.zrem(keys.actions(), member));
    }
    redis.ask(
        commands -> commands.unlink(keys.strikes(authorId, true), keys.strikes(authorId, false)));
  }

  private List<AutomaticAction> find(String authorId) {
    List<AutomaticAction> found = new ArrayList<>();
    for (int from = 0; ; from += SLICE) {
      int first = from;
      List<byte[]> slice =
          redis.ask(commands -> commands.zrange(keys.actions(), first, first + SLICE - 1));
      for (byte[] comment : slice) {
        Optional<AutomaticAction> action =
            actions.find(keys.chat(), new String(comment, StandardCharsets.UTF_8));
        action.filter(each -> each.getAuthorId().equals(authorId)).ifPresent(found::add);
      }
      if (slice.size() < SLICE) {
        return found;
      }
    }
  }

  /** Puts a pseudonym in the place of who changed the rules; returns how many it changed. */
  public long replaceReviewer(String name, String pseudonym) {
    return replace(redis, keys.rules(), "reviewer", name, pseudonym);
  }

  /** Does the same for who stopped all automatic actions. */
  public static long replaceInStop(SharedConnection redis, String name, String pseudonym) {
    return replace(redis, AutomationKeys.STOP, "reviewer", name, pseudonym);
  }

  private static long replace(
      SharedConnection redis, String key, String field, String name, String pseudonym) {
    return name.isEmpty()
        ? 0
        : redis.runForNumber(
            new ScriptCall(Script.REPLACE_FIELD)
                .key(key)
                .argument(field)
                .argument(name)
                .argument(pseudonym));
  }
}

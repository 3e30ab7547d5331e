package chatwarden.store.action;

import chatwarden.action.v1.Action;
import chatwarden.runtime.error.FaultCode;
import chatwarden.store.redis.RedisFaults;
import chatwarden.store.redis.Script;
import chatwarden.store.redis.ScriptCall;
import chatwarden.store.redis.SharedConnection;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Removes the actions of a chat about an author, and changes who asked for others. */
public final class ActionErasure {

  private static final int SLICE = 500;

  private final SharedConnection redis;
  private final ActionKeys keys;

  /** An erasure in a chat. */
  public ActionErasure(SharedConnection redis, String chat) {
    this.redis = redis;
    this.keys = new ActionKeys(chat);
  }

  /** Returns whether an action is about an author. */
  public boolean isAbout(String authorId) {
    return !find(about(authorId)).isEmpty();
  }

  /** Removes the actions about an author; those that wait are not sent. */
  public void remove(String authorId) {
    find(about(authorId))
        .forEach(
            (id, proto) -> {
              byte[] member = id.getBytes(StandardCharsets.UTF_8);
              redis.ask(commands -> commands.unlink(keys.action(id)));
              redis.ask(commands -> commands.zrem(keys.open(), member));
              redis.ask(commands -> commands.zrem(keys.of(read(proto).getComment()), member));
              redis.ask(commands -> commands.zrem(keys.all(), member));
            });
    redis.ask(commands -> commands.unlink(keys.lastOn(authorId)));
  }

  /**
   * Changes actions.
   *
   * @param change gives an equal action where nothing changes
   * @return how many it changed
   */
  public long replace(UnaryOperator<Action> change) {
    long changed = 0;
    for (Map.Entry<String, byte[]> each :
        find(action -> !change.apply(action).equals(action)).entrySet()) {
      changed +=
          redis.runForNumber(
              new ScriptCall(Script.REPLACE_FIELD)
                  .key(keys.action(each.getKey()))
                  .argument("proto")
                  .argument(each.getValue())
                  .argument(change.apply(read(each.getValue())).toByteArray()));
    }
    return changed;
  }

  private static Predicate<Action> about(String authorId) {
    return action -> action.getAuthorId().equals(authorId);
  }

  /** Returns the stored form of actions by their ids. */
  private Map<String, byte[]> find(Predicate<Action> which) {
    Map<String, byte[]> found = new HashMap<>();
    for (int from = 0; ; from += SLICE) {
      int first = from;
      List<byte[]> slice =
          redis.ask(commands -> commands.zrange(keys.all(), first, first + SLICE - 1));
      List<CompletionStage<byte[]>> protos = new ArrayList<>();
      for (byte[] id : slice) {
        String key = keys.action(new String(id, StandardCharsets.UTF_8));
        protos.add(redis.send(commands -> commands.hget(key, "proto")));
      }
      for (int i = 0; i < slice.size(); i++) {
        byte[] proto = RedisFaults.await(protos.get(i));
        if (proto != null && which.test(read(proto))) {
          found.put(new String(slice.get(i), StandardCharsets.UTF_8), proto);
        }
      }
      if (slice.size() < SLICE) {
        return found;
      }
    }
  }

  private static Action read(byte[] proto) {
    try {
      return Action.parseFrom(proto);
    } catch (InvalidProtocolBufferException e) {
      throw FaultCode.INTERNAL.exception("ACTION_UNREADABLE", "a stored action is broken", e);
    }
  }
}

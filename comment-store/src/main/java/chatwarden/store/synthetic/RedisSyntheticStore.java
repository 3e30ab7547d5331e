package chatwarden.store.synthetic;

import chatwarden.domain.chat.SyntheticChat;
import chatwarden.store.redis.ChatKeys;
import chatwarden.store.redis.SharedConnection;
import io.lettuce.core.SetArgs;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The synthetic comments in Redis. */
public final class RedisSyntheticStore implements SyntheticStore {

  private static final byte[] TAKEN = {'1'};

  private final SharedConnection redis;
  private final ChatKeys keys = new ChatKeys(SyntheticChat.ID);

  /** The comments on this connection. */
  public RedisSyntheticStore(SharedConnection redis) {
    this.redis = redis;
  }

  @Override
  public boolean takeTurn(Duration interval) {
    SetArgs once = SetArgs.Builder.nx().px(interval);
    return redis.ask(commands -> commands.set(ChatKeys.SYNTHETIC, TAKEN, once)) != null;
  }

  @Override
  public boolean isRecorded(String id) {
    return redis.ask(commands -> commands.exists(keys.comment(id))) == 1;
  }

  @Override
  public void clear() {
    List<String> gone =
        new ArrayList<>(List.of(keys.meta(), keys.events(), keys.byTime(), keys.byRecording()));
    redis
        .ask(commands -> commands.zrange(keys.byTime(), 0, -1))
        .forEach(id -> gone.add(keys.comment(new String(id, StandardCharsets.UTF_8))));
    redis.ask(commands -> commands.unlink(gone.toArray(String[]::new)));
  }
}

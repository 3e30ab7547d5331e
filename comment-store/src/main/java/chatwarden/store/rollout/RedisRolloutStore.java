package chatwarden.store.rollout;

import chatwarden.rollout.v1.Rollout;
import chatwarden.rollout.v1.RolloutChange;
import chatwarden.rollout.v1.RolloutStage;
import chatwarden.store.comment.CommentQuery;
import chatwarden.store.redis.LogKeys;
import chatwarden.store.redis.PageToken;
import chatwarden.store.redis.RedisFaults;
import chatwarden.store.redis.Script;
import chatwarden.store.redis.ScriptCall;
import chatwarden.store.redis.SharedConnection;
import chatwarden.store.redis.StoredTime;
import com.google.protobuf.InvalidProtocolBufferException;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.StreamMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The rollouts in the hash {@code cw:{rollouts}:state}, by the names of their models, with the
 * revision beside them, and their changes in the stream {@code cw:{rollouts}:changes}, the oldest
 * trimmed. Safe for use by many threads.
 */
public final class RedisRolloutStore implements RolloutStore {

  private static final String STATE = "cw:{rollouts}:state";
  private static final String CHANGES = LogKeys.ROLLOUT_CHANGES;
  private static final int MAX_LENGTH = 100_000;

  /** No model has this name. */
  private static final String REVISION = "#revision";

  /** Nothing is before 0-0, and Redis takes that for an error. */
  private static final Pattern TOKEN = Pattern.compile("(?!0+-0+$)\\d{1,18}-\\d{1,18}");

  private final SharedConnection redis;

  /** Rollouts on {@code redis}. */
  public RedisRolloutStore(SharedConnection redis) {
    this.redis = redis;
  }

  @Override
  public RolloutState read() {
    long revision = 0;
    List<Rollout> rollouts = new ArrayList<>();
    for (Map.Entry<String, byte[]> entry :
        redis.ask(commands -> commands.hgetall(STATE)).entrySet()) {
      if (entry.getKey().equals(REVISION)) {
        revision = Long.parseLong(text(entry.getValue()));
      } else {
        rollouts.add(rollout(entry.getValue()));
      }
    }
    rollouts.sort(Comparator.comparing(Rollout::getModel));
    return new RolloutState(revision, rollouts);
  }

  @Override
  public boolean change(long revision, RolloutChange change) {
    Rollout after = change.getRollout();
    byte[] stored = after.getStage() == RolloutStage.OFF ? new byte[0] : after.toByteArray();
    ScriptCall call =
        new ScriptCall(Script.CHANGE_ROLLOUT)
            .key(STATE)
            .key(CHANGES)
            .argument(revision)
            .argument(after.getModel())
            .argument(stored)
            .argument(change.toByteArray())
            .argument(MAX_LENGTH);
    return RedisFaults.await(redis.<Long>run(call, ScriptOutputType.INTEGER)) == 1;
  }

  @Override
  public RolloutChangePage changes(int pageSize, String pageToken) {
    int size = CommentQuery.checkPageSize(pageSize);
    if (!pageToken.isEmpty() && !TOKEN.matcher(pageToken).matches()) {
      throw PageToken.refusal();
    }
    Range<String> before =
        pageToken.isEmpty()
            ? Range.create("-", "+")
            : Range.from(Range.Boundary.including("-"), Range.Boundary.excluding(pageToken));
    List<RolloutChange> found =
        redis.ask(commands -> commands.xrevrange(CHANGES, before, Limit.from(size + 1L))).stream()
            .map(RedisRolloutStore::change)
            .toList();
    boolean more = found.size() > size;
    List<RolloutChange> page = more ? found.subList(0, size) : found;
    return new RolloutChangePage(page, more ? page.getLast().getId() : "");
  }

  private static RolloutChange change(StreamMessage<String, byte[]> message) {
    try {
      byte[] none = {};
      return RolloutChange.parseFrom(message.getBody().getOrDefault("change", none)).toBuilder()
          .setId(message.getId())
          .setCreateTime(
              StoredTime.ofMillis(
                  Long.parseLong(text(message.getBody().getOrDefault("millis", none)))))
          .build();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("cannot read a change of a rollout (a bug)", e);
    }
  }

  private static Rollout rollout(byte[] bytes) {
    try {
      return Rollout.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("cannot read a rollout (a bug)", e);
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}

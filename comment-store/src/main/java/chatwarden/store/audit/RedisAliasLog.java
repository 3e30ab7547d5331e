package chatwarden.store.audit;

import chatwarden.registry.v1.AliasMove;
import chatwarden.store.comment.CommentQuery;
import chatwarden.store.redis.LogKeys;
import chatwarden.store.redis.PageToken;
import chatwarden.store.redis.RedisFaults;
import chatwarden.store.redis.Script;
import chatwarden.store.redis.ScriptCall;
import chatwarden.store.redis.SharedConnection;
import chatwarden.store.redis.StoredTime;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.StreamMessage;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The log in one stream, {@code cw:{registry}:moves}, the oldest trimmed, and the last known places
 * in the hash {@code cw:{registry}:aliases}. Safe for use by many threads.
 */
public final class RedisAliasLog implements AliasLog {

  private static final String ALIASES = "cw:{registry}:aliases";
  private static final String MOVES = LogKeys.ALIAS_MOVES;
  private static final int MAX_LENGTH = 100_000;

  /** Nothing is before 0-0, and Redis takes that for an error. */
  private static final Pattern TOKEN = Pattern.compile("(?!0+-0+$)\\d{1,18}-\\d{1,18}");

  private final SharedConnection redis;

  /** A log on {@code redis}. */
  public RedisAliasLog(SharedConnection redis) {
    this.redis = redis;
  }

  @Override
  public AliasMove note(AliasMove move) {
    ScriptCall call =
        new ScriptCall(Script.NOTE_ALIAS)
            .key(ALIASES)
            .key(MOVES)
            .argument(move.getModel())
            .argument(move.getAlias())
            .argument(move.getVersion())
            .argument(move.getRegisteredVersion())
            .argument(move.getCaller())
            .argument(move.getObserved() ? 1 : 0)
            .argument(MAX_LENGTH);
    List<byte[]> words = RedisFaults.await(redis.<List<byte[]>>run(call, ScriptOutputType.MULTI));
    List<String> answer = words.stream().map(RedisAliasLog::text).toList();
    if (answer.getFirst().isEmpty()) {
      return move;
    }
    return move.toBuilder()
        .setId(answer.getFirst())
        .setCreateTime(StoredTime.ofMillis(Long.parseLong(answer.get(1))))
        .setPreviousRegisteredVersion(answer.get(2))
        .build();
  }

  @Override
  public Map<AliasName, String> known() {
    Map<AliasName, String> known = new HashMap<>();
    redis
        .ask(commands -> commands.hgetall(ALIASES))
        .forEach(
            (member, version) -> {
              int at = member.lastIndexOf('@');
              known.put(
                  new AliasName(member.substring(0, at), member.substring(at + 1)), text(version));
            });
    return known;
  }

  @Override
  public AliasMovePage list(int pageSize, String pageToken) {
    int size = CommentQuery.checkPageSize(pageSize);
    if (!pageToken.isEmpty() && !TOKEN.matcher(pageToken).matches()) {
      throw PageToken.refusal();
    }
    Range<String> before =
        pageToken.isEmpty()
            ? Range.create("-", "+")
            : Range.from(Range.Boundary.including("-"), Range.Boundary.excluding(pageToken));
    List<AliasMove> found =
        redis.ask(commands -> commands.xrevrange(MOVES, before, Limit.from(size + 1L))).stream()
            .map(RedisAliasLog::read)
            .toList();
    boolean more = found.size() > size;
    List<AliasMove> page = more ? found.subList(0, size) : found;
    return new AliasMovePage(page, more ? page.getLast().getId() : "");
  }

  private static AliasMove read(StreamMessage<String, byte[]> message) {
    Map<String, byte[]> fields = message.getBody();
    return AliasMove.newBuilder()
        .setId(message.getId())
        .setCreateTime(StoredTime.ofMillis(Long.parseLong(word(fields, "millis"))))
        .setModel(word(fields, "model"))
        .setAlias(word(fields, "alias"))
        .setVersion(word(fields, "version"))
        .setRegisteredVersion(word(fields, "registered"))
        .setPreviousRegisteredVersion(word(fields, "before"))
        .setCaller(word(fields, "caller"))
        .setObserved(word(fields, "observed").equals("1"))
        .build();
  }

  private static String word(Map<String, byte[]> fields, String name) {
    return text(fields.getOrDefault(name, new byte[0]));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}

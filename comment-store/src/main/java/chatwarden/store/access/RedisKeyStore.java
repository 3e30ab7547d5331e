package chatwarden.store.access;

import chatwarden.domain.access.ChatScope;
import chatwarden.domain.access.Role;
import chatwarden.runtime.error.FaultCode;
import chatwarden.store.redis.SharedConnection;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The keys in one hash, {@code cw:keys}: the id, and role, time, digest and name with blanks
 * between. The role of a limited key is followed by {@code @} and its chats, with commas between; a
 * version that does not know limits refuses such a key. Safe for use by many threads.
 */
public final class RedisKeyStore implements KeyStore {

  private static final String KEYS = "cw:keys";
  private static final String LIMIT = "@";

  private final SharedConnection redis;

  public RedisKeyStore(SharedConnection redis) {
    this.redis = redis;
  }

  @Override
  public void add(ApiKey key) {
    Long stored = redis.ask(commands -> commands.hlen(KEYS));
    if (stored != null && stored >= MAX_KEYS) {
      throw FaultCode.FAILED_PRECONDITION.exception(
          "TOO_MANY_KEYS", "there are " + MAX_KEYS + " keys already; revoke some");
    }
    String limit = key.chats().limited() ? LIMIT + key.chats() : "";
    String value =
        key.role() + limit + " " + key.createTime() + " " + key.digest() + " " + key.name();
    redis.ask(commands -> commands.hset(KEYS, key.id(), value.getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public List<ApiKey> list() {
    Map<String, byte[]> stored = redis.ask(commands -> commands.hgetall(KEYS));
    List<ApiKey> keys = new ArrayList<>(stored.size());
    stored.forEach((id, value) -> keys.add(read(id, new String(value, StandardCharsets.UTF_8))));
    keys.sort(Comparator.comparing(ApiKey::createTime).thenComparing(ApiKey::id));
    return keys;
  }

  private static ApiKey read(String id, String value) {
    String[] parts = value.split(" ", 4);
    if (parts.length < 4) {
      throw new IllegalStateException("cw:keys: the entry of " + id + " is not a key");
    }
    String[] role = parts[0].split(LIMIT, 2);
    return new ApiKey(
        id,
        parts[3],
        Role.of(role[0]).orElseThrow(),
        role.length == 1 ? ChatScope.ALL : ChatScope.of(chats(role[1])),
        parts[2],
        Instant.parse(parts[1]));
  }

  private static List<String> chats(String joined) {
    return joined.isEmpty() ? List.of() : List.of(joined.split(","));
  }

  @Override
  public boolean revoke(String id) {
    Long gone = redis.ask(commands -> commands.hdel(KEYS, id));
    return gone != null && gone > 0;
  }
}

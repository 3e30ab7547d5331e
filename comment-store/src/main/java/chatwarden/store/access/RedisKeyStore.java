package chatwarden.store.access;

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
 * between. Safe for use by many threads.
 */
public final class RedisKeyStore implements KeyStore {

  private static final String KEYS = "cw:keys";

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
    String value = key.role() + " " + key.createTime() + " " + key.digest() + " " + key.name();
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
    return new ApiKey(
        id, parts[3], Role.of(parts[0]).orElseThrow(), parts[2], Instant.parse(parts[1]));
  }

  @Override
  public boolean revoke(String id) {
    Long gone = redis.ask(commands -> commands.hdel(KEYS, id));
    return gone != null && gone > 0;
  }
}

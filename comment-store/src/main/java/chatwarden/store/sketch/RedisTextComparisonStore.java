package chatwarden.store.sketch;

import chatwarden.domain.drift.TextComparison;
import chatwarden.store.redis.SharedConnection;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * The comparison in one string, {@code cw:text-comparison}: area, threshold and time, parted by
 * spaces. Redis removes it when it is too old to count.
 */
public final class RedisTextComparisonStore implements TextComparisonStore {

  private static final String KEY = "cw:text-comparison";

  private final SharedConnection redis;

  /** The comparison on this connection. */
  public RedisTextComparisonStore(SharedConnection redis) {
    this.redis = redis;
  }

  @Override
  public void save(TextComparison comparison) {
    byte[] value =
        (comparison.area() + " " + comparison.threshold() + " " + comparison.time())
            .getBytes(StandardCharsets.UTF_8);
    redis.ask(commands -> commands.psetex(KEY, TextComparison.LIFETIME.toMillis(), value));
  }

  @Override
  public Optional<TextComparison> last() {
    byte[] value = redis.ask(commands -> commands.get(KEY));
    if (value == null) {
      return Optional.empty();
    }
    String[] parts = new String(value, StandardCharsets.UTF_8).split(" ", -1);
    return Optional.of(
        new TextComparison(
            Double.parseDouble(parts[0]), Double.parseDouble(parts[1]), Instant.parse(parts[2])));
  }
}

package chatwarden.store.redis;

import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;

/**
 * An open connection.
 *
 * @param connection to close it by
 * @param commands what can be asked; safe for use by many threads
 */
public record DedicatedConnection(
    StatefulConnection<String, byte[]> connection,
    RedisClusterAsyncCommands<String, byte[]> commands)
    implements AutoCloseable {

  /** Closes it without waiting; commands under way fail. */
  @Override
  public void close() {
    var unused = connection.closeAsync();
  }
}

package chatwarden.store.archive;

import chatwarden.runtime.config.Config;
import chatwarden.store.redis.StoreKeys;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/** Restores an archive in a process of its own: the address of Redis, the file. */
final class RestoreMain {

  private RestoreMain() {}

  public static void main(String[] arguments) throws Exception {
    Config config = Config.defaults().with(StoreKeys.REDIS_URI, arguments[0]);
    StoreRestore.read(
        config, Path.of(arguments[1]), Optional.empty(), false, InstantSource.system());
  }
}

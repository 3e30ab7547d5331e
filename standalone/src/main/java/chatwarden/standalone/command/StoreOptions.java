package chatwarden.standalone.command;

import chatwarden.runtime.config.Config;
import chatwarden.standalone.process.Settings;
import chatwarden.store.redis.StoreKeys;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of commands that go to the store itself. */
final class StoreOptions {
  @Mixin private ConfigOptions options = new ConfigOptions();

  @Option(
      names = "--redis",
      paramLabel = "URI",
      description = "Where Redis is. Default: the embedded one of --data-dir.")
  private @Nullable String redis;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "Where the embedded engines keep their data. Default: .chatwarden.")
  private @Nullable String dataDir;

  Config load() {
    return options.load(
        new ConfigOptions.Flags().put(StoreKeys.REDIS_URI, redis).put(Settings.DATA_DIR, dataDir));
  }
}

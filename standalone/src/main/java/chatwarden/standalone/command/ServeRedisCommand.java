package chatwarden.standalone.command;

import chatwarden.standalone.engine.EmbeddedRedis;
import chatwarden.standalone.process.Settings;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "redis",
    description = "The embedded Redis by itself, on loopback, durable.",
    mixinStandardHelpOptions = true)
final class ServeRedisCommand implements Callable<Integer> {
  @Mixin private ServeOptions options = new ServeOptions();

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "The folder of what must outlive the process. Default: .chatwarden.")
  private @Nullable String dataDir;

  @Override
  public Integer call() throws InterruptedException {
    int port = options.port() == null ? 0 : options.port();
    return options.run(
        new ConfigOptions.Flags().put(Settings.DATA_DIR, dataDir),
        (config, telemetry) ->
            EmbeddedRedis.at(
                Path.of(config.get(Settings.DATA_DIR)).resolve("redis"),
                port,
                config,
                telemetry.registry()),
        EmbeddedRedis::uri,
        false);
  }
}

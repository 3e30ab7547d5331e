package chatwarden.standalone.command;

import chatwarden.standalone.engine.EmbeddedBroker;
import chatwarden.standalone.process.Settings;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "broker",
    description = "The embedded broker by itself: AMQP 0-9-1 on loopback, durable.",
    mixinStandardHelpOptions = true)
final class ServeBrokerCommand implements Callable<Integer> {
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
            EmbeddedBroker.at(
                Path.of(config.get(Settings.DATA_DIR)).resolve("broker"),
                port,
                config,
                telemetry.registry()),
        EmbeddedBroker::uri,
        false);
  }
}

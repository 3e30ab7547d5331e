package chatwarden.standalone.command;

import chatwarden.standalone.process.StepVariables;
import chatwarden.store.redis.StoreKeys;
import chatwarden.worker.server.PipelineServer;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "pipelines",
    description =
        "Runs the steps of pipelines and fires their schedules; any number of such workers share"
            + " the steps.",
    mixinStandardHelpOptions = true)
final class ServePipelinesCommand implements Callable<Integer> {
  @Mixin private ServeOptions options = new ServeOptions();

  @Option(
      names = "--redis",
      paramLabel = "URI",
      description = "Where Redis is, redis://[user:password@]host:port.")
  private @Nullable String redis;

  @Override
  public Integer call() throws InterruptedException {
    return options.run(
        new ConfigOptions.Flags().put(StoreKeys.REDIS_URI, redis),
        (config, telemetry) ->
            PipelineServer.create(
                config, telemetry, StepVariables.of(config, options.settingsFile())),
        PipelineServer::name,
        true,
        PipelineServer::problems);
  }
}

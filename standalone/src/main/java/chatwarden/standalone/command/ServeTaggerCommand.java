package chatwarden.standalone.command;

import chatwarden.serving.door.ServingKeys;
import chatwarden.tagger.server.TaggerServer;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "tagger",
    description = "Stage 2: the TaggerService over the models of the repository.",
    mixinStandardHelpOptions = true)
final class ServeTaggerCommand implements Callable<Integer> {
  @Mixin private ServeOptions options = new ServeOptions();

  @Option(
      names = "--address",
      paramLabel = "ADDRESS",
      description = "The address to listen on. Default: 127.0.0.1.")
  private @Nullable String address;

  @Option(
      names = "--models",
      paramLabel = "DIR",
      description = "The folder of the models. Default: the models that ship.")
  private @Nullable String models;

  @Override
  public Integer call() throws InterruptedException {
    return options.run(
        new ConfigOptions.Flags()
            .put(TaggerServer.PORT, options.port())
            .put(TaggerServer.ADDRESS, address)
            .put(ServingKeys.MODEL_REPOSITORY, models),
        TaggerServer::listening,
        TaggerServer::target,
        true);
  }
}

package chatwarden.standalone.command;

import chatwarden.classifier.server.ClassifierServer;
import chatwarden.serving.door.ServingKeys;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "classifier",
    description = "Stage 1: the ClassifierService over the models of the repository.",
    mixinStandardHelpOptions = true)
final class ServeClassifierCommand implements Callable<Integer> {
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
            .put(ClassifierServer.PORT, options.port())
            .put(ClassifierServer.ADDRESS, address)
            .put(ServingKeys.MODEL_REPOSITORY, models),
        ClassifierServer::listening,
        ClassifierServer::target,
        true);
  }
}

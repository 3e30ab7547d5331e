package chatwarden.standalone.command;

import chatwarden.serving.door.ServingKeys;
import chatwarden.serving.server.ModelServer;
import chatwarden.serving.server.ModelService;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs a model server in a process of its own. */
abstract class ServeModelCommand implements Callable<Integer> {
  private final ModelService<?, ?> service;

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

  ServeModelCommand(ModelService<?, ?> service) {
    this.service = service;
  }

  @Override
  public Integer call() throws InterruptedException {
    return options.run(
        new ConfigOptions.Flags()
            .put(service.listen().port(), options.port())
            .put(service.listen().address(), address)
            .put(ServingKeys.MODEL_REPOSITORY, models),
        service::listening,
        ModelServer::target,
        true);
  }
}

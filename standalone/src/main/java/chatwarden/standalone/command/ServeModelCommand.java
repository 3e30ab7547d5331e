package chatwarden.standalone.command;

import chatwarden.repository.source.SourceKeys;
import chatwarden.serving.server.ModelServer;
import chatwarden.serving.server.ModelService;
import chatwarden.standalone.process.ModelServers;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs a model server in a process of its own. */
@Command(mixinStandardHelpOptions = true)
final class ServeModelCommand implements Callable<Integer> {
  private final ModelService<?, ?> service;

  @Mixin private ServeOptions options = new ServeOptions();

  @Option(
      names = "--address",
      paramLabel = "ADDRESS",
      description = "The address to listen on. Default: 127.0.0.1.")
  private @Nullable String address;

  @Option(
      names = "--models",
      paramLabel = "SOURCE",
      description =
          "The folder of the models, or the address of a version. Default: the models that ship.")
  private @Nullable String models;

  private ServeModelCommand(ModelService<?, ?> service) {
    this.service = service;
  }

  /** Adds a command for each model server to {@code serve}. */
  static void addTo(CommandLine serve) {
    for (ModelService<?, ?> service : ModelServers.ALL) {
      CommandLine command = new CommandLine(new ServeModelCommand(service));
      command
          .getCommandSpec()
          .usageMessage()
          .description(
              "The %s over the models of the task %s."
                  .formatted(service.serviceName(), service.task().name()));
      serve.addSubcommand(service.listen().name(), command);
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    return options.run(
        new ConfigOptions.Flags()
            .put(service.listen().port(), options.port())
            .put(service.listen().address(), address)
            .put(SourceKeys.SOURCES, models),
        service::listening,
        ModelServer::target,
        true);
  }
}

package chatwarden.standalone.command;

import chatwarden.inference.loader.ModelConversion;
import chatwarden.repository.source.ConfiguredSources;
import chatwarden.repository.source.SourceKeys;
import chatwarden.runtime.config.Config;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "convert",
    description = {
      "Writes the version after the newest of a model: the same weights, with files of earlier"
          + " releases (.bin) as .safetensors, which are mapped and which Python opens too.",
      "Models that name the version as a tier go on with it; name the new one in their next."
    },
    mixinStandardHelpOptions = true)
final class ModelsConvertCommand implements Callable<Integer> {
  @Mixin private ConfigOptions options = new ConfigOptions();

  @Option(
      names = "--models",
      paramLabel = "DIR",
      description = "The folder of the models. Default: the models that ship.")
  private @Nullable String models;

  @Parameters(paramLabel = "NAME", arity = "1..*", description = "The models to convert.")
  private List<String> names = List.of();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    Config config = options.load(new ConfigOptions.Flags().put(SourceKeys.SOURCES, models));
    Path folder = ConfiguredSources.folder(config);
    for (String name : names) {
      spec.commandLine().getOut().println(ModelConversion.convert(folder, name));
    }
    return 0;
  }
}
